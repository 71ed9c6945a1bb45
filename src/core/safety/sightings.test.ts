import { describe, expect, it } from 'vitest'
import { DAY } from '../model/instant.ts'
import { nextSighting } from './sightings.ts'

describe('sightings', () => {
  it('remember what a tag held at first, not what it holds now', () => {
    const first = nextSighting(undefined, 'a', 1)
    expect(first).toEqual({ content: 'a', at: 1 })
    expect(nextSighting(first, 'a', 5)).toEqual({ content: 'a', at: 1 })
    expect(nextSighting(first, 'b', 5)).toEqual({ content: 'a', at: 1, changedAt: 5 })
  })

  it('go on telling a change for a month, and take it for the truth then', () => {
    const changed = nextSighting({ content: 'a', at: 0 }, 'b', DAY)
    expect(nextSighting(changed, 'b', 30 * DAY).content).toBe('a')
    expect(nextSighting(changed, 'b', 32 * DAY)).toEqual({ content: 'b', at: 32 * DAY })
  })

  it('forget a change that was taken back', () => {
    expect(nextSighting({ content: 'a', at: 0, changedAt: DAY }, 'a', 2 * DAY)).toEqual({ content: 'a', at: 0 })
  })
})

import { describe, expect, it } from 'vitest'
import type { Seen, SeenContent } from '../ports/seen.ts'
import { readSightings } from './sightings.ts'

function memory(): Seen {
  const kept = new Map<string, SeenContent>()
  return {
    recall: (names) => new Map(names.flatMap((name) => (kept.has(name) ? [[name, kept.get(name) as SeenContent] as const] : []))),
    note: (contents) => contents.forEach((content, name) => void kept.set(name, content)),
  }
}

const tag = (content: string) => [{ name: 'redis|7.2.5', version: '7.2.5', tag: '7.2.5', kind: 'commit' as const, content }]

describe('sightings', () => {
  it('of the first run are news to nobody, and the second run knows them', () => {
    const seen = memory()
    expect(readSightings(tag('a'), seen, 1)).toEqual({})
    expect(readSightings(tag('a'), seen, 2)).toEqual({ 'redis|7.2.5': { content: 'a', at: 1 } })
  })

  it('tell of a moved tag again in the run after the one that saw it', () => {
    const seen = memory()
    readSightings(tag('a'), seen, 1)
    expect(readSightings(tag('b'), seen, 2)['redis|7.2.5']?.content).toBe('a')
    expect(readSightings(tag('b'), seen, 3)['redis|7.2.5']?.content).toBe('a')
  })

  it('are none where nothing is kept', () => {
    expect(readSightings(tag('a'), undefined, 1)).toEqual({})
  })
})

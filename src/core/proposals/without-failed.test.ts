import { describe, expect, it } from 'vitest'
import { withoutFailed } from './without-failed.ts'

const group = ['a', 'b', 'c', 'd'].map((component) => ({ component }))
/** Each needs those named to move with it. */
const needs: Readonly<Record<string, readonly string[]>> = { a: ['b'], b: ['c'], c: [], d: ['c'] }
const breaks = (moving: ReadonlySet<string>) =>
  new Set([...moving].filter((name) => needs[name]?.some((other) => !moving.has(other)) === true))
const left = (...failed: string[]) => withoutFailed(group, new Set(failed), breaks).map((one) => one.component)

describe('a group of which some cannot travel', () => {
  it('loses those, and those that need them, however far', () => {
    expect(left()).toEqual(['a', 'b', 'c', 'd'])
    expect(left('a')).toEqual(['b', 'c', 'd'])
    expect(left('b')).toEqual(['c', 'd'])
    expect(left('c')).toEqual([])
  })
})

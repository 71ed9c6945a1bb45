import { describe, expect, it } from 'vitest'
import { nearest } from './nearest.ts'

describe('the name that was probably meant', () => {
  it.each([
    ['stratgy', ['strategy', 'version'], 'strategy'],
    ['strategies', ['strategy', 'version'], 'strategy'],
    ['starategy', ['strategy'], 'strategy'],
    ['verison', ['version'], 'version'],
    ['Version', ['version'], 'version'],
    ['git-hub-repo', ['github_repo', 'version'], 'github_repo'],
    ['lates', ['latest', 'lts'], 'latest'],
    ['midium', ['low', 'medium', 'high'], 'medium'],
    ['b', ['a'], undefined],
    ['redis', ['postgresql', 'grafana'], undefined],
    ['', ['a', 'version'], undefined],
    ['abc', ['abd', 'abe'], 'abd'],
  ])('for %j among %j is %j', (text, candidates, expected) => {
    expect(nearest(text, candidates)).toBe(expected)
  })

  it('is found in bounded time, however long the text', () => {
    expect(nearest('x'.repeat(1_000_000), ['version', 'y'.repeat(1_000_000)])).toBeUndefined()
  })
})

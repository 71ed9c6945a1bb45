import { describe, expect, it } from 'vitest'
import { costOf } from './cost.ts'

describe('what a run cost', () => {
  it.each([
    [
      { requests: 2, batched: 98, cache_hits: 15, revalidated: 3, stale: 1 },
      '2 requests, 98 more answered by them, 15 from cache, 3 unchanged (304), 1 stale.',
    ],
    [{ requests: 1, batched: 49, cache_hits: 0, revalidated: 0, stale: 0 }, '1 request, 49 more answered by it.'],
    [{ requests: 0, batched: 0, cache_hits: 7, revalidated: 0, stale: 0 }, '0 requests, 7 from cache.'],
  ])('says by what requests were spared', (statistics, text) => expect(costOf(statistics)).toBe(text))
})

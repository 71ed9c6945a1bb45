import type { Report } from './report.ts'

/** What the upstreams cost a run, and what was spared by what: `2 requests, 98 more answered by them, 15 from cache.` */
export function costOf({ requests, batched, cache_hits, revalidated, stale }: Report['statistics']): string {
  const parts = [
    requests === 1 ? '1 request' : `${requests} requests`,
    ...(batched > 0 ? [`${batched} more answered by ${requests === 1 ? 'it' : 'them'}`] : []),
    ...(cache_hits > 0 ? [`${cache_hits} from cache`] : []),
    ...(revalidated > 0 ? [`${revalidated} unchanged (304)`] : []),
    ...(stale > 0 ? [`${stale} stale`] : []),
  ]
  return `${parts.join(', ')}.`
}

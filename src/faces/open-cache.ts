import { isAbsolute, join, normalize } from 'node:path'
import { createSqliteCache, defaultCacheDirectory } from '../adapters/sqlite-cache.ts'
import type { Policy } from '../core/registry/resolved.ts'
import type { Cache } from '../ports/cache.ts'
import type { Log } from '../ports/log.ts'

/**
 * Stored answers, where the policy wants any. `cache.directory` counts from the repository and may not leave it: a registry that came
 * with a pull request must not choose where files are written. `PINWARDEN_CACHE_DIR`, else the user's cache folder, everywhere else.
 */
export function openCache(settings: {
  env: Readonly<Record<string, string | undefined>>
  root?: string
  log: Log
}): (policy: Policy) => Cache | undefined {
  return (policy) => {
    if (!policy.cache.enabled) return undefined
    const directory =
      settings.env['PINWARDEN_CACHE_DIR'] || inside(settings.root, policy.cache.directory) || defaultCacheDirectory(settings.env)
    return createSqliteCache({ directory, log: settings.log })
  }
}

function inside(root: string | undefined, directory: string | undefined): string | undefined {
  if (root === undefined || directory === undefined || isAbsolute(directory)) return undefined
  const path = normalize(directory)
  return path.startsWith('..') || path.split(/[\\/]/)[0] === '.git' ? undefined : join(root, path)
}

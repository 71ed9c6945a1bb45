import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { isoInstant } from '../../core/model/instant.ts'
import type { Clock } from '../../ports/clock.ts'
import type { Log } from '../../ports/log.ts'

/** The part of `@actions/cache` that is used. */
export interface CacheService {
  isFeatureAvailable(): boolean
  /** The key of what was restored. */
  restoreCache(paths: string[], primaryKey: string, restoreKeys?: string[]): Promise<string | undefined>
  saveCache(paths: string[], key: string): Promise<number>
}

export interface CarriedCacheSettings {
  /** Folder of the stored answers. */
  directory: string
  /** Version of the layout of what lies there. */
  layout: number
  /** What the run asks for; runs that ask for other things keep caches of their own. */
  asks: readonly string[]
  env: Readonly<Record<string, string | undefined>>
  clock: Clock
  log: Log
  /** Absent: the real one. It is larger than many a run, so it is loaded only where a runner offers the service. */
  load?(): Promise<CacheService>
}

/** Stored answers that go from run to run through the runner's cache service. A convenience: whatever fails is a warning. */
export interface CarriedCache {
  restore(): Promise<void>
  /** `registry`: the text that the answers were asked for. */
  save(registry: string): Promise<void>
}

/**
 * What a service keeps under a key never changes. The key therefore ends in the registry's hash and the day: a changed registry or a new day
 * is saved anew, further runs of a day are not, and the service's quota lasts. Restored is the newest of the same question, else of any.
 */
export function carriedCache(settings: CarriedCacheSettings): CarriedCache {
  const { directory, env, log, clock } = settings
  const any = `pinwarden-${settings.layout}-${(env['RUNNER_OS'] ?? process.platform).toLowerCase()}-`
  const same = `${any}${hash(JSON.stringify(settings.asks))}-`
  const service = onlyOnce(() => open(settings))
  let restored: string | undefined
  return {
    restore: () =>
      careful('restored', log, async () => {
        restored = await (await service())?.restoreCache([directory], same, [any])
        log.debug(restored === undefined ? 'No stored answers of earlier runs.' : `Stored answers of earlier runs: ${restored}.`)
      }),
    save: (registry) =>
      careful('saved', log, async () => {
        const key = `${same}${hash(registry)}-${isoInstant(clock.now()).slice(0, 10)}`
        if (restored === key || !existsSync(directory)) return
        await (await service())?.saveCache([directory], key)
      }),
  }
}

/** The service, or undefined where the runner has none (a server without it, another program that runs actions). */
async function open({ env, load }: CarriedCacheSettings): Promise<CacheService | undefined> {
  if (!env['ACTIONS_RESULTS_URL'] && !env['ACTIONS_CACHE_URL']) return undefined
  const service = await (load ?? (() => import('@actions/cache')))()
  return service.isFeatureAvailable() ? service : undefined
}

async function careful(done: string, log: Log, work: () => Promise<void>): Promise<void> {
  try {
    await work()
  } catch (error) {
    log.warn(`Stored answers could not be ${done}; the run goes on without. ${error instanceof Error ? error.message : String(error)}`)
  }
}

function onlyOnce<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined
  return () => {
    made ??= make()
    return made
  }
}

function hash(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 16)
}

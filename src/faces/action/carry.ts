import type { Ports } from '../../commands/ports.ts'
import { registryOf } from '../../commands/recording.ts'
import type { Policy } from '../../core/registry/resolved.ts'
import type { Env } from '../compose.ts'
import type { CarriedCache } from './carried-cache.ts'

/** What decides whether answers may be left behind for later runs. */
export interface Surroundings {
  env: Env
  /** Name of the event that started the workflow. */
  event: string
  /** Whether the event says that the repository is private. */
  isPrivate: boolean
}

/**
 * A run between restoring and saving stored answers. Nothing is saved from a pull request's run, for its cache is of no use to others, nor
 * where anybody could read in a public repository's cache (a pull request suffices) what a secret opened.
 */
export async function carrying<T>(
  carried: CarriedCache,
  { env, event, isPrivate }: Surroundings,
  ports: Ports,
  work: (ports: Ports) => Promise<T>,
): Promise<T> {
  await carried.restore()
  let registry: string | undefined
  let secrets = Boolean(env['PINWARDEN_GITHUB_TOKEN'])
  const result = await work({
    ...ports,
    connect: (policy) => {
      secrets ||= namesSecrets(policy, env)
      return ports.connect(policy)
    },
    record: async (recording) => {
      registry = registryOf(recording).text
      await ports.record?.(recording)
    },
  })
  if (registry === undefined || event.startsWith('pull_request')) return result
  if (secrets && !isPrivate) {
    ports.log.debug('Stored answers are not saved: secrets opened some of them, and the repository is not known to be private.')
    return result
  }
  await carried.save(registry)
  return result
}

function namesSecrets(policy: Policy, env: Env): boolean {
  return Object.values(policy.datasources).some(({ tokenEnv }) => tokenEnv !== undefined && Boolean(env[tokenEnv]))
}

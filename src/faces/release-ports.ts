import { assetFiles } from '../adapters/asset-files.ts'
import { ownerAndName } from '../adapters/github/attempt.ts'
import { githubHistory } from '../adapters/github/history.ts'
import { githubReleases } from '../adapters/github/releases.ts'
import type { ReleasePorts } from '../commands/release/contract.ts'
import type { Log } from '../ports/log.ts'
import { actorOf } from './actor.ts'
import { type Env, forgeAddress, githubPorts, openClient } from './compose.ts'

/** Ports of a release of a repository on GitHub, without a checkout. `folder`: where files for the release were built. */
export function githubReleasePorts(settings: {
  env: Env
  repository: string
  token: string | undefined
  /** Branch that is released from; absent: the default branch. */
  branch: string | undefined
  /** Where that is known, a branch that is released from though no rule says so. */
  defaultBranch: string | undefined
  folder: string
  /** Commit that stands in for the head of the branch: what a pull request would make of it. For dry runs alone. */
  at: string | undefined
  log: Log
}): ReleasePorts {
  const { env, repository, token, branch, log, folder, at } = settings
  const address = forgeAddress(env, token)
  const client = openClient(address, log, {})
  const repo = ownerAndName(repository)
  const { clock, forge, ledger } = githubPorts({ env, repository, token, base: branch, log })
  return {
    clock,
    log,
    forge: async () => {
      const opened = await forge()
      return at === undefined || branch === undefined ? opened : { ...opened, base: async () => ({ branch, commit: at }) }
    },
    ...(ledger === undefined ? {} : { ledger }),
    history: (base) =>
      githubHistory(client, repo, { ...base, defaultBranch: branch === undefined ? base.branch : (settings.defaultBranch ?? null) }),
    releases: githubReleases(client, repo, webAddress(env, address.apiUrl)),
    notes: async () => (await import('../adapters/release-notes.ts')).conventionalNotes,
    assets: assetFiles(folder),
    actor: actorOf(env),
  }
}

/** Where people look at the repository: a runner says it, else it follows from the API's address. */
function webAddress(env: Env, apiUrl: string): string {
  const told = env['GITHUB_SERVER_URL']
  if (told !== undefined && told !== '') return told.replace(/\/+$/, '')
  const { protocol, host } = new URL(apiUrl)
  return `${protocol}//${host.replace(/^api\./, '')}`
}

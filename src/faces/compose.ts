import { dependabotAlerts } from '../adapters/github/alerts.ts'
import { type Client, createClient } from '../adapters/github/client.ts'
import { githubForge } from '../adapters/github/forge.ts'
import { githubIssues } from '../adapters/github/issues.ts'
import { githubLedgerStore } from '../adapters/github/ledger-store.ts'
import { githubOutcomes } from '../adapters/github/outcomes.ts'
import { githubReviews } from '../adapters/github/reviews.ts'
import { githubSignals } from '../adapters/github/signals.ts'
import { githubVerdicts } from '../adapters/github/verdicts.ts'
import type { Ports } from '../commands/ports.ts'
import { fail } from '../core/model/problems.ts'
import type { Policy } from '../core/registry/resolved.ts'
import type { Alerts } from '../ports/alerts.ts'
import type { Cache } from '../ports/cache.ts'
import type { Forge } from '../ports/forge.ts'
import type { Log } from '../ports/log.ts'
import { actorOf } from './actor.ts'
import { clockOf } from './clock.ts'
import { keptLedger } from './kept-ledger.ts'
import { connectWith, type Env, type ForgeAddress, forgeAddress, type LongRunning } from './upstreams.ts'

export { type Env, type ForgeAddress, forgeAddress } from './upstreams.ts'

const MAX_DELAY = 60_000

/** A forge that wants to be left alone for longer is left alone by the run's end. */
export function sleepAtMostAMinute(ms: number): Promise<void> {
  return new Promise((done) => setTimeout(done, Math.min(ms, MAX_DELAY)))
}

/** How long a run may wait in all is the client's affair. */
function sleep(ms: number): Promise<void> {
  return new Promise((done) => setTimeout(done, ms))
}

/** The way to the forge on GitHub. @throws ProblemError `token-missing` */
export function openClient(address: ForgeAddress, log: Log, { tokens, onAnswer }: LongRunning): Client {
  if (address.token === undefined || address.token === '') {
    return fail('token-missing', `No token for ${new URL(address.apiUrl).host}.`, { help: 'Set GITHUB_TOKEN.' })
  }
  return createClient({
    ...address,
    token: tokens ?? address.token,
    ...(onAnswer === undefined ? {} : { onAnswer }),
    sleep,
    onRetry: (message) => log.warn(message),
  })
}

/** What a run on GitHub is told: unless said otherwise on the default branch, online, and with nothing kept between runs. */
export interface GithubSettings extends LongRunning {
  env: Env
  repository: string
  token: string | undefined
  base?: string | undefined
  offline?: boolean
  log: Log
  cache?: (policy: Policy) => Cache | undefined
}

/** Ports of a run on a GitHub repository without a checkout: files are read at the base commit through the API. */
export function githubPorts(settings: GithubSettings): Ports {
  const { offline = false, cache = () => undefined } = settings
  const address = forgeAddress(settings.env, settings.token)
  const clock = clockOf(settings.env)
  let client: Client | undefined
  const connected = () => {
    client ??= openClient(address, settings.log, settings)
    return client
  }
  let forge: Forge | undefined
  const open = () => {
    forge ??= githubForge(connected(), settings.repository, new URL(address.apiUrl).host, settings.base ?? null)
    return forge
  }
  let alerts: Alerts | undefined
  const connect = connectWith({ ...settings, offline, cache, forge: address })
  const { ledger, settle } = keptLedger((branch, policy) =>
    githubLedgerStore(connected(), settings.repository, branch, () => (policy === undefined ? undefined : cache(policy))),
  )
  return {
    clock,
    log: settings.log,
    forge: async () => open(),
    reviews: async () => githubReviews(connected(), settings.repository, async () => (await open().base()).commit),
    verdicts: async () => githubVerdicts(connected(), settings.repository),
    issues: async () => githubIssues(connected(), settings.repository),
    files: async () => {
      const base = await open().base()
      return { workspace: open().workspace(base.commit), repository: settings.repository, base }
    },
    ledger,
    alerts: async () => {
      alerts ??= dependabotAlerts(connected(), settings.repository)
      return alerts
    },
    outcomes: async () => githubOutcomes(connected(), settings.repository),
    signals: async () => githubSignals(connected(), settings.repository),
    actor: actorOf(settings.env),
    connect: (policy) => {
      settle(policy)
      return connect(policy)
    },
  }
}

import { cp, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Client, createClient } from '../../src/adapters/github/client.ts'
import { githubForge } from '../../src/adapters/github/forge.ts'
import { githubHistory } from '../../src/adapters/github/history.ts'
import { githubIssues } from '../../src/adapters/github/issues.ts'
import { githubLedgerStore } from '../../src/adapters/github/ledger-store.ts'
import { githubOutcomes } from '../../src/adapters/github/outcomes.ts'
import { githubReleases } from '../../src/adapters/github/releases.ts'
import { githubReviews } from '../../src/adapters/github/reviews.ts'
import { githubSignals } from '../../src/adapters/github/signals.ts'
import { githubVerdicts } from '../../src/adapters/github/verdicts.ts'
import { conventionalNotes } from '../../src/adapters/release-notes.ts'
import { chainedLedger } from '../../src/commands/chained-ledger.ts'
import type { Ports } from '../../src/commands/ports.ts'
import type { ReleasePorts } from '../../src/commands/release/contract.ts'
import { connectWith } from '../../src/faces/upstreams.ts'
import type { AssetFiles } from '../../src/ports/asset-files.ts'
import { type GitHubDouble, startGitHubDouble } from './github-double/index.ts'
import { saveState } from './github-double/persist.ts'
import type { World } from './github-double/world.ts'

export const REPOSITORY = 'acme/platform'
export const BOT = 'pinwarden[bot]'
export const START = Date.parse('2026-11-21T09:00:00Z')
export const MINUTE = 60_000

const repo = { owner: 'acme', repo: 'platform' }
const log = { progress: () => undefined, info: () => undefined, warn: () => undefined, debug: () => undefined }
/** Nobody waits: what is waited for is not part of what is compared. */
const sleep = async () => undefined

/** The one repository of a place, as a world describes it. */
export type PlaceWorld = Partial<Omit<NonNullable<World['repositories']>[number], 'nameWithOwner'>> & {
  upstreams?: NonNullable<World['upstreams']>
}

/** A repository as it stands before a run, of which as many copies can be had as there are ways to disturb it. */
export interface Beginning {
  copy(): Promise<{ double: GitHubDouble; close(): Promise<void> }>
  remove(): Promise<void>
}

/** Brings a repository to where a run begins, and keeps it on disk. */
export async function aBeginning(world: PlaceWorld, arrange: (double: GitHubDouble) => Promise<unknown>): Promise<Beginning> {
  const { upstreams = [], ...repository } = world
  const directory = await mkdtemp(join(tmpdir(), 'beginning-'))
  const open = (now: number, stateDirectory: string) =>
    startGitHubDouble({
      world: {
        now: new Date(now).toISOString(),
        tokens: [{ token: 'ghs_app', kind: 'installation', login: BOT }],
        repositories: [{ nameWithOwner: REPOSITORY, collaborators: { ada: 'write' }, ...repository }],
        upstreams,
      },
      stateDirectory,
      contentLimits: null,
    })
  const first = await open(START, directory)
  let now = START
  try {
    await arrange(first)
    now = first.clock.now()
    saveState(first.context, directory)
  } finally {
    first.assertClean()
    await first.close()
  }
  return {
    remove: () => rm(directory, { recursive: true, force: true }),
    async copy() {
      const place = await mkdtemp(join(tmpdir(), 'place-'))
      await cp(directory, place, { recursive: true })
      const double = await open(now, place)
      return {
        double,
        async close() {
          await double.close()
          await rm(place, { recursive: true, force: true })
        },
      }
    },
  }
}

function clientAt(double: GitHubDouble): Client {
  return createClient({ token: 'ghs_app', apiUrl: double.restUrl, graphqlUrl: double.graphqlUrl, sleep, now: () => double.clock.now() })
}

function forgeWith(client: Client) {
  return githubForge(client, REPOSITORY, 'github.example', null, sleep)
}

function ledgerWith(client: Client) {
  return chainedLedger(githubLedgerStore(client, REPOSITORY, 'pinwarden-ledger'), { sleep, random: () => 0.5 })
}

/** Ports of one process: nothing is remembered but what the repository holds. */
export function portsAt(double: GitHubDouble, minutes: number): Ports {
  const client = clientAt(double)
  const forge = forgeWith(client)
  const ledger = ledgerWith(client)
  const env = { PINWARDEN_GITHUB_URL: double.restUrl, PINWARDEN_GITHUB_GRAPHQL_URL: double.graphqlUrl, PINWARDEN_OSV_URL: double.url }
  const address = { apiUrl: double.restUrl, graphqlUrl: double.graphqlUrl, token: 'ghs_app' }
  return {
    clock: { now: () => START + minutes * MINUTE },
    log,
    actor: { login: BOT, type: 'bot' },
    forge: async () => forge,
    files: async () => {
      const base = await forge.base()
      return { workspace: forge.workspace(base.commit), repository: REPOSITORY, base }
    },
    ledger: async () => ledger,
    outcomes: async () => githubOutcomes(client, REPOSITORY),
    signals: async () => githubSignals(client, REPOSITORY),
    issues: async () => githubIssues(client, REPOSITORY),
    verdicts: async () => githubVerdicts(client, REPOSITORY),
    reviews: async () => githubReviews(client, REPOSITORY, async () => (await forge.base()).commit),
    connect: connectWith({ env, forge: address, offline: false, log, cache: () => undefined }),
  }
}

export function releasePortsAt(double: GitHubDouble, assets: AssetFiles): ReleasePorts {
  const client = clientAt(double)
  const forge = forgeWith(client)
  const ledger = ledgerWith(client)
  return {
    clock: { now: () => START + 60 * MINUTE },
    log,
    actor: { login: BOT, type: 'bot' },
    forge: async () => forge,
    history: (base) => githubHistory(client, repo, { ...base, defaultBranch: 'main' }),
    releases: githubReleases(client, repo, double.url),
    notes: async () => conventionalNotes,
    assets,
    ledger: async () => ledger,
  }
}

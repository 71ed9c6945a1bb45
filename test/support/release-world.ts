import { createHash } from 'node:crypto'
import { createClient } from '../../src/adapters/github/client.ts'
import { githubForge } from '../../src/adapters/github/forge.ts'
import { githubHistory } from '../../src/adapters/github/history.ts'
import { githubLedgerStore } from '../../src/adapters/github/ledger-store.ts'
import { githubReleases } from '../../src/adapters/github/releases.ts'
import { conventionalNotes } from '../../src/adapters/release-notes.ts'
import { chainedLedger } from '../../src/commands/chained-ledger.ts'
import type { ReleasePorts, ReleaseRequest } from '../../src/commands/release/contract.ts'
import { release } from '../../src/commands/release/release.ts'
import { type RollbackRequest, rollbackRelease } from '../../src/commands/release/rollback.ts'
import { type Problem, ProblemError } from '../../src/core/model/problems.ts'
import type { ReleaseReport } from '../../src/core/reports/release.ts'
import type { Ledger } from '../../src/ports/ledger.ts'
import type { RepositoryHandle } from './github-double/handle.ts'
import { type DoubleOptions, type GitHubDouble, startGitHubDouble } from './github-double/index.ts'
import { memoryLedger } from './memory-ledger.ts'

type Repository = NonNullable<NonNullable<DoubleOptions['world']>['repositories']>[number]

export const FILES = {
  VERSION: '1.2.0\n',
  'package.json': '{\n  "name": "shop",\n  "version": "1.2.0"\n}\n',
  'CHANGELOG.md': '# Changelog\n\n## [Unreleased]\n\n## [1.2.0] - 2026-01-01\n\n- First.\n',
  'versions.yaml': 'components:\n  redis: { version: 7.4.2, strategy: pinned, source: { datasource: static, package: redis } }\n',
}

/** A shop at 1.2.0 on a GitHub of its own, released as its command does. */
export interface ReleaseWorld {
  double: GitHubDouble
  shop: RepositoryHandle
  ledger: Ledger
  /** Files in the working folder, by path. */
  assets: Record<string, string>
  /** From now on the ledger is kept on its branch, as runs keep it; `ledger` reads it anew with each use. */
  keepLedgerOnBranch(): void
  ports(branch?: string): ReleasePorts
  run(request?: Partial<ReleaseRequest>, branch?: string): Promise<ReleaseReport>
  rollback(request: Partial<RollbackRequest>): Promise<ReleaseReport>
  /** The problems that a run ends with. @throws Error where it ends well */
  problems(work: Promise<unknown>): Promise<readonly Problem[]>
}

export async function aReleaseWorld(more: Partial<Repository> = {}, tag = true): Promise<ReleaseWorld> {
  const double = await startGitHubDouble({
    world: {
      now: '2026-11-21T09:00:00Z',
      tokens: [{ token: 'ghs_app', kind: 'installation', login: 'pinwarden[bot]' }],
      repositories: [{ nameWithOwner: 'acme/shop', collaborators: { ada: 'write' }, files: FILES, ...more }],
    },
    contentLimits: null,
  })
  const shop = double.repository('acme/shop')
  if (tag) {
    const head = (await shop.head()) ?? ''
    await fetch(`${double.restUrl}/repos/acme/shop/releases`, {
      method: 'POST',
      headers: { authorization: 'token ghs_app', 'content-type': 'application/json' },
      body: JSON.stringify({ tag_name: 'v1.2.0', target_commitish: head, name: 'v1.2.0', body: 'First.' }),
    })
  }
  const ledger = memoryLedger()
  const client = () =>
    createClient({ token: 'ghs_app', apiUrl: double.restUrl, graphqlUrl: double.graphqlUrl, sleep: async () => undefined })
  const repo = { owner: 'acme', repo: 'shop' }
  let onBranch: (() => Ledger) | undefined
  const opened = () => onBranch?.() ?? ledger
  const world: ReleaseWorld = {
    double,
    shop,
    ledger,
    assets: {},
    keepLedgerOnBranch() {
      onBranch = () =>
        chainedLedger(githubLedgerStore(client(), 'acme/shop', 'pinwarden-ledger'), { sleep: async () => undefined, random: () => 0 })
      world.ledger = { records: () => opened().records(), append: (entries) => opened().append(entries) }
    },
    ports(branch) {
      const at = client()
      return {
        clock: { now: () => Date.parse('2026-11-21T10:00:00Z') },
        log: { progress: () => undefined, info: () => undefined, warn: () => undefined, debug: () => undefined },
        forge: async () => githubForge(at, 'acme/shop', 'github.example', branch ?? null),
        history: (base) => githubHistory(at, repo, { ...base, defaultBranch: 'main' }),
        releases: githubReleases(at, repo, double.url),
        notes: async () => conventionalNotes,
        assets: { matching: async (globs) => new Map(globs.map((glob) => [glob, assetsOf(world.assets, glob)])) },
        ledger: async () => opened(),
        actor: { login: 'pinwarden[bot]', type: 'bot' },
      }
    },
    run: (request = {}, branch) => release(world.ports(branch), { dryRun: false, ...request }),
    rollback: (request) => rollbackRelease(world.ports(), { dryRun: false, reason: 'it crashes', ...request }),
    async problems(work) {
      const found = await work.catch((error: unknown) => error)
      if (!(found instanceof ProblemError)) throw new Error(`expected problems, got ${JSON.stringify(found)}`)
      return found.problems
    },
  }
  return world
}

function assetsOf(files: Record<string, string>, glob: string) {
  const start = glob.replace(/\*.*$/, '')
  return Object.entries(files)
    .filter(([path]) => path.startsWith(start))
    .map(([path, text]) => {
      const bytes = Buffer.from(text)
      const digest = `sha256:${createHash('sha256').update(bytes).digest('hex')}`
      return { name: path.replace(/^.*\//, ''), path, size: bytes.length, digest, read: async () => bytes }
    })
}

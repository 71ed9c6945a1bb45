import { Octokit } from '@octokit/rest'
import { createClient } from '../../src/adapters/github/client.ts'
import { githubForge } from '../../src/adapters/github/forge.ts'
import { localGitForge } from '../../src/adapters/local-git/forge.ts'
import { modules } from '../../src/commands/modules.ts'
import type { Connection, Ports } from '../../src/commands/ports.ts'
import { scopeName } from '../../src/core/model/component.ts'
import type { LedgerEntry, Move, PointOpening, PointPath } from '../../src/core/model/ledger.ts'
import { locatePin } from '../../src/core/pins/locate.ts'
import { resolveScope, scopesOf } from '../../src/core/registry/merge.ts'
import { parseRegistry } from '../../src/core/registry/parse.ts'
import { gitBlobId } from '../../src/core/text/digest.ts'
import type { Forge } from '../../src/ports/forge.ts'
import type { Ledger } from '../../src/ports/ledger.ts'
import { createGitRepository } from './git-repository.ts'
import { startGitHubDouble } from './github-double/index.ts'

export type Files = Readonly<Record<string, string>>
export type HowMerged = 'merge' | 'squash' | 'rebase'

/** A repository with main, on which things happen as people make them. */
export interface RollbackPlace {
  forge(): Promise<Forge>
  text(path: string, revision?: string): Promise<string | null>
  /** A commit on main; null removes a file. */
  commit(files: Readonly<Record<string, string | null>>): Promise<string>
  /** A pull request of one or more commits, merged. */
  change(
    commits: readonly Files[],
    how: HowMerged,
    title: string,
  ): Promise<{ number: number | null; url: string | null; branch: string; commits: string[] }>
  /** Merges an open branch of ours. */
  merge(branch: string, number: number | null): Promise<void>
  /** As a person who does not want it. */
  closeProposal(branch: string, number: number | null): Promise<void>
  /** A person's commit on a branch of ours. */
  pushTo(branch: string, files: Files): Promise<void>
  message(revision: string): Promise<string>
  branches(): Promise<string[]>
  close(): Promise<void>
}

export { memoryLedger } from './memory-ledger.ts'

function unasked(): never {
  throw new Error('the network was asked')
}

/** Upstreams are lists in the registry: nothing may be asked of a network. */
const OFFLINE: Connection = {
  io: {
    http: { send: unasked, statistics: unasked, close: unasked } as unknown as Connection['io']['http'],
    baseUrl: () => 'http://localhost',
  },
  statistics: () => ({ requests: 0, cacheHits: 0, revalidated: 0, stale: 0 }),
  close: () => undefined,
}

export function portsOf(place: RollbackPlace, ledger: Ledger, now = Date.parse('2026-11-21T12:00:00Z')): Ports {
  const silent = { progress: () => undefined, info: () => undefined, warn: () => undefined, debug: () => undefined }
  return {
    clock: { now: () => now },
    log: silent,
    forge: () => place.forge(),
    ledger: async () => ledger,
    actor: { login: 'pinwarden[bot]', type: 'bot' },
    files: async () => {
      const forge = await place.forge()
      const base = await forge.base()
      return { workspace: forge.workspace(base.commit), repository: null, base }
    },
    connect: () => OFFLINE,
  }
}

export async function localPlace(files: Files): Promise<RollbackPlace> {
  const repository = await createGitRepository({ files })
  const { git } = repository
  let changes = 0
  const onMain = async <T>(work: () => Promise<T>) => {
    await repository.checkout('main')
    return work()
  }
  return {
    forge: () => localGitForge(repository.directory, 'main'),
    text: (path, revision = 'main') => repository.show(path, revision).catch(() => null),
    commit: (made) => onMain(() => repository.commit(made)),
    async change(commits, how, title) {
      changes += 1
      const branch = `change-${changes}`
      const before = await git('rev-parse', 'main')
      await onMain(() => repository.branch(branch))
      for (const made of commits) await repository.commit(made, { message: title })
      await repository.checkout('main')
      await repository.merge(branch, how, { message: title })
      const put = (await git('log', '--first-parent', '--reverse', '--format=%H', `${before}..main`)).split('\n')
      return { number: null, url: null, branch, commits: put }
    },
    async merge(branch) {
      await onMain(() => repository.merge(branch, 'merge'))
    },
    closeProposal: async (branch) => void (await git('branch', '-D', branch)),
    async pushTo(branch, made) {
      await repository.checkout(branch)
      await repository.commit(made)
      await repository.checkout('main')
    },
    message: (revision) => git('log', '-1', '--format=%B', revision),
    branches: async () => (await git('for-each-ref', '--format=%(refname:strip=2)', 'refs/heads')).split('\n'),
    close: () => repository.remove(),
  }
}

export async function githubPlace(files: Files): Promise<RollbackPlace> {
  const double = await startGitHubDouble({
    world: {
      tokens: [{ token: 'ghs_app', kind: 'installation', login: 'pinwarden[bot]' }],
      repositories: [{ nameWithOwner: 'acme/platform', files }],
    },
    contentLimits: null,
  })
  const repository = double.repository('acme/platform')
  const repo = { owner: 'acme', repo: 'platform' }
  const author = new Octokit({ auth: 'ghs_app', baseUrl: double.restUrl })
  const client = createClient({ token: 'ghs_app', apiUrl: double.restUrl, graphqlUrl: double.graphqlUrl, sleep: async () => undefined })
  let changes = 0
  return {
    forge: async () => githubForge(client, 'acme/platform', 'github.com'),
    text: (path, revision) => repository.text(path, revision),
    commit: (made) => repository.push('main', made),
    async change(commits, how, title) {
      changes += 1
      const branch = `change-${changes}`
      const before = new Set((await repository.log()).map(({ sha }) => sha))
      for (const made of commits) await repository.push(branch, made, { message: title })
      const { data } = await author.rest.pulls.create({ ...repo, head: branch, base: 'main', title })
      await repository.merge(data.number, 'acme', { merge: 'MERGE', squash: 'SQUASH', rebase: 'REBASE' }[how] as 'MERGE')
      const fresh = (await repository.log()).filter(({ sha }) => !before.has(sha))
      const [newest] = fresh
      const put = how === 'merge' && newest !== undefined ? [newest.sha] : fresh.map(({ sha }) => sha).reverse()
      return { number: data.number, url: data.html_url, branch, commits: put }
    },
    async merge(_branch, number) {
      await repository.merge(number ?? 0, 'acme')
    },
    closeProposal: (_branch, number) => repository.close(number ?? 0, 'acme'),
    pushTo: async (branch, made) => void (await repository.push(branch, made)),
    message: async (revision) => (await repository.log(revision))[0]?.message.trim() ?? '',
    branches: () => repository.branches(),
    async close() {
      double.assertClean()
      await double.close()
    },
  }
}

export const places = { 'a local repository': localPlace, GitHub: githubPlace }

/** What a run that opened the pull request and one that saw it merged would have written. */
export async function recordChange(
  ledger: Ledger,
  change: { moves: readonly Move[]; before: Files; after: Files; lockstep?: boolean; verified?: boolean },
  merged: { number: number | null; url: string | null; branch: string; commits: readonly string[] },
  how: HowMerged,
  at = Date.parse('2026-11-20T10:00:00Z'),
): Promise<void> {
  const actor = { login: 'pinwarden[bot]', type: 'bot' } as const
  const { number, url, branch, commits } = merged
  const shared = { at, actor, moves: change.moves, proposal: { id: branch, number, url, branch } }
  const entries: LedgerEntry[] = [
    { event: 'proposal-opened', ...shared, points: change.moves.map((move) => openingOf(move, change)) },
    { event: 'proposal-merged', ...shared, merge: { method: how, commits, mergedBy: 'ada', approvals: [] } },
    ...(change.verified === true ? [{ event: 'verified' as const, ...shared }] : []),
  ]
  await ledger.append(entries)
}

function openingOf(
  move: Move,
  { moves, before, after, lockstep = false }: { moves: readonly Move[]; before: Files; after: Files; lockstep?: boolean },
): PointOpening {
  const { registry } = parseRegistry(after['versions.yaml'] ?? '', 'versions.yaml', modules)
  if (registry === null) throw new Error('the registry of the test cannot be read')
  const scope = scopesOf(registry).find((one) => scopeName(one) === move.environment) ?? { environment: null }
  const component = resolveScope(registry, scope).components.find((one) => one.name === move.component)
  const changed = Object.keys(after).filter((path) => before[path] !== undefined && before[path] !== after[path])
  const blobs = (path: string) => ({ path, beforeBlob: gitBlobId(before[path] ?? ''), afterBlob: gitBlobId(after[path] ?? '') })
  const pins = (component?.pins ?? []).flatMap((pin, index): PointPath[] => {
    if (!changed.includes(pin.file)) return []
    const [old, fresh] = [before, after].map((files) => {
      const located = locatePin(files[pin.file] ?? '', pin.file, pin)
      const found = located.ok ? located.found[0] : undefined
      return {
        version: found?.value ?? '',
        ...(found?.digest === undefined ? {} : { digest: found.digest.value }),
        ...(found?.checksum === undefined ? {} : { checksum: found.checksum.value }),
      }
    })
    return old === undefined || fresh === undefined ? [] : [{ ...blobs(pin.file), pin: index, before: old, after: fresh }]
  })
  const others = changed.filter((path) => !pins.some((one) => one.path === path))
  const siblings = moves.map(({ component: name }) => name).filter((name) => name !== move.component)
  const rest = others.map((path) => ({ ...blobs(path), before: { version: move.from }, after: { version: move.to } }))
  return { ...move, paths: [...pins, ...rest], siblings, lockstep }
}

import { isDeepStrictEqual } from 'node:util'
import type { LedgerRecord } from '../../src/core/model/ledger.ts'
import { BOT, portsAt, REPOSITORY } from './crash-place.ts'
import type { RepositoryHandle } from './github-double/handle.ts'
import type { GitHubDouble } from './github-double/index.ts'

const LEDGER = 'pinwarden-ledger'

/**
 * Everything that people and programs can see of a repository, without what differs from run to run: ids, times, shas, the port of the double.
 * Reading the ledger proves its chain. @throws ProblemError `ledger-broken`
 */
export async function snapshotOf(double: GitHubDouble, left: ReadonlySet<string> = new Set()): Promise<unknown> {
  const repo = double.repository(REPOSITORY)
  const ledger = await portsAt(double, 0).ledger?.()
  const records = (await ledger?.records()) ?? []
  return {
    branches: await branchesOf(repo),
    tags: await tagsOf(repo),
    // An issue that its own author took back, since another run had told the same, is done with.
    issues: repo.data.issues
      .filter((issue) => !(issue.author === BOT && issue.stateReason === 'not_planned'))
      .map(issueOf)
      .sort(byText),
    labels: repo.data.labels.map(({ name, color, description }) => ({ name, color, description })).sort(byText),
    releases: repo.data.releases.map(releaseOf).sort(byText),
    checks: newestChecks(repo),
    ledger: counted(records.filter(({ event }) => !left.has(event)).map(recordOf)),
  }
}

/** Paths at which two snapshots differ, with what stands there. */
export function differences(expected: unknown, found: unknown, path = ''): string[] {
  if (typeof expected !== 'object' || typeof found !== 'object' || expected === null || found === null)
    return isDeepStrictEqual(expected, found) ? [] : [`${path}: ${JSON.stringify(found)} instead of ${JSON.stringify(expected)}`]
  const [a, b] = [new Map(Object.entries(expected)), new Map(Object.entries(found))]
  return [...new Set([...a.keys(), ...b.keys()])].flatMap((key) => differences(a.get(key), b.get(key), `${path}/${key}`))
}

/** Digests of texts with addresses in them hold the port, too. */
function plain(text: string | null): string {
  return (text ?? '')
    .replace(/\b[0-9a-f]{7}(?:[0-9a-f]{33})?\b/g, '<sha>')
    .replace(/\b[0-9a-f]{64}\b/g, '<digest>')
    .replace(/http:\/\/127\.0\.0\.1:\d+/g, '<url>')
}

/** How often each of them is there. */
function counted(texts: readonly string[]): Record<string, number> {
  const found: Record<string, number> = {}
  for (const text of texts) found[text] = (found[text] ?? 0) + 1
  return found
}

/** Two values by what is written in them. */
function byText(a: unknown, b: unknown): number {
  return JSON.stringify(a) < JSON.stringify(b) ? -1 : 1
}

/** The ledger's branch is told by its records: how many commits they took is nobody's business. */
async function branchesOf(repo: RepositoryHandle): Promise<unknown> {
  const names = (await repo.branches()).toSorted()
  return Promise.all(
    names.map(async (name) => {
      if (name === LEDGER) return [name]
      const commits = await repo.log(`refs/heads/${name}`)
      return [name, commits[0]?.tree, commits.map((one) => plain(one.message))]
    }),
  )
}

async function tagsOf(repo: RepositoryHandle): Promise<unknown> {
  const names = (await repo.tags()).toSorted()
  return Promise.all(
    names.map(async (name) => {
      const commit = (await repo.log(`refs/tags/${name}`))[0]
      return [name, commit?.tree, plain(commit?.message ?? null)]
    }),
  )
}

function issueOf({
  title,
  body,
  state,
  labels,
  assignees,
  milestone,
  comments,
  pull,
}: RepositoryHandle['data']['issues'][number]): unknown {
  return {
    title,
    body: plain(body),
    state: pull?.mergedAt != null ? 'merged' : state,
    labels: labels.toSorted(),
    assignees: assignees.toSorted(),
    milestone,
    comments: comments.map((comment) => plain(comment.body)),
    pull: pull && {
      branch: pull.headRef,
      base: pull.baseRef,
      draft: pull.draft,
      reviewers: pull.reviewers.toSorted(),
      teams: pull.teams.toSorted(),
      autoMerge: pull.autoMerge?.method ?? null,
      queued: pull.queued ?? false,
    },
  }
}

function releaseOf({
  tag,
  name,
  body,
  draft,
  prerelease,
  immutable,
  latest,
  assets,
}: RepositoryHandle['data']['releases'][number]): unknown {
  const files = assets.map((asset) => [asset.name, asset.size, asset.digest]).sort(byText)
  return { tag, name, body: plain(body), draft, prerelease, immutable, latest: latest ?? null, files }
}

/** Of each head and name the newest counts, on GitHub as here. */
function newestChecks({ data }: RepositoryHandle): unknown {
  const newest = new Map(data.checkRuns.map((run) => [`${run.headSha} ${run.name}`, run]))
  const states = new Map(data.statuses.map((status) => [`${status.sha} ${status.context}`, status]))
  return [
    ...[...newest.values()].map(({ name, status, conclusion, title, annotations }) => ({ name, status, conclusion, title, annotations })),
    ...[...states.values()].map(({ context, state, description }) => ({ context, state, description })),
  ].sort(byText)
}

/** A record without its place in the chain and its time. */
function recordOf({ seq: _seq, prev: _prev, hash: _hash, at: _at, ...told }: LedgerRecord): string {
  return plain(JSON.stringify(told))
}

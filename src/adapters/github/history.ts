import * as z from 'zod'
import { fail } from '../../core/model/problems.ts'
import type { History, HistoryCommit, HistoryHead } from '../../ports/history.ts'
import { attempting } from './attempt.ts'
import type { Client } from './client.ts'
import { touchedBy } from './history-paths.ts'
import { contains, taggedCommits } from './history-tags.ts'

/** GitHub gives at most a hundred in one page. */
const PER_PAGE = 100
const READING = { doing: 'Reading the history', needs: 'contents: read' }

/** Commits and tags of a repository on GitHub, without a checkout: a hundred commits with each request. */
export function githubHistory(client: Client, repo: { owner: string; repo: string }, head: HistoryHead): History {
  const attempt = attempting(`${repo.owner}/${repo.repo}`)
  return {
    head: async () => head,
    tags: (prefix = '') => attempt(READING, () => taggedCommits(client, repo, head.commit, prefix)),
    contains: (commit) => attempt(READING, () => contains(client, repo, head.commit, commit)),
    commits: (since, paths, from = head.commit) =>
      attempt(READING, async () => {
        const commits = await reachable(client, repo, from, since)
        const touching = paths.length === 0 ? null : await touchedBy(client, repo, from, commits, paths)
        return commits.map((commit) => ({ ...commit, touches: touching === null || touching.has(commit.sha) }))
      }),
  }
}

type PlainCommit = Omit<HistoryCommit, 'touches'>

const pageSchema = z.object({
  repository: z.object({
    object: z
      .object({
        history: z.object({
          nodes: z.array(
            z
              .object({
                oid: z.string(),
                message: z.string(),
                committedDate: z.string(),
                parents: z.object({ nodes: z.array(z.object({ oid: z.string() }).nullable()) }),
              })
              .nullable(),
          ),
          pageInfo: z.object({ hasNextPage: z.boolean(), endCursor: z.string().nullable() }),
        }),
      })
      .nullable(),
  }),
})

const QUERY = `query history($owner: String!, $repo: String!, $head: GitObjectID!, $after: String) {
  repository(owner: $owner, name: $repo) { object(oid: $head) { ... on Commit { history(first: ${PER_PAGE}, after: $after) {
    nodes { oid message committedDate parents(first: 20) { nodes { oid } } }
    pageInfo { hasNextPage endCursor }
  } } } }
}`

/** Commits reachable from `head` and not from `since`. GitHub has no such question, so pages are read until nothing is open any more. */
async function reachable(
  client: Client,
  repo: { owner: string; repo: string },
  head: string,
  since: string | null,
): Promise<PlainCommit[]> {
  if (head === since) return []
  const seen = new Map<string, PlainCommit>()
  for (let after: string | null = null; ; ) {
    const { repository } = pageSchema.parse(await client.graphql(QUERY, { ...repo, head, after }))
    const history = repository.object?.history
    if (history === undefined) {
      return fail('history-incomplete', `GitHub has no commit ${head.slice(0, 9)} in ${repo.owner}/${repo.repo}.`, {
        help: 'Run again: a branch or a pull request changed meanwhile.',
      })
    }
    for (const node of history.nodes) {
      if (node === null) continue
      const { oid, message, committedDate, parents } = node
      seen.set(oid, { sha: oid, message, date: Date.parse(committedDate), parents: parents.nodes.flatMap((parent) => parent?.oid ?? []) })
    }
    const excluded = since === null ? new Set<string>() : ancestors(since, seen)
    const inside = [...seen.values()].filter(({ sha }) => !excluded.has(sha))
    const open = inside.some(({ parents }) => parents.some((parent) => !seen.has(parent) && parent !== since))
    after = history.pageInfo.endCursor
    if (!open || !history.pageInfo.hasNextPage) return childrenFirst(inside, head)
  }
}

function ancestors(from: string, seen: ReadonlyMap<string, PlainCommit>): Set<string> {
  const found = new Set([from])
  const todo = [from]
  for (let sha = todo.pop(); sha !== undefined; sha = todo.pop()) {
    for (const parent of seen.get(sha)?.parents ?? []) {
      if (found.has(parent)) continue
      found.add(parent)
      todo.push(parent)
    }
  }
  return found
}

/** Dates lie (a rebase, a clock that is off): a commit stands behind all of its children whatever they say. */
function childrenFirst(commits: readonly PlainCommit[], head: string): PlainCommit[] {
  const bySha = new Map(commits.map((commit) => [commit.sha, commit]))
  const waiting = new Map(commits.map(({ sha }) => [sha, 0]))
  for (const { parents } of commits) for (const parent of parents) waiting.set(parent, (waiting.get(parent) ?? 0) + 1)
  const ordered: PlainCommit[] = []
  const todo = [head]
  for (let sha = todo.pop(); sha !== undefined; sha = todo.pop()) {
    const commit = bySha.get(sha)
    if (commit === undefined) continue
    ordered.push(commit)
    for (const parent of commit.parents) {
      const left = (waiting.get(parent) ?? 0) - 1
      waiting.set(parent, left)
      if (left === 0) todo.push(parent)
    }
  }
  return ordered
}

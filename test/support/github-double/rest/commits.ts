import { fullName } from '../context.ts'
import { isPull } from '../domain/pull-lifecycle.ts'
import type { CommitInfo } from '../git/store.ts'
import { paginate } from './paging.ts'
import { commitOf } from './revision.ts'
import type { RestCall, RestRoutes } from './router.ts'
import { commitShape, diffShape } from './shapes/commits.ts'
import { simplePull } from './shapes/pulls.ts'
import { repositoryUrl } from './shapes/repositories.ts'

export const commitRoutes: RestRoutes = {
  'repos/list-commits': { needs: ['contents:read'], handle: list },
  'repos/get-commit': { needs: ['contents:read'], handle: get },
  'repos/compare-commits-with-basehead': { needs: ['contents:read'], handle: compare },
  'repos/list-pull-requests-associated-with-commit': { needs: ['pull_requests:read'], handle: pullsOf },
}

async function commits(call: RestCall, shas: readonly string[]): Promise<CommitInfo[]> {
  const found = await Promise.all(shas.map((sha) => call.repo.git.commit(sha)))
  return found.filter((commit) => commit !== null)
}

async function list(call: RestCall) {
  const { sha, path, since } = call.query
  const head = await commitOf(call, typeof sha === 'string' ? sha : call.repo.defaultBranch)
  const options = { ...(typeof path === 'string' ? { path } : {}), ...(typeof since === 'string' ? { since } : {}) }
  const { items, headers } = paginate(call, await call.repo.git.log(head.sha, options))
  return { status: 200, headers, json: (await commits(call, items)).map((commit) => commitShape(call, commit)) }
}

/** What git calls a tree without entries; the first commit is shown against it. */
const EMPTY_TREE = '4b825dc642cb6eb9a060e54bf8d69288fbee4904'

async function get(call: RestCall) {
  // An unknown sha is a 422 here, not a 404.
  const commit = await commitOf(call, call.path['ref'] ?? '', 422)
  if (call.accept.includes('.sha')) return { status: 200, raw: commit.sha, contentType: 'application/vnd.github.sha; charset=utf-8' }
  const files = await call.repo.git.diff(commit.parents[0] ?? EMPTY_TREE, commit.sha)
  const additions = files.reduce((sum, file) => sum + file.additions, 0)
  const deletions = files.reduce((sum, file) => sum + file.deletions, 0)
  return {
    status: 200,
    json: {
      ...commitShape(call, commit),
      stats: { total: additions + deletions, additions, deletions },
      files: files.map((file) => diffShape(call, commit.sha, file)),
    },
  }
}

async function compare(call: RestCall) {
  const basehead = call.path['basehead'] ?? ''
  const [from = '', to = ''] = basehead.split('...')
  const [base, head] = [await commitOf(call, from), await commitOf(call, to)]
  const { git } = call.repo
  const common = await git.mergeBase(base.sha, head.sha)
  const ahead = await git.log(head.sha, { not: base.sha, reverse: true })
  const behind = await git.log(base.sha, { not: head.sha })
  const status = ahead.length === 0 ? (behind.length === 0 ? 'identical' : 'behind') : behind.length === 0 ? 'ahead' : 'diverged'
  const { items, headers } = paginate(call, ahead)
  const api = `${repositoryUrl(call.urls, call.repo)}/compare/${basehead}`
  const html = `${call.urls.html}/${fullName(call.repo)}/compare/${basehead}`
  const start = common ?? base.sha
  return {
    status: 200,
    headers,
    json: {
      url: api,
      html_url: html,
      permalink_url: html,
      diff_url: `${html}.diff`,
      patch_url: `${html}.patch`,
      base_commit: commitShape(call, base),
      merge_base_commit: commitShape(call, await commitOf(call, start)),
      status,
      ahead_by: ahead.length,
      behind_by: behind.length,
      total_commits: ahead.length,
      commits: (await commits(call, items)).map((commit) => commitShape(call, commit)),
      // Files stand on the first page only, 300 at most.
      ...((call.query['page'] ?? 1) === 1
        ? { files: (await git.diff(start, head.sha)).slice(0, 300).map((file) => diffShape(call, head.sha, file)) }
        : {}),
    },
  }
}

async function pullsOf(call: RestCall) {
  const commit = await commitOf(call, call.path['commit_sha'] ?? '')
  const pulls = call.repo.issues.filter(isPull)
  const fits = await Promise.all(
    pulls.map(
      async (issue) =>
        issue.pull.mergeCommit === commit.sha ||
        (await call.repo.git.log(issue.pull.headSha, { not: issue.pull.baseSha })).includes(commit.sha),
    ),
  )
  const { items, headers } = paginate(
    call,
    pulls.filter((_, index) => fits[index]),
  )
  return { status: 200, headers, json: await Promise.all(items.map((issue) => simplePull(call, issue))) }
}

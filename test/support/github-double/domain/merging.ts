import { allowed, atLeast, refusalFor, roleOf } from '../access.ts'
import { type Acting, record, signatureOf, webFlow } from '../context.ts'
import { Refusal } from '../errors.ts'
import type { GitStore } from '../git/store.ts'
import { readCommit } from './commits.ts'
import { mergeability, missingForMerge } from './mergeability.ts'
import { followBranch, markMerged, type PullIssue } from './pull-lifecycle.ts'
import { deleteRef, move, writable } from './refs.ts'
import { refuseWorkflowChange } from './workflow-files.ts'

export type MergeMethod = 'MERGE' | 'SQUASH' | 'REBASE'

export interface MergeOrder {
  method: MergeMethod
  headline: string | null
  body: string | null
  expectedHead: string | null
}

const settingOf = { MERGE: 'merge', SQUASH: 'squash', REBASE: 'rebase' } as const

/** Merges a pull request with real commits, and gives the last one's sha. @throws Refusal */
export async function mergePull(acting: Acting, issue: PullIssue, order: MergeOrder): Promise<string> {
  const { repo } = acting
  const store = writable(acting)
  if (!allowed(acting.token, repo, ['contents:write'])) throw new Refusal('forbidden', refusalFor(acting.token))
  if (issue.state === 'closed') throw new Refusal('not-allowed', 'Pull Request is not mergeable')
  if (issue.pull.draft) throw new Refusal('not-allowed', 'Pull Request is still a draft')
  if (order.expectedHead !== null && order.expectedHead !== issue.pull.headSha)
    throw new Refusal('conflict', 'Head branch was modified. Review and try the merge again.')
  if (!repo.settings[settingOf[order.method]])
    throw new Refusal('not-allowed', `${words[order.method]} are not allowed on this repository.`)
  const missing = missingForMerge(repo, issue)
  const bypass = repo.protections[issue.pull.baseRef]?.bypass.includes(acting.actor.login) === true
  if (repo.settings.mergeQueue !== null && !bypass) throw new Refusal('not-allowed', 'Changes must be made through the merge queue')
  if (missing.length > 0 && !bypass) throw new Refusal('not-allowed', missing.join('\n'))
  const merge = await mergeability(acting, issue, true)
  if (merge.tree === null) throw new Refusal('not-allowed', 'Pull Request is not mergeable')
  const name = `refs/heads/${issue.pull.baseRef}`
  const base = await store.ref(name)
  if (base === null) throw new Refusal('not-allowed', 'Base branch was deleted')
  issue.pull.baseSha = base.sha
  const sha = await commitsFor(acting, store, issue, order, base.sha, merge.tree)
  await refuseWorkflowChange(acting, store, base.sha, sha)
  await move(store, name, sha, base.sha)
  markMerged(acting, issue, sha)
  await followBranch(acting, name, base.sha, sha)
  if (repo.settings.deleteBranchOnMerge && repo.protections[issue.pull.headRef] === undefined)
    await deleteRef(acting, `refs/heads/${issue.pull.headRef}`)
  return sha
}

const words: Readonly<Record<MergeMethod, string>> = { MERGE: 'Merge commits', SQUASH: 'Squash merges', REBASE: 'Rebase merges' }

async function commitsFor(
  acting: Acting,
  store: GitStore,
  issue: PullIssue,
  order: MergeOrder,
  base: string,
  tree: string,
): Promise<string> {
  const { repo, double, actor } = acting
  const date = double.clock.iso()
  const committer = { ...webFlow, date }
  const message = (headline: string, body: string) =>
    `${order.headline ?? headline}${(order.body ?? body) === '' ? '' : `\n\n${order.body ?? body}`}`
  if (order.method === 'MERGE') {
    const text = message(`Merge pull request #${issue.number} from ${repo.owner}/${issue.pull.headRef}`, issue.title)
    return store.writeCommit({
      tree,
      parents: [base, issue.pull.headSha],
      author: signatureOf(actor, date),
      committer,
      message: text,
      signed: true,
    })
  }
  const start = await store.mergeBase(base, issue.pull.headSha)
  const commits = await store.log(issue.pull.headSha, { not: base, reverse: true })
  if (order.method === 'SQUASH') {
    const first = await readCommit(store, commits[0] ?? issue.pull.headSha)
    const headline = commits.length === 1 ? (first.message.split('\n')[0] ?? issue.title) : issue.title
    const all = await Promise.all(commits.map(async (sha) => `* ${(await readCommit(store, sha)).message.trim()}`))
    const body = commits.length === 1 ? first.message.split('\n').slice(1).join('\n').trim() : all.join('\n\n')
    const author = { ...first.author, date }
    return store.writeCommit({
      tree,
      parents: [base],
      author,
      committer,
      message: message(`${headline} (#${issue.number})`, body),
      signed: true,
    })
  }
  return rebase(store, commits, start, base, committer)
}

async function rebase(
  store: GitStore,
  commits: readonly string[],
  start: string | null,
  base: string,
  committer: { name: string; email: string; date: string },
): Promise<string> {
  let tip = base
  for (const sha of commits) {
    const commit = await readCommit(store, sha)
    const parent = commit.parents[0] ?? start
    const from = parent === null ? null : (await readCommit(store, parent)).tree
    const merged = await store.mergeTrees(from, (await readCommit(store, tip)).tree, commit.tree)
    if (merged.tree === null) throw new Refusal('not-allowed', "This branch can't be rebased")
    tip = await store.writeCommit({ tree: merged.tree, parents: [tip], author: commit.author, committer, message: commit.message })
  }
  return tip
}

/** Refuses what can be merged at once, which is where most bots trip. @throws Refusal */
export async function enableAutoMerge(acting: Acting, issue: PullIssue, order: MergeOrder): Promise<void> {
  const { repo, actor, double } = acting
  writable(acting)
  const app = acting.token?.kind === 'installation' || acting.token?.kind === 'actions'
  if (!app && !atLeast(roleOf(repo, actor.login), 'write')) throw new Refusal('forbidden', refusalFor(acting.token))
  if (!repo.settings.autoMerge) throw new Refusal('unprocessable', 'Pull request Auto merge is not allowed for this repository')
  if (issue.state === 'closed') throw new Refusal('unprocessable', "Can't enable auto-merge for this pull request.")
  if (issue.pull.draft) throw new Refusal('unprocessable', 'Pull request Pull request is in draft status')
  if (order.expectedHead !== null && order.expectedHead !== issue.pull.headSha)
    throw new Refusal('unprocessable', `Expected head oid ${order.expectedHead} but was ${issue.pull.headSha}`)
  if (!repo.settings[settingOf[order.method]])
    throw new Refusal('unprocessable', `Pull request ${words[order.method]} are not allowed on this repository`)
  if (repo.protections[issue.pull.baseRef] === undefined)
    throw new Refusal('unprocessable', 'Pull request Protected branch rules not configured for this branch')
  const { state } = await mergeability(acting, issue, true)
  if (state === 'CLEAN') throw new Refusal('unprocessable', 'Pull request Pull request is in clean status')
  if (state === 'UNSTABLE') throw new Refusal('unprocessable', 'Pull request Pull request is in unstable status')
  issue.pull.autoMerge = { method: order.method, by: actor.login, at: double.clock.iso(), headline: order.headline, body: order.body }
  record(acting, issue, 'auto_merge_enabled')
}

/** Puts a pull request that may be merged into the queue. The queue takes its own method and messages. @throws Refusal */
export async function enqueuePull(acting: Acting, issue: PullIssue, expectedHead: string | null): Promise<void> {
  const { repo } = acting
  writable(acting)
  if (repo.settings.mergeQueue === null) throw new Refusal('unprocessable', 'No merge queue found for branch')
  if (issue.state === 'closed') throw new Refusal('unprocessable', 'Pull request is closed')
  if (issue.pull.queued === true) throw new Refusal('unprocessable', 'Pull request is already in the queue')
  if (expectedHead !== null && expectedHead !== issue.pull.headSha)
    throw new Refusal('unprocessable', `Expected head oid ${expectedHead} but was ${issue.pull.headSha}`)
  const missing = missingForMerge(repo, issue)
  if (missing.length > 0) throw new Refusal('unprocessable', `Pull request ${missing.join(' ')}`)
  issue.pull.queued = true
  record(acting, issue, 'added_to_merge_queue')
}

export function disableAutoMerge(acting: Acting, issue: PullIssue): void {
  if (issue.pull.autoMerge === null) throw new Refusal('unprocessable', "Can't disable auto-merge for this pull request.")
  issue.pull.autoMerge = null
  record(acting, issue, 'auto_merge_disabled')
}

/** Merges what waits for exactly this: called after checks, statuses and reviews. The one who enabled it is the one who merges. */
export async function settleAutoMerges(acting: Acting, sha: string): Promise<void> {
  for (const issue of acting.repo.issues) {
    const { pull } = issue
    if (pull === undefined || pull.autoMerge === null || pull.headSha !== sha || issue.state !== 'open') continue
    const { autoMerge } = pull
    const { state } = await mergeability(acting, issue as PullIssue, true)
    if (state !== 'CLEAN' && state !== 'UNSTABLE') continue
    const actor = acting.double.state.users.find((user) => user.login === autoMerge.by) ?? acting.actor
    const token = acting.double.state.tokens.find((one) => one.login === autoMerge.by) ?? acting.token
    await mergePull({ ...acting, actor, token }, issue as PullIssue, {
      method: autoMerge.method,
      headline: autoMerge.headline,
      body: autoMerge.body,
      expectedHead: null,
    })
  }
}

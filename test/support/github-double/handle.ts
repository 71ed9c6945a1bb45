import { writeFiles } from './build-history.ts'
import { type Acting, type DoubleContext, fullName, nextId, signatureOf, userOf } from './context.ts'
import { moveToFork } from './domain/forks.ts'
import { addComment, changeIssue } from './domain/issues.ts'
import { type MergeMethod, mergePull, settleAutoMerges } from './domain/merging.ts'
import { followBranch, isPull, type PullIssue } from './domain/pull-lifecycle.ts'
import { changePull, pullByNumber } from './domain/pulls.ts'
import { createRef, deleteRef } from './domain/refs.ts'
import type { CommitInfo } from './git/store.ts'
import type { Comment, Issue, Repository } from './state.ts'
import type { WorldFile } from './world.ts'

/** Looks into a repository and acts in it beside the API, as a person would in the browser or with git. */
export interface RepositoryHandle {
  data: Repository
  /** The bare repository on disk. @throws Error for light data */
  directory(): string
  /** Sha of a branch, or null. */
  head(branch?: string): Promise<string | null>
  /** Text of a file at a revision (default branch unless told), or null. */
  text(path: string, revision?: string): Promise<string | null>
  /** Mode of a file, such as `100755`. */
  mode(path: string, revision?: string): Promise<string | null>
  branches(): Promise<string[]>
  tags(): Promise<string[]>
  /** Commits of a branch, newest first. */
  log(revision?: string): Promise<CommitInfo[]>
  /** A commit on a branch (made off the default branch where it is not there), with all that a push does to pull requests. Gives its sha. */
  push(
    branch: string,
    files: Readonly<Record<string, WorldFile | null>>,
    options?: { author?: string; message?: string; force?: boolean; onto?: string },
  ): Promise<string>
  deleteBranch(branch: string, by?: string): Promise<void>
  pulls(state?: 'open' | 'closed' | 'merged'): PullIssue[]
  pull(number: number): PullIssue
  issue(number: number): Issue
  close(number: number, by: string): Promise<void>
  reopen(number: number, by: string): Promise<void>
  merge(number: number, by: string, method?: MergeMethod): Promise<string>
  comment(number: number, by: string, body: string): Promise<Comment>
  /** Changes the text of an issue, as somebody does in the browser, also by a tick in a box. */
  editIssue(number: number, by: string, body: string): Promise<void>
  /** Makes an open pull request one from somebody's fork. */
  moveToFork(number: number, owner: string): Promise<void>
  review(number: number, by: string, state: 'APPROVED' | 'CHANGES_REQUESTED' | 'COMMENTED', body?: string): Promise<void>
  /** A finished or running check of a commit, as CI would report it. */
  check(sha: string, name: string, conclusion: string | null, more?: { title?: string; summary?: string; app?: string }): Promise<void>
  status(sha: string, context: string, state: 'error' | 'failure' | 'pending' | 'success', creator?: string): Promise<void>
}

export function createRepositoryHandle(double: DoubleContext, repo: Repository): RepositoryHandle {
  const as = (login: string): Acting => ({ double, repo, actor: userOf(double.state, login), token: personal(login) })
  const store = () => {
    if (repo.store === undefined) throw new Error(`${fullName(repo)} has light data only`)
    return repo.store
  }
  const issue = (number: number): Issue => {
    const found = repo.issues.find((one) => one.number === number)
    if (found === undefined) throw new Error(`${fullName(repo)} has no #${number}`)
    return found
  }
  const pull = (number: number): PullIssue => {
    const found = pullByNumber({ repo }, number)
    if (found === undefined) throw new Error(`${fullName(repo)} has no pull request #${number}`)
    return found
  }
  const write = <T>(work: () => Promise<T>): Promise<T> =>
    double.exclusive(repo, async () => {
      const result = await work()
      double.clock.tick()
      return result
    })
  const sha = async (revision: string) => (await repo.git.resolve(revision))?.sha ?? null
  return {
    data: repo,
    directory: () => store().directory,
    head: async (branch = repo.defaultBranch) => (await repo.git.ref(`refs/heads/${branch}`))?.sha ?? null,
    async text(path, revision = `refs/heads/${repo.defaultBranch}`) {
      const found = await sha(`${revision}:${path}`)
      return found === null ? null : ((await repo.git.blob(found))?.toString() ?? null)
    },
    async mode(path, revision = `refs/heads/${repo.defaultBranch}`) {
      const folder = path.includes('/') ? path.slice(0, path.lastIndexOf('/')) : ''
      const tree = await sha(`${revision}:${folder}`)
      return tree === null ? null : ((await repo.git.tree(tree))?.find((entry) => entry.path === path.split('/').at(-1))?.mode ?? null)
    },
    branches: async () => (await repo.git.refs('refs/heads/')).map((ref) => ref.name.replace('refs/heads/', '')),
    tags: async () => (await repo.git.refs('refs/tags/')).map((ref) => ref.name.replace('refs/tags/', '')),
    async log(revision = `refs/heads/${repo.defaultBranch}`) {
      const commits = await Promise.all((await repo.git.log(revision)).map((one) => repo.git.commit(one)))
      return commits.filter((commit) => commit !== null)
    },
    push: (branch, files, options = {}) => write(() => push(as(options.author ?? repo.owner), branch, files, options)),
    deleteBranch: (branch, by = repo.owner) => write(() => deleteRef(as(by), `refs/heads/${branch}`)),
    pulls: (state) =>
      repo.issues
        .filter(isPull)
        .filter(
          (one) =>
            state === undefined || (state === 'merged' ? one.pull.mergedAt !== null : one.state === state && one.pull.mergedAt === null),
        ),
    pull,
    issue,
    close: (number, by) => write(() => changePull(as(by), pull(number), { state: 'closed' })),
    reopen: (number, by) => write(() => changePull(as(by), pull(number), { state: 'open' })),
    merge: (number, by, method = 'MERGE') =>
      write(() => mergePull(as(by), pull(number), { method, headline: null, body: null, expectedHead: null })),
    comment: (number, by, body) => write(async () => addComment(as(by), issue(number), body)),
    editIssue: (number, by, body) => write(async () => changeIssue(as(by), issue(number), { body })),
    moveToFork: (number, owner) => write(() => moveToFork(as(owner), number, owner)),
    review: (number, by, state, body = '') =>
      write(async () => {
        const { pull: data } = pull(number)
        data.reviews.push({ id: nextId(double), author: by, body, state, commit: data.headSha, submittedAt: double.clock.iso() })
        await settleAutoMerges(as(by), data.headSha)
      }),
    check: (headSha, name, conclusion, more = {}) =>
      write(async () => {
        const at = double.clock.iso()
        const id = nextId(double)
        const status = conclusion === null ? ('in_progress' as const) : ('completed' as const)
        const empty = { detailsUrl: null, externalId: null, text: null, annotations: [] }
        const times = { startedAt: at, completedAt: conclusion === null ? null : at }
        repo.checkRuns.push({
          id,
          suite: nextId(double),
          name,
          headSha,
          app: more.app ?? 'github-actions',
          status,
          conclusion,
          title: more.title ?? null,
          summary: more.summary ?? null,
          ...times,
          ...empty,
        })
        await settleAutoMerges(as(repo.owner), headSha)
      }),
    status: (headSha, context, state, creator = repo.owner) =>
      write(async () => {
        repo.statuses.push({
          id: nextId(double),
          sha: headSha,
          context,
          state,
          description: null,
          targetUrl: null,
          creator,
          createdAt: double.clock.iso(),
        })
        await settleAutoMerges(as(repo.owner), headSha)
      }),
  }
}

/** People act with all that their role allows. */
function personal(login: string): Acting['token'] {
  return { token: `(${login})`, login, kind: 'pat', permissions: {}, limits: { core: 0, graphql: 0 } }
}

async function push(
  acting: Acting,
  branch: string,
  files: Readonly<Record<string, WorldFile | null>>,
  options: { message?: string; force?: boolean; onto?: string },
): Promise<string> {
  const { repo, actor, double } = acting
  const store = repo.store
  if (store === undefined) throw new Error(`${fullName(repo)} has light data only`)
  const name = `refs/heads/${branch}`
  const old = await store.ref(name)
  const start =
    options.onto === undefined ? (old ?? (await store.ref(`refs/heads/${repo.defaultBranch}`))) : await store.resolve(options.onto)
  const parent = start === null ? null : await store.commit(start.sha)
  const tree = await writeFiles(store, parent?.tree ?? null, files)
  const by = signatureOf(actor, double.clock.iso())
  const sha = await store.writeCommit({
    tree,
    parents: parent === null ? [] : [parent.sha],
    author: by,
    committer: by,
    message: `${options.message ?? `Change ${Object.keys(files).join(', ')}`}\n`,
  })
  if (old === null && start !== null) {
    await createRef(acting, name, sha)
    return sha
  }
  await store.updateRef(name, sha, old?.sha ?? null)
  await followBranch(acting, name, old?.sha ?? '0'.repeat(40), sha)
  return sha
}

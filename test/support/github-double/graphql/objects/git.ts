import { fullName } from '../../context.ts'
import { latestRuns, latestStatuses, rollup } from '../../domain/checks.ts'
import type { CommitInfo, Ref, Signature, TreeEntry } from '../../git/store.ts'
import { nodeId } from '../../node-id.ts'
import type { Repository } from '../../state.ts'
import { connection, type PageArgs } from '../connection.ts'
import { type GraphContext, type Node, need } from '../context.ts'
import { checkRunNode, checkSuitesConnection, statusContextNode } from './checks.ts'
import { type PullArgs, pullsConnection } from './lists.ts'
import { repositoryNode } from './repositories.ts'
import { userNode } from './users.ts'

export function refNode(context: GraphContext, repo: Repository, ref: Ref): Node {
  const cut = ref.name.indexOf('/', 'refs/'.length) + 1
  return {
    __typename: 'Ref',
    id: nodeId('REF', repo.id, ref.name),
    name: ref.name.slice(cut),
    prefix: ref.name.slice(0, cut),
    repository: () => repositoryNode(context, repo),
    target: () => objectNode(context, repo, ref.sha),
    branchProtectionRule: () => protectionNode(repo, ref.name.slice(cut)),
    associatedPullRequests: (args: PullArgs) =>
      pullsConnection(context, repo, args, (issue) => `refs/heads/${issue.pull.headRef}` === ref.name),
    compare: async (args: { headRef: string }) => compareNode(context, repo, ref, args.headRef),
  }
}

function protectionNode(repo: Repository, branch: string): Node | null {
  const protection = repo.protections[branch]
  if (protection === undefined || protection.ruleset) return null
  return {
    __typename: 'BranchProtectionRule',
    pattern: branch,
    requiresStatusChecks: protection.requiredChecks.length > 0,
    requiredStatusCheckContexts: protection.requiredChecks,
    requiresApprovingReviews: protection.requiredApprovals > 0,
    requiredApprovingReviewCount: protection.requiredApprovals,
    allowsForcePushes: false,
    allowsDeletions: false,
  }
}

async function compareNode(context: GraphContext, repo: Repository, base: Ref, headRef: string): Promise<Node | null> {
  const head = (await repo.git.resolve(`refs/heads/${headRef}`)) ?? (await repo.git.resolve(headRef))
  if (head === null) return null
  const ahead = await repo.git.log(head.sha, { not: base.sha })
  const behind = await repo.git.log(base.sha, { not: head.sha })
  const status = ahead.length === 0 ? (behind.length === 0 ? 'IDENTICAL' : 'BEHIND') : behind.length === 0 ? 'AHEAD' : 'DIVERGED'
  return {
    __typename: 'Comparison',
    aheadBy: ahead.length,
    behindBy: behind.length,
    status,
    commits: (args: PageArgs) =>
      connection('commits', args, [...ahead].reverse(), async (sha) => (await objectNode(context, repo, sha)) ?? {}),
  }
}

/** The git object of a sha, as the kind that it is. */
export async function objectNode(context: GraphContext, repo: Repository, sha: string): Promise<Node | null> {
  const found = await repo.git.resolve(sha)
  if (found === null) return null
  if (found.type === 'commit') {
    const commit = await repo.git.commit(found.sha)
    return commit === null ? null : commitNode(context, repo, commit)
  }
  if (found.type === 'blob') return blobNode(context, repo, found.sha)
  if (found.type === 'tree') return treeNode(context, repo, found.sha)
  return tagNode(context, repo, found.sha)
}

function gitObject(context: GraphContext, repo: Repository, typename: string, kind: 'C' | 'T' | 'B' | 'TAG', sha: string): Node {
  return {
    __typename: typename,
    id: nodeId(kind, repo.id, sha),
    oid: sha,
    abbreviatedOid: sha.slice(0, 7),
    repository: () => repositoryNode(context, repo),
    commitUrl: `${context.urls.html}/${fullName(repo)}/commit/${sha}`,
    commitResourcePath: `/${fullName(repo)}/commit/${sha}`,
  }
}

async function blobNode(context: GraphContext, repo: Repository, sha: string): Promise<Node> {
  const body = (await repo.git.blob(sha)) ?? Buffer.alloc(0)
  const binary = body.subarray(0, 8000).includes(0)
  // GitHub cuts the text of a large blob and says so.
  const longest = 512 * 1024
  return {
    ...gitObject(context, repo, 'Blob', 'B', sha),
    byteSize: body.length,
    isBinary: binary,
    isTruncated: body.length > longest,
    text: binary ? null : body.subarray(0, longest).toString(),
  }
}

async function treeNode(context: GraphContext, repo: Repository, sha: string): Promise<Node> {
  const entries = (await repo.git.tree(sha)) ?? []
  return {
    ...gitObject(context, repo, 'Tree', 'T', sha),
    entries: () => entries.map((entry) => entryNode(context, repo, entry, entry.path)),
  }
}

function entryNode(context: GraphContext, repo: Repository, entry: TreeEntry, path: string): Node {
  return {
    __typename: 'TreeEntry',
    name: path.split('/').at(-1) ?? '',
    path,
    mode: Number.parseInt(entry.mode, 8),
    type: entry.type,
    oid: entry.sha,
    extension: () => /\.[^./]*$/.exec(path)?.[0] ?? '',
    object: () => (entry.type === 'commit' ? null : objectNode(context, repo, entry.sha)),
  }
}

async function tagNode(context: GraphContext, repo: Repository, sha: string): Promise<Node | null> {
  const tag = await repo.git.tag(sha)
  if (tag === null) return null
  return {
    ...gitObject(context, repo, 'Tag', 'TAG', sha),
    name: tag.tag,
    message: tag.message,
    tagger: personNode(context, tag.tagger),
    target: () => objectNode(context, repo, tag.object),
  }
}

function personNode(context: GraphContext, person: Signature): Node {
  const login = /^(?:\d+\+)?(.+)@users\.noreply\.github\.com$/.exec(person.email)?.[1]
  const user = context.double.state.users.find((one) => one.login === login || (one.email !== null && one.email === person.email))
  return {
    __typename: 'GitActor',
    name: person.name,
    email: person.email,
    date: person.date,
    // A Bot is no User: `GitActor.user` stays null for it.
    user: user?.type === 'User' ? userNode(context, user) : null,
  }
}

export function commitNode(context: GraphContext, repo: Repository, commit: CommitInfo): Node {
  const [headline = '', ...rest] = commit.message.split('\n')
  return {
    ...gitObject(context, repo, 'Commit', 'C', commit.sha),
    url: `${context.urls.html}/${fullName(repo)}/commit/${commit.sha}`,
    resourcePath: `/${fullName(repo)}/commit/${commit.sha}`,
    message: commit.message,
    messageHeadline: headline,
    messageBody: rest.join('\n').replace(/^\n+/, '').trimEnd(),
    committedDate: commit.committer.date,
    authoredDate: commit.author.date,
    pushedDate: null,
    author: () => personNode(context, commit.author),
    committer: () => personNode(context, commit.committer),
    tree: () => treeNode(context, repo, commit.tree),
    signature: () => (commit.verified ? signatureNode() : null),
    changedFilesIfAvailable: async () => (await repo.git.diff(commit.parents[0] ?? commit.sha, commit.sha)).length,
    parents: (args: PageArgs) => connection('parents', args, commit.parents, async (sha) => (await objectNode(context, repo, sha)) ?? {}),
    file: async (args: { path: string }) => fileNode(context, repo, commit, args.path),
    history: async (args: PageArgs & { path?: string | null; since?: string | null }) => {
      const options = { ...(args.path == null ? {} : { path: args.path }), ...(args.since == null ? {} : { since: args.since }) }
      const shas = await repo.git.log(commit.sha, options)
      return connection('history', args, shas, async (sha) => (await objectNode(context, repo, sha)) ?? {})
    },
    associatedPullRequests: (args: PullArgs) =>
      pullsConnection(context, repo, args, ({ pull }) => pull.headSha === commit.sha || pull.mergeCommit === commit.sha),
    checkSuites: (args: PageArgs) => checkSuitesConnection(context, repo, commit.sha, args),
    status: () => statusNode(context, repo, commit.sha),
    statusCheckRollup: () => rollupNode(context, repo, commit.sha),
  }
}

async function fileNode(context: GraphContext, repo: Repository, commit: CommitInfo, path: string): Promise<Node | null> {
  const slash = path.lastIndexOf('/')
  const folder = await repo.git.resolve(`${commit.sha}:${slash < 0 ? '' : path.slice(0, slash)}`)
  const entries = folder?.type === 'tree' ? await repo.git.tree(folder.sha) : null
  const found = entries?.find((entry) => entry.path === path.slice(slash + 1))
  return found === undefined ? null : entryNode(context, repo, found, path)
}

function signatureNode(): Node {
  return {
    __typename: 'GpgSignature',
    isValid: true,
    state: 'VALID',
    wasSignedByGitHub: true,
    email: 'noreply@github.com',
    payload: '',
    signature: '',
    keyId: 'B5690EEEBB952194',
  }
}

function statusNode(context: GraphContext, repo: Repository, sha: string): Node | null {
  const statuses = latestStatuses(repo, sha)
  if (statuses.length === 0) return null
  const states = statuses.map((status) => status.state.toUpperCase())
  const state = ['ERROR', 'FAILURE', 'PENDING'].find((worst) => states.includes(worst)) ?? 'SUCCESS'
  return { __typename: 'Status', state, contexts: statuses.map((status) => statusContextNode(context, status)) }
}

export function rollupNode(context: GraphContext, repo: Repository, sha: string): Node | null {
  need(context, repo, 'checks:read')
  need(context, repo, 'statuses:read')
  const state = rollup(repo, sha)
  if (state === null) return null
  return {
    __typename: 'StatusCheckRollup',
    state,
    contexts: (args: PageArgs) => {
      const nodes = [
        ...latestRuns(repo, sha).map((run) => checkRunNode(context, repo, run)),
        ...latestStatuses(repo, sha).map((status) => statusContextNode(context, status)),
      ]
      return connection('contexts', args, nodes, (node) => node)
    },
  }
}

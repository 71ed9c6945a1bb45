import { fullName } from '../../context.ts'
import type { CommitInfo, Signature } from '../../git/store.ts'
import type { Repository } from '../../state.ts'
import { connection, type PageArgs } from '../connection.ts'
import type { GraphContext, Node } from '../context.ts'
import { checkSuitesConnection } from './checks.ts'
import { entryNode, gitObject, objectNode, treeNode } from './git.ts'
import { type PullArgs, pullsConnection } from './lists.ts'
import { rollupNode, statusNode } from './rollup.ts'
import { userNode } from './users.ts'

export function personNode(context: GraphContext, person: Signature): Node {
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

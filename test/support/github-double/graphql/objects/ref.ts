import type { Ref } from '../../git/store.ts'
import { nodeId } from '../../node-id.ts'
import type { Repository } from '../../state.ts'
import { connection, type PageArgs } from '../connection.ts'
import type { GraphContext, Node } from '../context.ts'
import { objectNode } from './git.ts'
import { type PullArgs, pullsConnection } from './lists.ts'
import { repositoryNode } from './repositories.ts'

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

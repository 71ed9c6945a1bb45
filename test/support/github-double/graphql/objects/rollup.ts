import { latestRuns, latestStatuses, rollup } from '../../domain/checks.ts'
import type { Repository } from '../../state.ts'
import { connection, type PageArgs } from '../connection.ts'
import { type GraphContext, type Node, need } from '../context.ts'
import { checkRunNode, statusContextNode } from './checks.ts'

export function statusNode(context: GraphContext, repo: Repository, sha: string): Node | null {
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

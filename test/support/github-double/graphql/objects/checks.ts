import { fullName } from '../../context.ts'
import { nodeId } from '../../node-id.ts'
import type { CheckRun, CommitStatus, Repository } from '../../state.ts'
import { connection, type PageArgs } from '../connection.ts'
import { type GraphContext, type Node, need } from '../context.ts'
import { actorNode } from './users.ts'

export function checkRunNode(context: GraphContext, repo: Repository, run: CheckRun): Node {
  const url = `${context.urls.html}/${fullName(repo)}/runs/${run.id}`
  return {
    __typename: 'CheckRun',
    id: nodeId('CR', run.id),
    databaseId: run.id,
    name: run.name,
    status: run.status.toUpperCase(),
    conclusion: run.conclusion?.toUpperCase() ?? null,
    startedAt: run.startedAt,
    completedAt: run.completedAt,
    detailsUrl: run.detailsUrl,
    externalId: run.externalId,
    title: run.title,
    summary: run.summary,
    text: run.text,
    url,
    permalink: url,
    isRequired: () => Object.values(repo.protections).some((protection) => protection.requiredChecks.includes(run.name)),
    checkSuite: () => checkSuiteNode(context, repo, run.suite),
  }
}

function checkSuiteNode(context: GraphContext, repo: Repository, suite: number): Node {
  const runs = repo.checkRuns.filter((run) => run.suite === suite)
  const done = runs.every((run) => run.status === 'completed')
  const bad = runs.find((run) => run.conclusion !== null && !['success', 'neutral', 'skipped'].includes(run.conclusion))
  return {
    __typename: 'CheckSuite',
    id: nodeId('CS', suite),
    databaseId: suite,
    status: done ? 'COMPLETED' : 'IN_PROGRESS',
    conclusion: done ? (bad?.conclusion ?? 'success').toUpperCase() : null,
    app: { __typename: 'App', slug: runs[0]?.app ?? 'github-actions', name: runs[0]?.app ?? 'github-actions', databaseId: 15368 },
    workflowRun: null,
    checkRuns: (args: PageArgs) => connection('checkRuns', args, runs, (run) => checkRunNode(context, repo, run)),
  }
}

export function checkSuitesConnection(context: GraphContext, repo: Repository, sha: string, args: PageArgs): Node {
  need(context, repo, 'checks:read')
  const suites = [...new Set(repo.checkRuns.filter((run) => run.headSha === sha).map((run) => run.suite))]
  return connection('checkSuites', args, suites, (suite) => checkSuiteNode(context, repo, suite))
}

export function statusContextNode(context: GraphContext, status: CommitStatus): Node {
  return {
    __typename: 'StatusContext',
    id: nodeId('SC', status.id),
    context: status.context,
    state: status.state.toUpperCase(),
    description: status.description,
    targetUrl: status.targetUrl,
    createdAt: status.createdAt,
    creator: actorNode(context, status.creator),
    isRequired: () => false,
  }
}

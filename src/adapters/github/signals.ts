import type { Signals } from '../../ports/signals.ts'
import { attempting, ownerAndName, statusOf } from './attempt.ts'
import type { Client } from './client.ts'
import { protectedChecks, ruledChecks } from './required-checks.ts'

const READ_CHECKS = { doing: 'Reading checks', needs: 'checks: read' }
const READ_ACTIONS = { doing: 'Reading workflow runs', needs: 'actions: read' }
const READ_DEPLOYMENTS = { doing: 'Reading deployments', needs: 'deployments: read' }
const RUN_AGAIN = { doing: 'Running failed jobs again', needs: 'actions: write' }
const ISSUES = { doing: 'Opening an issue', needs: 'issues: write' }

/** Of one environment, no more than are ever asked about: those since the merge and the last one before. */
const MOST_DEPLOYMENTS = 30

/** What GitHub knows of a commit's health: check runs, commit statuses, workflow runs and deployments (REST). */
export function githubSignals(client: Client, repository: string): Signals {
  const at = ownerAndName(repository)
  const attempt = attempting(repository)
  return {
    history: (commit, count) =>
      attempt({ doing: 'Reading commits', needs: 'contents: read' }, async () => {
        const { data } = await client.rest.repos.listCommits({ ...at, sha: commit, per_page: Math.min(100, count * 4) })
        return firstParents(
          data.map((one) => ({ sha: one.sha, parent: one.parents[0]?.sha })),
          commit,
          count,
        )
      }),
    readings: async (commit) => {
      const [checks, statuses, runs] = await Promise.all([
        attempt(READ_CHECKS, () => client.paginate(client.rest.checks.listForRef, { ...at, ref: commit, filter: 'all', per_page: 100 })),
        attempt({ doing: 'Reading commit statuses', needs: 'statuses: read' }, () =>
          client.paginate(client.rest.repos.listCommitStatusesForRef, { ...at, ref: commit, per_page: 100 }),
        ),
        attempt(READ_ACTIONS, () =>
          client.paginate(client.rest.actions.listWorkflowRunsForRepo, { ...at, head_sha: commit, per_page: 100 }),
        ),
      ])
      return {
        checks: checks
          .map((one) => ({
            id: one.id,
            name: one.name,
            status: one.status,
            conclusion: one.conclusion,
            url: one.html_url,
            completedAt: one.completed_at === null ? null : Date.parse(one.completed_at),
            suite: one.check_suite?.id ?? 0,
          }))
          .sort((a, b) => a.id - b.id),
        statuses: statuses
          .map((one) => ({ name: one.context, state: one.state, url: one.target_url, at: Date.parse(one.created_at) }))
          .reverse(),
        runs: runs
          .map((one) => ({
            id: one.id,
            name: one.name ?? one.path,
            file: one.path,
            status: one.status ?? 'queued',
            conclusion: one.conclusion,
            attempt: one.run_attempt ?? 1,
            url: one.html_url,
            updatedAt: Date.parse(one.updated_at),
            suite: one.check_suite_id ?? null,
          }))
          .sort((a, b) => a.id - b.id),
      }
    },
    deployments: (environment) =>
      attempt(READ_DEPLOYMENTS, async () => {
        const { data } = await client.rest.repos.listDeployments({ ...at, environment, per_page: MOST_DEPLOYMENTS })
        return Promise.all(
          data.map(async (one) => {
            const { data: statuses } = await client.rest.repos.listDeploymentStatuses({ ...at, deployment_id: one.id, per_page: 1 })
            const [last] = statuses
            return {
              commit: one.sha,
              state: last?.state ?? 'pending',
              url: last?.log_url ?? last?.target_url ?? null,
              at: Date.parse(last?.created_at ?? one.created_at),
            }
          }),
        )
      }),
    requiredChecks: async (branch) => [
      ...new Set([
        ...(await seenOrNone(client.rest.repos.getBranch({ ...at, branch }), protectedChecks)),
        ...(await seenOrNone(client.rest.repos.getBranchRules({ ...at, branch, per_page: 100 }), ruledChecks)),
      ]),
    ],
    runAgain: async (run) => {
      try {
        await client.rest.actions.reRunWorkflowFailedJobs({ ...at, run_id: run })
        return true
      } catch (error) {
        const status = statusOf(error)
        // Running already, or too old to be run again.
        if ((status === 403 && !/not accessible|permission/i.test(String(error))) || status === 409 || status === 422) return false
        return attempt(RUN_AGAIN, () => Promise.reject(error))
      }
    },
    labelledIssue: (label) =>
      attempt({ doing: 'Reading issues', needs: 'issues: read' }, async () => {
        const { data } = await client.rest.issues.listForRepo({ ...at, labels: label, state: 'open', per_page: 10 })
        const [found] = data.filter((issue) => issue.pull_request === undefined)
        return found === undefined ? null : { number: found.number, url: found.html_url }
      }),
    tell: ({ key, title, body, labels }) =>
      attempt(ISSUES, async () => {
        const mark = `<!-- pinwarden-told: ${key.replaceAll('--', '-')} -->`
        const search = { ...at, labels: labels.join(','), state: 'open' as const, per_page: 100 }
        const told = async () =>
          (await client.paginate(client.rest.issues.listForRepo, search)).filter((issue) => issue.body?.includes(mark) === true)
        const [same] = await told()
        if (same !== undefined) return { number: same.number, url: same.html_url, made: false }
        const { data } = await client.rest.issues.create({ ...at, title, body: `${body}\n\n${mark}\n`, labels: [...labels] })
        // Another run may have told it between our look and our word: the older one stays.
        const older = (await told()).find((issue) => issue.number < data.number)
        if (older === undefined) return { number: data.number, url: data.html_url, made: true }
        await client.rest.issues.update({ ...at, issue_number: data.number, state: 'closed', state_reason: 'not_planned' })
        return { number: older.number, url: older.html_url, made: false }
      }),
  }
}

function firstParents(commits: readonly { sha: string; parent: string | undefined }[], from: string, count: number): string[] {
  const parents = new Map(commits.map((one) => [one.sha, one.parent]))
  const line: string[] = []
  for (let next: string | undefined = from; next !== undefined && parents.has(next) && line.length < count; next = parents.get(next))
    line.push(next)
  return line
}

/** Branch protection is hidden from tokens without administration rights; then only rulesets tell. */
/** What cannot be seen requires nothing: a token without the right to, or an older Enterprise Server that knows no rulesets. */
async function seenOrNone<T>(asking: Promise<{ data: T }>, names: (data: T) => string[]): Promise<string[]> {
  try {
    return names((await asking).data)
  } catch (error) {
    if (statusOf(error) === 404 || statusOf(error) === 403) return []
    throw error
  }
}

import { createHmac, randomUUID } from 'node:crypto'
import { type Acting, userOf } from './context.ts'
import { isPull } from './domain/pull-lifecycle.ts'
import type { GitHubDouble } from './index.ts'
import { checkRunShape } from './rest/shapes/checks.ts'
import { commentShape, issueShape, type Shaping } from './rest/shapes/issues.ts'
import { fullPull } from './rest/shapes/pulls.ts'
import { fullRepository } from './rest/shapes/repositories.ts'
import { loginShape } from './rest/shapes/users.ts'
import type { Repository } from './state.ts'

/** What happened, in the words of webhooks; the double fills in the rest. */
export type EventSpec =
  | { event: 'pull_request'; action: string; number: number; sender: string }
  | { event: 'issues'; action: string; number: number; sender: string }
  | { event: 'issue_comment'; action: 'created' | 'edited' | 'deleted'; number: number; comment: number; sender: string }
  | { event: 'push'; branch: string; before: string; after: string; sender: string }
  | { event: 'check_run'; action: string; id: number; sender: string }
  | { event: 'workflow_dispatch'; inputs: Readonly<Record<string, unknown>>; ref: string; workflow: string; sender: string }
  | { event: 'repository'; action: string; changes?: Readonly<Record<string, unknown>>; sender: string }
  /** Those of an App's installation; the repository is one of the owner whose installation it is. */
  | { event: 'installation'; action: string; sender: string }
  | { event: 'installation_repositories'; action: 'added' | 'removed'; sender: string }
  | { event: 'schedule'; schedule: string }

/** Payload of a webhook, or of the event file that a workflow's step finds, about the double's present state. */
export async function eventPayload(double: GitHubDouble, nameWithOwner: string, spec: EventSpec): Promise<Record<string, unknown>> {
  const repo = double.repository(nameWithOwner).data
  const urls = { rest: double.restUrl, html: double.url, graphql: double.graphqlUrl, upload: double.uploadUrl }
  const shaping: Shaping = { double: double.context, urls, repo }
  const sender = spec.event === 'schedule' ? 'github-actions[bot]' : spec.sender
  return {
    ...(await own(shaping, spec)),
    repository: fullRepository(double.context, urls, repo, null),
    sender: loginShape(double.context, urls, sender),
    ...(double.state.app === undefined
      ? {}
      : { installation: { id: userOf(double.state, repo.owner).id, node_id: 'MDIzOkludGVncmF0aW9uSW5zdGFsbGF0aW9u' } }),
  }
}

async function own(shaping: Shaping, spec: EventSpec): Promise<Record<string, unknown>> {
  const { repo } = shaping
  switch (spec.event) {
    case 'pull_request': {
      const issue = issueOf(shaping, spec.number)
      if (!isPull(issue)) throw new Error(`#${spec.number} is no pull request`)
      return { action: spec.action, number: issue.number, pull_request: await fullPull(shaping, issue) }
    }
    case 'issues':
      return { action: spec.action, issue: issueShape(shaping, issueOf(shaping, spec.number)) }
    case 'issue_comment': {
      const issue = issueOf(shaping, spec.number)
      const comment = issue.comments.find((one) => one.id === spec.comment)
      if (comment === undefined) throw new Error(`#${spec.number} has no comment ${spec.comment}`)
      return { action: spec.action, issue: issueShape(shaping, issue), comment: commentShape(shaping, issue, comment) }
    }
    case 'push':
      return push(shaping, spec)
    case 'check_run': {
      const run = repo.checkRuns.find((one) => one.id === spec.id)
      if (run === undefined) throw new Error(`there is no check run ${spec.id}`)
      return { action: spec.action, check_run: checkRunShape(shaping, run) }
    }
    case 'repository':
      return { action: spec.action, ...(spec.changes === undefined ? {} : { changes: spec.changes }) }
    case 'installation':
      return { action: spec.action, repositories: [briefly(repo)] }
    case 'installation_repositories': {
      const [none, one] = [[], [briefly(repo)]]
      const [added, removed] = spec.action === 'added' ? [one, none] : [none, one]
      return { action: spec.action, repository_selection: 'selected', repositories_added: added, repositories_removed: removed }
    }
    case 'workflow_dispatch':
      return { inputs: spec.inputs, ref: spec.ref, workflow: `.github/workflows/${spec.workflow}` }
    default:
      return { schedule: spec.schedule }
  }
}

function briefly(repo: Repository) {
  return { id: repo.id, name: repo.name, full_name: `${repo.owner}/${repo.name}`, private: repo.private }
}

function issueOf({ repo }: { repo: Repository }, number: number) {
  const issue = repo.issues.find((one) => one.number === number)
  if (issue === undefined) throw new Error(`${repo.owner}/${repo.name} has no #${number}`)
  return issue
}

const zero = '0'.repeat(40)

async function push(
  { repo, urls }: Pick<Acting, 'repo'> & Shaping,
  spec: { branch: string; before: string; after: string; sender: string },
): Promise<Record<string, unknown>> {
  const { before, after, branch } = spec
  const shas =
    after === zero ? [] : await repo.git.log(after, before === zero ? { limit: 20, reverse: true } : { not: before, reverse: true })
  const commits = await Promise.all(
    shas.map(async (sha) => {
      const commit = await repo.git.commit(sha)
      const files = await repo.git.diff(commit?.parents[0] ?? sha, sha)
      const paths = (status: string) => files.filter((file) => file.status === status).map((file) => file.path)
      return {
        id: sha,
        tree_id: commit?.tree,
        message: commit?.message,
        timestamp: commit?.committer.date,
        author: commit?.author,
        committer: commit?.committer,
        added: paths('added'),
        removed: paths('removed'),
        modified: paths('modified'),
        url: `${urls.html}/${repo.owner}/${repo.name}/commit/${sha}`,
      }
    }),
  )
  return {
    ref: `refs/heads/${branch}`,
    before,
    after,
    created: before === zero,
    deleted: after === zero,
    forced: false,
    commits,
    head_commit: commits.at(-1) ?? null,
    pusher: { name: spec.sender },
  }
}

export interface Delivery {
  url: string
  secret: string
  event: string
  payload: unknown
  /** The same id again is a redelivery. */
  id?: string
}

/** Sends a webhook as GitHub does, signed over the very bytes. */
export function deliverWebhook({ url, secret, event, payload, id = randomUUID() }: Delivery): Promise<Response> {
  const body = JSON.stringify(payload)
  const signature = createHmac('sha256', secret).update(body).digest('hex')
  const headers = {
    'content-type': 'application/json',
    'user-agent': 'GitHub-Hookshot/double',
    'x-github-delivery': id,
    'x-github-event': event,
    'x-hub-signature-256': `sha256=${signature}`,
  }
  return fetch(url, { method: 'POST', body, headers })
}

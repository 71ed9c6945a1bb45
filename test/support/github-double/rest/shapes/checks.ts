import { fullName } from '../../context.ts'
import { isPull } from '../../domain/pull-lifecycle.ts'
import type { CommitInfo } from '../../git/store.ts'
import { nodeId } from '../../node-id.ts'
import type { CheckRun, CommitStatus } from '../../state.ts'
import type { Shaping } from './issues.ts'
import { minimalRepository, repositoryUrl } from './repositories.ts'
import { loginShape } from './users.ts'

/** `integration`: the App behind a check. */
export function appShape({ double, urls }: Shaping, slug: string): Record<string, unknown> {
  const at = '2020-01-01T00:00:00Z'
  return {
    id: slug === 'github-actions' ? 15368 : 90001,
    slug,
    node_id: `A_kwDO${Buffer.from(slug).toString('base64url')}`,
    owner: loginShape(double, urls, 'github'),
    name: slug,
    description: '',
    external_url: `${urls.html}/apps/${slug}`,
    html_url: `${urls.html}/apps/${slug}`,
    created_at: at,
    updated_at: at,
    permissions: { checks: 'write', metadata: 'read' },
    events: [],
  }
}

export function checkRunShape(shaping: Shaping, run: CheckRun): Record<string, unknown> {
  const { urls, repo } = shaping
  const api = repositoryUrl(urls, repo)
  const url = `${api}/check-runs/${run.id}`
  const html = `${urls.html}/${fullName(repo)}/runs/${run.id}`
  const own = { id: repo.id, url: api, name: repo.name }
  const pulls = repo.issues.filter(isPull).filter((issue) => issue.pull.headSha === run.headSha && issue.state === 'open')
  return {
    id: run.id,
    name: run.name,
    node_id: nodeId('CR', run.id),
    head_sha: run.headSha,
    external_id: run.externalId ?? '',
    url,
    html_url: html,
    details_url: run.detailsUrl ?? html,
    status: run.status,
    conclusion: run.conclusion,
    started_at: run.startedAt,
    completed_at: run.completedAt,
    output: {
      title: run.title,
      summary: run.summary,
      text: run.text,
      annotations_count: run.annotations.length,
      annotations_url: `${url}/annotations`,
    },
    check_suite: { id: run.suite },
    app: appShape(shaping, run.app),
    pull_requests: pulls.map((issue) => ({
      id: issue.id,
      number: issue.number,
      url: `${api}/pulls/${issue.number}`,
      head: { ref: issue.pull.headRef, sha: issue.pull.headSha, repo: own },
      base: { ref: issue.pull.baseRef, sha: issue.pull.baseSha, repo: own },
    })),
  }
}

/** `check-suite`: the runs of one app for one commit. */
export function suiteShape(shaping: Shaping, id: number, commit: CommitInfo): Record<string, unknown> {
  const { double, urls, repo } = shaping
  const runs = repo.checkRuns.filter((run) => run.suite === id)
  const done = runs.every((run) => run.status === 'completed')
  const bad = runs.find((run) => !['success', 'neutral', 'skipped'].includes(run.conclusion ?? 'success'))
  const url = `${repositoryUrl(urls, repo)}/check-suites/${id}`
  const person = ({ name, email }: { name: string; email: string }) => ({ name, email })
  return {
    id,
    node_id: nodeId('CS', id),
    head_branch: repo.issues.find((issue) => issue.pull?.headSha === commit.sha)?.pull?.headRef ?? repo.defaultBranch,
    head_sha: commit.sha,
    status: done ? 'completed' : 'in_progress',
    conclusion: done ? (bad?.conclusion ?? 'success') : null,
    url,
    before: commit.parents[0] ?? null,
    after: commit.sha,
    pull_requests: [],
    app: appShape(shaping, runs[0]?.app ?? 'github-actions'),
    repository: minimalRepository(double, urls, repo),
    created_at: runs[0]?.startedAt ?? null,
    updated_at: runs.at(-1)?.completedAt ?? runs.at(-1)?.startedAt ?? null,
    head_commit: {
      id: commit.sha,
      tree_id: commit.tree,
      message: commit.message,
      timestamp: commit.committer.date,
      author: person(commit.author),
      committer: person(commit.committer),
    },
    latest_check_runs_count: runs.length,
    check_runs_url: `${url}/check-runs`,
  }
}

export function statusShape({ double, urls, repo }: Shaping, status: CommitStatus): Record<string, unknown> {
  return {
    url: `${repositoryUrl(urls, repo)}/statuses/${status.sha}`,
    avatar_url: `${urls.html}/avatars/${encodeURIComponent(status.creator)}`,
    id: status.id,
    node_id: nodeId('SC', status.id),
    state: status.state,
    description: status.description,
    target_url: status.targetUrl,
    context: status.context,
    created_at: status.createdAt,
    updated_at: status.createdAt,
    creator: loginShape(double, urls, status.creator),
  }
}

import type { Annotation, Check, Verdicts } from '../../ports/reviews.ts'
import { attempting, ownerAndName } from './attempt.ts'
import type { Client } from './client.ts'

type Repo = { owner: string; repo: string }

/** GitHub takes no more in one request and adds those of later ones: https://docs.github.com/en/rest/checks/runs#update-a-check-run */
const PER_REQUEST = 50
const LONGEST_DESCRIPTION = 140

/** Check runs and commit statuses of a repository on GitHub. */
export function githubVerdicts(client: Client, repository: string): Verdicts {
  const repo = ownerAndName(repository)
  const attempt = attempting(repository)
  return {
    check: (check) => attempt({ doing: `Posting the check “${check.name}”`, needs: 'checks: write' }, () => postCheck(client, repo, check)),
    status: (status) =>
      attempt({ doing: `Posting the status “${status.name}”`, needs: 'statuses: write' }, async () => {
        const { name: context, commit, conclusion } = status
        // GitHub has no neutral status; what has nothing against it is a success.
        const state = conclusion === 'failure' ? ('failure' as const) : ('success' as const)
        const description = cut(status.description, LONGEST_DESCRIPTION)
        const { data } = await client.rest.repos.getCombinedStatusForRef({ ...repo, ref: commit, per_page: 100 })
        if (data.statuses.some((one) => one.context === context && one.state === state && one.description === description))
          return 'unchanged'
        await client.rest.repos.createCommitStatus({ ...repo, sha: commit, state, context, description })
        return 'posted'
      }),
  }
}

/**
 * A new run each time that something else is to be said: annotations are only ever added to a run, never taken away, and the last run of a
 * name counts. One that was cut before its end stays unfinished, and the next run posts another.
 */
async function postCheck(client: Client, repo: Repo, check: Check): Promise<'posted' | 'unchanged'> {
  const { data } = await client.rest.checks.listForRef({
    ...repo,
    ref: check.commit,
    check_name: check.name,
    filter: 'latest',
    per_page: 10,
  })
  if (data.check_runs.some((run) => run.external_id === check.key && run.status === 'completed')) return 'unchanged'
  const lots = inLots(check.annotations)
  const output = { title: check.title, summary: check.summary }
  const ended = { status: 'completed' as const, conclusion: check.conclusion, external_id: check.key }
  const run = await client.rest.checks.create({
    ...repo,
    name: check.name,
    head_sha: check.commit,
    ...(lots.length > 1 ? { status: 'in_progress' as const } : ended),
    output: { ...output, annotations: (lots[0] ?? []).map(annotationOf) },
  })
  for (const [index, lot] of lots.slice(1).entries()) {
    const last = index === lots.length - 2
    await client.rest.checks.update({
      ...repo,
      check_run_id: run.data.id,
      ...(last ? ended : {}),
      output: { ...output, annotations: lot.map(annotationOf) },
    })
  }
  return 'posted'
}

function inLots(annotations: readonly Annotation[]): Annotation[][] {
  return Array.from({ length: Math.ceil(annotations.length / PER_REQUEST) }, (_, index) =>
    annotations.slice(index * PER_REQUEST, (index + 1) * PER_REQUEST),
  )
}

function annotationOf({ path, line, level, title, message }: Annotation) {
  return { path, start_line: line, end_line: line, annotation_level: level, title: cut(title, 255), message: cut(message, 16_000) }
}

function cut(text: string, max: number): string {
  return text.length <= max ? text : `${text.slice(0, max - 1).replace(/[\ud800-\udbff]$/, '')}…`
}

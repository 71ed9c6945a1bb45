import { type Problem, ProblemError } from '../../core/model/problems.ts'
import { ForgeConflict } from '../../ports/forge.ts'
import { isSecondaryLimit } from './client.ts'
import { OutOfPatience } from './pace.ts'

/** What we wanted to do, in words, and the permission that it takes. */
export interface Purpose {
  doing: string
  /** As a job's `permissions:` names it. */
  needs: string
  /** Whether files under `.github/workflows` are written, which takes a permission of its own. */
  workflows?: boolean
  /** What a rule would have to let through, where it is not branches of proposals. */
  exempt?: string
}

interface GitHubFailure {
  name?: string
  status?: number
  message: string
  response?: { headers?: Record<string, string | number | undefined>; data?: unknown }
  errors?: readonly { type?: string; message: string }[]
}

/** A GitHub failure as the person's problem, a race, or (rethrown) our own bug. */
export function translate(error: unknown, repository: string, purpose: Purpose): Error {
  if (error instanceof OutOfPatience) return new ProblemError([outOfPatience(error, purpose)])
  if (!isFailure(error)) return error instanceof Error ? error : new Error(String(error))
  if (error instanceof ProblemError || error instanceof ForgeConflict) return error
  const message = error.errors?.map((one) => one.message).join('; ') ?? error.message
  if (error.errors?.some((one) => one.type === 'STALE_DATA') || /Expected branch to point to/i.test(message)) {
    return new ForgeConflict(`${purpose.doing}: the branch changed meanwhile`)
  }
  const problem = explain(error, message, repository, purpose)
  return problem === null ? new Error(`${purpose.doing}: ${message}`) : new ProblemError([problem])
}

/** What was done is done and kept: only time is missing. */
function outOfPatience(error: OutOfPatience, purpose: Purpose): Problem {
  const minutes = Math.max(1, Math.ceil(error.wait / 60_000))
  return {
    code: 'rate-limited',
    message: `${purpose.doing}: GitHub’s rate limit is used up for ${minutes} minute${minutes === 1 ? '' : 's'}, longer than this run may wait (${error.message.replace(/\.$/, '')}).`,
    help: 'What was done is kept, and the next run continues. A GitHub App’s token has a higher limit than GITHUB_TOKEN.',
  }
}

function explain(error: GitHubFailure, message: string, repository: string, purpose: Purpose): Problem | null {
  const status = error.status ?? 0
  const types = new Set(error.errors?.map((one) => one.type))
  if (status === 401) {
    return {
      code: 'token-invalid',
      message: `GitHub does not accept the token (${message}).`,
      help: 'Give a valid token: input `token` of the Action, or GITHUB_TOKEN.',
    }
  }
  if (isSecondaryLimit({ status, message }) || types.has('RATE_LIMITED') || status === 429 || isPrimaryLimit(error, message)) {
    return {
      code: 'rate-limited',
      message: `${purpose.doing}: GitHub’s rate limit is used up${resetText(error)}.`,
      help: 'Run again later; a GitHub App token has a higher limit than GITHUB_TOKEN.',
    }
  }
  if (/not permitted to create or approve pull requests/i.test(message)) {
    return {
      code: 'permission-missing',
      message: `${purpose.doing}: GitHub Actions may not create pull requests in ${repository}.`,
      help: 'Tick “Allow GitHub Actions to create and approve pull requests” under Settings → Actions → General, or give the token of a GitHub App.',
    }
  }
  if (/workflow/i.test(message) && /permission|scope/i.test(message)) {
    return workflowsProblem(purpose)
  }
  if (purpose.workflows === true && (status === 403 || types.has('FORBIDDEN') || types.has('INSUFFICIENT_SCOPES')))
    return workflowsProblem(purpose)
  if (status === 403 || types.has('FORBIDDEN') || types.has('INSUFFICIENT_SCOPES')) return forbidden(error, message, repository, purpose)
  if (status === 404 || types.has('NOT_FOUND')) {
    return {
      code: 'repository-unknown',
      message: `${purpose.doing}: GitHub knows no ${repository}, or the token may not see it.`,
      help: 'Check the name, and that the token may read the repository.',
    }
  }
  if (/issues (has|have|are) (been )?disabled/i.test(message) || status === 410) return issuesDisabled(repository, purpose)
  if (/GH013|rule violations|protected branch|force-push to this branch/i.test(message)) return refusedByRule(message, purpose)
  if (/no history in common/i.test(message)) return noHistory(message, purpose)
  if (status >= 500 || (status === 0 && error.errors === undefined)) {
    return {
      code: 'upstream-failed',
      message: `${purpose.doing}: GitHub did not answer (${status === 0 ? message : `status ${status}`}).`,
      help: 'Run again; what was done is kept and nothing is doubled.',
    }
  }
  return { code: 'forge-refused', message: `${purpose.doing}: GitHub refuses it (${message}).` }
}

function issuesDisabled(repository: string, purpose: Purpose): Problem {
  return {
    code: 'issues-disabled',
    message: `${purpose.doing}: issues are switched off in ${repository}.`,
    help: 'Switch them on under Settings → General → Features, or do without what needs them; pull requests do not.',
  }
}

/** Rulesets answer with GH013 over git, with the sentence alone over the API. Trying again does not help. */
function refusedByRule(message: string, purpose: Purpose): Problem {
  const what = purpose.exempt ?? 'branches under `pinwarden/`'
  const said = message.replace(/\s+/g, ' ').replace(/[. ]+$/, '')
  const signed = /verified signature|must be signed|unsigned/i.test(message)
  return {
    code: 'ruleset-refused',
    message: `${purpose.doing}: a ruleset or branch protection refuses it (${said}).`,
    help: signed
      ? `Commits are signed by GitHub where the token is an App’s or a workflow’s: give one, or exempt ${what} from the rule.`
      : `Exempt ${what} from the rule, or let Pinwarden’s App bypass it.`,
  }
}

function noHistory(message: string, purpose: Purpose): Problem {
  return {
    code: 'no-common-history',
    message: `${purpose.doing}: the branch has no commit in common with its base (${message.replace(/[. ]+$/, '')}).`,
    help: 'The base branch was written anew. Delete the branches under `pinwarden/`; the next run makes them again.',
  }
}

/** The forge's own words for it are the same as for any other missing permission. */
function workflowsProblem(purpose: Purpose): Problem {
  return {
    code: 'permission-missing',
    message: `${purpose.doing}: the token may not change files under .github/workflows.`,
    help: 'GITHUB_TOKEN never may. Give the token of a GitHub App with the `workflows: write` permission, or take the pin out of the registry.',
  }
}

function forbidden(error: GitHubFailure, message: string, repository: string, purpose: Purpose): Problem {
  if (/archived|read-only/i.test(message)) {
    return {
      code: 'repository-archived',
      message: `${purpose.doing}: ${repository} is archived and cannot be changed.`,
      help: 'Unarchive it, or stop running Pinwarden on it.',
    }
  }
  const accepted = error.response?.headers?.['x-accepted-github-permissions']
  const needs = typeof accepted === 'string' && accepted !== '' ? accepted.replaceAll('=', ': ').replaceAll('_', '-') : purpose.needs
  return {
    code: 'permission-missing',
    message: `${purpose.doing}: the token may not do this in ${repository} (${message}).`,
    help: `It needs \`${needs}\`: add it under \`permissions:\` of the job, or give a token that has it.`,
  }
}

function isPrimaryLimit(error: GitHubFailure, message: string): boolean {
  return (
    error.status === 403 && (String(error.response?.headers?.['x-ratelimit-remaining']) === '0' || /API rate limit exceeded/i.test(message))
  )
}

function resetText(error: GitHubFailure): string {
  const reset = Number(error.response?.headers?.['x-ratelimit-reset'])
  return Number.isFinite(reset) && reset > 0 ? ` until ${new Date(reset * 1000).toISOString().slice(0, 16).replace('T', ' ')} UTC` : ''
}

function isFailure(error: unknown): error is GitHubFailure & Error {
  return (
    error instanceof Error &&
    ('status' in error ||
      'errors' in error ||
      error instanceof ProblemError ||
      error instanceof ForgeConflict ||
      /fetch failed|socket|ECONN/i.test(error.message))
  )
}

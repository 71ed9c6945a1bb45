import { allowed, refusalFor } from '../access.ts'
import { notFound, RestError } from '../errors.ts'
import type { Issue } from '../state.ts'
import type { RestCall } from './router.ts'

export const needsForIssue = ['issues:write', 'pull_requests:write']

/** @throws RestError 404 */
export function issueOf(call: RestCall): Issue {
  const issue = call.repo.issues.find((one) => one.number === Number(call.path['issue_number']))
  if (issue === undefined) throw notFound()
  return issue
}

/**
 * The description says that either permission will do. Reports differ on whether `issues: write` is enough for a pull request, so the double
 * asks the stricter: `pull_requests: write` for a pull request, `issues: write` for an issue. @throws RestError 403
 */
export function requireIssuePermission({ token, repo }: RestCall, issue: Issue): void {
  const need = issue.pull === undefined ? 'issues:write' : 'pull_requests:write'
  if (!allowed(token, repo, [need])) throw new RestError(403, refusalFor(token))
}

/**
 * The catalogue of what can be wrong in a way that the *user* must act on. Anything else is either a value
 * (expected, per item: an unresolved component, a held candidate, an unknown finding) or our own bug (a plain `Error`).
 */

/** Where a problem is, as editors count: line and column from 1. */
export interface Place {
  file: string
  line?: number
  column?: number
}

/** Exit status of the CLI and, in words, of the Action: SPEC section 15. */
export const EXIT = { ok: 0, findings: 1, usage: 2, upstream: 3, bug: 70 } as const

/** Each code with the exit status that it stands for. Codes are stable: scripts compare them, never messages. */
export const PROBLEM_CODES = {
  'registry-missing': EXIT.usage,
  'registry-syntax': EXIT.usage,
  'registry-invalid': EXIT.usage,
  'registry-refused': EXIT.usage,
  usage: EXIT.usage,
  'unknown-component': EXIT.usage,
  'unknown-environment': EXIT.usage,
  'pin-missing': EXIT.findings,
  'pin-ambiguous': EXIT.findings,
  'pin-refused': EXIT.findings,
  'pin-drift': EXIT.findings,
  'file-changed': EXIT.findings,
  'ledger-broken': EXIT.findings,
  'versions-disagree': EXIT.findings,
  'version-missing': EXIT.findings,
  'version-invalid': EXIT.usage,
  'version-exists': EXIT.usage,
  'branch-unmapped': EXIT.usage,
  'branch-protected': EXIT.usage,
  'tag-burned': EXIT.usage,
  'asset-missing': EXIT.usage,
  'release-altered': EXIT.findings,
  'history-incomplete': EXIT.usage,
  'token-missing': EXIT.usage,
  'token-invalid': EXIT.usage,
  'permission-missing': EXIT.usage,
  'repository-unknown': EXIT.usage,
  'repository-renamed': EXIT.ok,
  'repository-archived': EXIT.usage,
  'issues-disabled': EXIT.usage,
  'branch-in-the-way': EXIT.usage,
  'ruleset-refused': EXIT.usage,
  'no-common-history': EXIT.usage,
  'repository-dirty': EXIT.usage,
  'not-a-repository': EXIT.usage,
  'forge-refused': EXIT.upstream,
  'rate-limited': EXIT.upstream,
  'upstream-failed': EXIT.upstream,
  'insecure-url': EXIT.usage,
  'recording-invalid': EXIT.usage,
  'batch-invalid': EXIT.usage,
} as const satisfies Record<string, number>

export type ProblemCode = keyof typeof PROBLEM_CODES

/** One thing that a person must mend: what was wrong, where, what was expected and what to do. */
export interface Problem {
  code: ProblemCode
  /** What is wrong, one sentence, with the value found and what was expected. */
  message: string
  at?: Place
  /** Path inside a document, for example `components.redis.strategy`. */
  path?: string
  /** What to do about it, one sentence. */
  help?: string
  /** A page that explains more. */
  url?: string
  severity?: 'error' | 'warning'
}

/** Thrown once for all the problems of one step, never one by one. The message is fit for a person. */
export class ProblemError extends Error {
  readonly problems: readonly Problem[]
  constructor(problems: readonly Problem[]) {
    super(problems.map(formatProblem).join('\n'))
    this.name = 'ProblemError'
    this.problems = problems
  }
}

/** Throws one problem. */
export function fail(code: ProblemCode, message: string, more: Omit<Problem, 'code' | 'message'> = {}): never {
  throw new ProblemError([{ code, message, ...more }])
}

/** `versions.yaml:12:5: components.redis.strategy: … Help.` */
export function formatProblem(problem: Problem): string {
  const place = problem.at === undefined ? '' : `${formatPlace(problem.at)}: `
  const path = problem.path === undefined ? '' : `${problem.path}: `
  const help = problem.help === undefined ? '' : ` ${problem.help}`
  return `${place}${path}${problem.message}${help}`
}

export function formatPlace(at: Place): string {
  return [at.file, at.line, at.column].filter((part) => part !== undefined).join(':')
}

/** A pull request of anybody, as far as a review needs it. */
export interface ReviewedPull {
  number: number
  url: string
  author: string
  state: 'open' | 'closed' | 'merged'
  title: string
  /** Whether its head lies in another repository. */
  fork: boolean
}

/** Two commits to compare, and what lies between them. */
export interface ReviewedChange {
  /** The branch that the change is for, as it stands now: its policy counts. */
  base: { branch: string | null; commit: string }
  /** Where the change began: what differs from there is the change's own. */
  mergeBase: string
  head: { branch: string | null; commit: string }
  /** Paths that differ between merge base and head, former names of renamed files too; null where there are more than can be listed. */
  files: readonly string[] | null
  /** Null where a range was asked for. */
  pull: ReviewedPull | null
}

/** What is to be reviewed. `base` and `head` are branches, tags or commits; absent: the base branch and what is checked out. */
export type ReviewSubject = { pull: number } | { base?: string; head?: string }

export const CONCLUSIONS = ['success', 'failure', 'neutral'] as const
export type Conclusion = (typeof CONCLUSIONS)[number]

/** A remark on lines of a file. Plain text. */
export interface Annotation {
  path: string
  line: number
  level: 'failure' | 'warning' | 'notice'
  title: string
  message: string
}

/** A check run as it should be. */
export interface Check {
  name: string
  commit: string
  conclusion: Conclusion
  /** Names the content: a run with the same key says the same. */
  key: string
  title: string
  /** Markdown, at most 65,535 bytes. */
  summary: string
  annotations: readonly Annotation[]
}

/** Reads changes to judge them; nothing of them is ever checked out or run. */
export interface Reviews {
  /** @throws ProblemError `repository-unknown` where there is no such pull request or commit */
  change(subject: ReviewSubject): Promise<ReviewedChange>
}

/** Where verdicts on commits are posted. */
export interface Verdicts {
  /**
   * Posts a check run; none where the last of the name says the same. Annotations go in lots of fifty, for the forge takes no more at once.
   * @throws ProblemError `permission-missing` where the token may not, also because it is no app's
   */
  check(check: Check): Promise<'posted' | 'unchanged'>
  /** A commit status, where check runs cannot be. `description` is cut to what the forge takes. */
  status(status: { name: string; commit: string; conclusion: Conclusion; description: string }): Promise<'posted' | 'unchanged'>
}

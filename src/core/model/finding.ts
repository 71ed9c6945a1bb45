import type { Risk } from './component.ts'
import type { Instant } from './instant.ts'

export const VERDICTS = ['pass', 'warn', 'fail', 'unknown'] as const
export type Verdict = (typeof VERDICTS)[number]

/** What a breaking item touches (SPEC section 7). */
export const BREAKING_KINDS = ['api', 'config', 'behaviour', 'removal', 'requirement', 'data'] as const
export type BreakingKind = (typeof BREAKING_KINDS)[number]

/** What a reviewer can check: the words as upstream wrote them, and where. */
export interface Evidence {
  /** Verbatim. */
  quote: string
  url?: string
  version?: string
  kind?: BreakingKind
  /** What the words were taken for: `something is removed`. */
  why?: string
}

/** One observation of a safety check. */
export interface Finding {
  check: string
  verdict: Verdict
  /** What was seen, one sentence. */
  summary: string
  /** How much risk this finding alone makes; absent where it makes none. */
  risk?: Risk
  evidence: readonly Evidence[]
}

/** Checks that somebody wanted left out. They are `unknown`, so nothing is approved without a person. */
export interface SkippedChecks {
  /** Ids, in the order of the checks. */
  checks: readonly string[]
  /** In their words, one line. */
  reason: string
}

export const DECISIONS = ['auto-approve', 'recommend', 'manual', 'hold', 'reject'] as const
export type Decision = (typeof DECISIONS)[number]

/** A sentence that says why, with the check that it comes from. */
export interface Reason {
  text: string
  check?: string
}

/** The outcome of the two tables of SPEC section 7. */
export interface Judgement {
  risk: Risk
  riskReasons: readonly Reason[]
  decision: Decision
  decisionReasons: readonly Reason[]
  /** For `hold`: when it ends, where that is known. */
  until?: Instant
}

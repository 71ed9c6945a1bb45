import type { BreakingKind } from '../../model/finding.ts'

/** Kinds of evidence; how much one counts depends on the section that it stands in (`weights.ts`). */
export type Family =
  | 'explicit'
  | 'support'
  | 'platform'
  | 'floor'
  | 'removal'
  | 'rename'
  | 'default'
  | 'loss'
  | 'restriction'
  | 'swap'
  | 'signature'
  | 'action'
  | 'data'

/** What one rule saw in one clause. */
export interface Evidence {
  family: Family
  /** Short phrase for the reader of the finding. */
  why: string
  kind: BreakingKind
  /** 1 alone decides in a neutral place. */
  weight: number
  /** Set for a floor that is stated, not said to be new: it may repeat what older releases said. */
  stated?: boolean
}

/** A rule that is one pattern: found, and not said in a way that takes it back. */
export interface PatternRule extends Evidence {
  find: RegExp
  /** Where this matches the clause too, the rule does not hold. */
  unless?: RegExp
}

/** Evidence of those of the rules that hold for a clause. */
export function hold(rules: readonly PatternRule[], clause: string): Evidence[] {
  return rules
    .filter((rule) => rule.find.test(clause) && !(rule.unless?.test(clause) ?? false))
    .map(({ family, why, kind, weight, stated }) => (stated ? { family, why, kind, weight, stated } : { family, why, kind, weight }))
}

import type { BreakingKind } from '../../model/finding.ts'
import type { Phrase } from '../phrases/phrase.ts'
import { sieve } from '../phrases/sieve.ts'

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
  find: Phrase
  /** Where this matches the clause too, the rule does not hold. */
  unless?: Phrase
}

/** Asks a clause for evidence of those of the rules that hold for it, in their order. */
export function holding(rules: readonly PatternRule[]): (clause: string) => Evidence[] {
  const found = sieve(rules.map(({ find }) => find))
  return (clause) => {
    const held = found(clause).flatMap((index) => rules[index] ?? [])
    return held
      .filter(({ unless }) => !(unless?.test(clause) ?? false))
      .map(({ family, why, kind, weight, stated }) => (stated ? { family, why, kind, weight, stated } : { family, why, kind, weight }))
  }
}

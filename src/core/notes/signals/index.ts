import { PLATFORM, pattern } from '../language/lexicon.ts'
import { ACTION_RULES } from './action.ts'
import { BY_DEFAULT_RULES } from './by-default.ts'
import { DATA_RULES } from './data.ts'
import { DEFAULT_RULES } from './defaults.ts'
import { DUTY_RULES } from './duty.ts'
import { FLOOR_RULES } from './floor.ts'
import { LOSS_RULES } from './loss.ts'
import { OTHERWISE_RULES } from './otherwise.ts'
import { removals } from './removal.ts'
import { RENAME_RULES } from './rename.ts'
import { RESTRICTION_RULES } from './restriction.ts'
import { type Evidence, holding, type PatternRule } from './rule.ts'
import { SIGNATURE_RULES } from './signature.ts'
import { STATED_RULES } from './stated.ts'
import { SUPPORT_RULES } from './support.ts'
import { SWAP_RULES } from './swap.ts'

/** All rules that are patterns, by what they look for. */
export const PATTERN_RULES: readonly PatternRule[] = [
  ...SUPPORT_RULES,
  ...FLOOR_RULES,
  ...RENAME_RULES,
  ...DEFAULT_RULES,
  ...BY_DEFAULT_RULES,
  ...LOSS_RULES,
  ...RESTRICTION_RULES,
  ...DUTY_RULES,
  ...SIGNATURE_RULES,
  ...SWAP_RULES,
  ...OTHERWISE_RULES,
  ...STATED_RULES,
  ...ACTION_RULES,
  ...DATA_RULES,
]

const evidenceOf = holding(PATTERN_RULES)

const SUPPORTED = pattern('(?:^| )(?:supported|required|requires?|needs?|only)(?:[ ,.;:]|$)')
/** `Bump the minimum version of foo`, where foo is no platform: most often a dependency that users never see. */
const OF_DEPENDENCY = 0.45

const RUNTIME = pattern(`(?:^| )(?:${PLATFORM})(?:[ ,.;:/+']|$)`)

/** What one clause says in favour of a break. Empty for most. */
export function evidenceIn(clause: string): Evidence[] {
  const found = [...removals(clause), ...evidenceOf(clause)].map((evidence) => ofDependency(evidence, clause))
  if (!found.some(({ family }) => family === 'support' || family === 'floor') || !RUNTIME.test(clause)) return found
  return found.map((evidence) =>
    evidence.family === 'support' || evidence.family === 'floor' ? { ...evidence, family: 'platform' } : evidence,
  )
}

function ofDependency(evidence: Evidence, clause: string): Evidence {
  if (evidence.family !== 'floor' || evidence.stated === true || RUNTIME.test(clause) || SUPPORTED.test(clause)) return evidence
  return { ...evidence, weight: evidence.weight * OF_DEPENDENCY }
}

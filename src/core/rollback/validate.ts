import { sentenceList } from '../proposals/title.ts'
import type { RollbackFacts, VulnerabilityView } from './facts.ts'
import { OUTCOMES } from './outcome.ts'
import { count, type Refusal, RULES } from './rules.ts'

/** What the table comes to: the first outcome that decides, those that were overridden on the way, and what a reviewer should know. */
export interface RollbackVerdict {
  stop: Refusal | null
  overridden: readonly Refusal[]
  warnings: readonly string[]
  /** Whether the target never ran here. */
  unproven: boolean
}

/** Pure: the first row that applies decides, unless `--force` lifts it. */
export function validateRollback(facts: RollbackFacts): RollbackVerdict {
  const overridden: Refusal[] = []
  const rest = { warnings: warningsOf(facts), unproven: facts.target !== null && !facts.target.proven }
  for (const rule of RULES) {
    const refusal = rule(facts)
    if (refusal === null) continue
    if (!OUTCOMES[refusal.code].forced || !facts.wish.force) return { stop: refusal, overridden, ...rest }
    overridden.push(refusal)
  }
  return { stop: null, overridden, ...rest }
}

function warningsOf({ target, upstream, vulnerabilities, migrations, current }: RollbackFacts): string[] {
  if (target === null) return []
  const open = (list: VulnerabilityView['introduced']) => sentenceList(list.map((one) => `${one.id} (${one.severity})`))
  const lesser = vulnerabilities.introduced.filter((one) => one.severity !== 'high' && one.severity !== 'critical')
  return [
    ...(target.proven ? [] : [`${target.version} never ran here, so nothing proves that it works.`]),
    ...(upstream.state === 'unknown' ? [`Whether upstream still has ${target.version} could not be found out: ${upstream.why}.`] : []),
    ...(lesser.length === 0 ? [] : [`${target.version} is affected by ${open(lesser)}, and ${current} is not.`]),
    ...(vulnerabilities.stillOpen.length === 0
      ? []
      : [`${target.version} is affected by ${open(vulnerabilities.stillOpen)}, as ${current} is.`]),
    ...(vulnerabilities.missing === null ? [] : [`Advisories of ${target.version} are not known: ${vulnerabilities.missing}.`]),
    ...(migrations.files > 0 && migrations.reversible === undefined
      ? [`${count(migrations.files, 'migration')} came after ${target.version}, and the registry does not say that they can be undone.`]
      : []),
  ]
}

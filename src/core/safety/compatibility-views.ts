import type { Step } from '../model/upgrade.ts'
import type { CompatibilityRule } from '../registry/resolved.ts'
import type { Versioning } from '../versioning/contract.ts'
import type { CompatibilityView } from './evidence.ts'

/** A component as a rule sees it: its version after the step, and the scheme that reads it. */
export interface Standing {
  version: string | null
  versioning: Versioning
}

/**
 * Every rule that touches the step's component, with everything as it stands after the step and those that travel with it.
 * A rule for certain versions of a component says nothing about others.
 */
export function compatibilityViews(
  step: Pick<Step, 'component'>,
  rules: readonly CompatibilityRule[],
  standing: (component: string) => Standing | undefined,
): CompatibilityView[] {
  return rules.flatMap((rule) => {
    if (!applies(rule, standing)) return []
    return Object.entries(rule.requires)
      .filter(([other]) => rule.component === step.component || other === step.component)
      .map(([other, range]) => view(rule, other, range, standing(other)))
  })
}

function applies({ component, versions }: CompatibilityRule, standing: (component: string) => Standing | undefined): boolean {
  if (versions === undefined) return true
  const at = standing(component)
  const parsed = at?.version == null ? null : at.versioning.parse(at.version)
  return parsed !== null && at?.versioning.range(versions)?.(parsed) === true
}

function view(rule: CompatibilityRule, other: string, range: string, at: Standing | undefined): CompatibilityView {
  const parsed = at?.version == null ? null : at.versioning.parse(at.version)
  const test = at?.versioning.range(range)
  const verdict = parsed === null || test == null ? 'unknown' : test(parsed) ? 'holds' : 'broken'
  return {
    component: rule.component,
    other,
    range,
    version: at?.version ?? null,
    verdict,
    ...(rule.level === undefined ? {} : { level: rule.level }),
    ...(rule.reason === undefined ? {} : { reason: rule.reason }),
  }
}

import type { Finding, SkippedChecks } from '../model/finding.ts'
import type { Instant } from '../model/instant.ts'
import type { FixedAdvisory, Step, Upgrade } from '../model/upgrade.ts'
import type { Policy } from '../registry/resolved.ts'
import { closing } from '../resolution/phrases.ts'
import { checks } from './checks/index.ts'
import { decide } from './decision.ts'
import type { Evidence } from './evidence.ts'
import { assessRisk } from './risk.ts'
import { firstDue, withDeadline } from './security-deadline.ts'

/** When a step is judged, and what somebody wanted left out. */
export interface Occasion {
  now: Instant
  skipped?: SkippedChecks
}

/** Runs every check that the policy asks for on one step, then the two tables. Pure: the same evidence gives the same upgrade. */
export function judge(step: Step, evidence: Evidence, policy: Policy, { now, skipped }: Occasion): Upgrade {
  const left = (id: string) => skipped?.checks.includes(id) === true
  const findings: Finding[] = checks
    .filter((check) => isAsked(check.id, policy))
    .flatMap((check) => (left(check.id) ? [notMade(check.id, skipped?.reason ?? '')] : check.run(step, evidence, now)))
  const { risk, reasons: riskReasons } = assessRisk(step, evidence.component.category, findings)
  const { decision, reasons: decisionReasons } = decide(step, risk, findings, evidence.component, policy)
  const fixes = policy.safety.securityAdvisoryCheck && !left('advisories') ? fixedAdvisories(evidence.advisories, policy) : []
  const due = firstDue(fixes)
  return {
    ...step,
    findings,
    ...(fixes.length > 0 && { fixes }),
    ...(due !== null && { due }),
    ...(skipped !== undefined && { skipped }),
    judgement: { risk, riskReasons, decision, decisionReasons },
  }
}

/** Nobody has looked, and somebody wanted it so. */
function notMade(check: string, reason: string): Finding {
  return { check, verdict: 'unknown', risk: 'medium', summary: `Not checked, by request: ${closing(reason)}`, evidence: [] }
}

/** The switches of `safety:`. What is switched off is not run and not shown; nothing is approved for it. */
function isAsked(check: string, policy: Policy): boolean {
  if (check === 'compatibility') return policy.safety.compatibilityCheck
  if (check === 'breaking-changes') return policy.safety.breakingChangeDetection
  if (check === 'advisories') return policy.safety.securityAdvisoryCheck
  return true
}

function fixedAdvisories(advisories: Evidence['advisories'], { securitySla }: Policy): FixedAdvisory[] {
  return advisories.state === 'known' ? advisories.step.fixed.map((one) => withDeadline(one, securitySla)) : []
}

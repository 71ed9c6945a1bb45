import type { Finding } from '../model/finding.ts'
import type { Instant } from '../model/instant.ts'
import type { FixedAdvisory, Step, Upgrade } from '../model/upgrade.ts'
import type { Policy } from '../registry/resolved.ts'
import { checks } from './checks/index.ts'
import { decide } from './decision.ts'
import type { Evidence } from './evidence.ts'
import { assessRisk } from './risk.ts'
import { firstDue, withDeadline } from './security-deadline.ts'

/** Runs every check that the policy asks for on one step, then the two tables. Pure: the same evidence gives the same upgrade. */
export function judge(step: Step, evidence: Evidence, policy: Policy, now: Instant): Upgrade {
  const findings: Finding[] = checks.filter((check) => isAsked(check.id, policy)).flatMap((check) => check.run(step, evidence, now))
  const { risk, reasons: riskReasons } = assessRisk(step, evidence.component.category, findings)
  const { decision, reasons: decisionReasons } = decide(step, risk, findings, evidence.component, policy)
  const fixes = policy.safety.securityAdvisoryCheck ? fixedAdvisories(evidence.advisories, policy) : []
  const due = firstDue(fixes)
  return {
    ...step,
    findings,
    ...(fixes.length > 0 && { fixes }),
    ...(due !== null && { due }),
    judgement: { risk, riskReasons, decision, decisionReasons },
  }
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

import type { Category, Risk } from '../model/component.ts'
import { RISKS } from '../model/component.ts'
import type { Finding, Reason } from '../model/finding.ts'
import type { Step } from '../model/upgrade.ts'

/**
 * The risk table of SPEC section 7: the highest level that applies, each with its reason.
 * Findings carry the level that they make by themselves; only rows that combine several facts stand here.
 */
export function assessRisk(step: Step, category: Category, findings: readonly Finding[]): { risk: Risk; reasons: Reason[] } {
  const made: { risk: Risk; reason: Reason }[] = findings.flatMap((finding) =>
    finding.risk === undefined || isRemark(finding)
      ? []
      : [{ risk: finding.risk, reason: { text: finding.summary, check: finding.check } }],
  )
  if (category === 'critical' && step.distance === 'minor') {
    made.push({ risk: 'medium', reason: { text: `${step.component} is in category critical and this is a minor step.` } })
  }
  if (findings.some((finding) => finding.verdict === 'unknown')) {
    // A check that could not run never leaves a step at low: nobody has looked.
    made.push(
      ...findings
        .filter((f) => f.verdict === 'unknown' && f.risk === undefined)
        .map((f) => ({ risk: 'medium' as const, reason: { text: f.summary, check: f.check } })),
    )
  }
  const risk = RISKS[Math.max(0, ...made.map((one) => RISKS.indexOf(one.risk)))] ?? 'low'
  return { risk, reasons: made.filter((one) => one.risk === risk).map((one) => one.reason) }
}

/** What is not known and makes no risk is worth a line, and no reason. */
function isRemark({ verdict, risk }: Finding): boolean {
  return verdict === 'unknown' && risk === 'low'
}

import type { Risk } from '../model/component.ts'
import type { Decision, Finding, Reason } from '../model/finding.ts'
import type { Step } from '../model/upgrade.ts'
import type { Policy, ResolvedComponent } from '../registry/resolved.ts'

/**
 * The decision table of SPEC section 7, first row that applies:
 * incompatible → reject; target vulnerable → reject, unless the step strictly removes advisories: then manual; high → manual; a check that
 * did not run → never auto-approve; low or medium that the policy approves → auto-approve; else recommend.
 */
export function decide(
  step: Step,
  risk: Risk,
  findings: readonly Finding[],
  component: ResolvedComponent,
  policy: Policy,
): { decision: Decision; reasons: Reason[] } {
  const incompatible = findings.filter((finding) => finding.check === 'compatibility' && finding.verdict === 'fail')
  if (incompatible.length > 0) return { decision: 'reject', reasons: incompatible.map(reasonOf) }
  const advisories = findings.filter((finding) => finding.check === 'advisories')
  const vulnerable = advisories.filter((finding) => finding.verdict === 'fail')
  if (vulnerable.length > 0) return { decision: 'reject', reasons: vulnerable.map(reasonOf) }
  const improved = advisories.filter((finding) => finding.verdict === 'warn')
  if (improved.length > 0) return { decision: 'manual', reasons: improved.map(reasonOf) }
  if (risk === 'high') return { decision: 'manual', reasons: [{ text: 'High risk is decided by a person.' }] }
  if (step.lane === 'major' && component.upgrade.requireManualApprovalForMajor) {
    return { decision: 'manual', reasons: [{ text: '`upgrade.require_manual_approval_for_major` is set.' }] }
  }
  const unknown = findings.filter(isDoubt)
  if (unknown.length > 0)
    return {
      decision: 'recommend',
      reasons: [{ text: 'A check could not be made, so nothing is approved automatically.' }, ...unknown.map(reasonOf)],
    }
  const refusal = whyNotAutomatic(step, risk, component, policy)
  if (refusal !== null) return { decision: 'recommend', reasons: [{ text: refusal }] }
  return { decision: 'auto-approve', reasons: [{ text: `The policy approves ${risk} risk automatically.` }] }
}

function whyNotAutomatic(step: Step, risk: Risk, component: ResolvedComponent, policy: Policy): string | null {
  const { autoUpgrade } = policy.safety
  if (!autoUpgrade.enabled) return 'Automatic approval is not enabled (`safety.auto_upgrade.enabled`).'
  if (autoUpgrade.excludeComponents.includes(step.component))
    return 'The component is excluded from automatic approval (`safety.auto_upgrade.exclude_components`).'
  if (!component.upgrade.autoUpgradeEnabled)
    return 'The component does not take part in automatic approval (`upgrade.auto_upgrade_enabled`).'
  if (!autoUpgrade.allowedRiskLevels.includes(risk))
    return `The policy approves only ${autoUpgrade.allowedRiskLevels.join(' and ') || 'no'} risk automatically (\`safety.auto_upgrade.allowed_risk_levels\`).`
  if (!component.upgrade.allowedRiskLevels.includes(risk))
    return `The component approves only ${component.upgrade.allowedRiskLevels.join(' and ') || 'no'} risk automatically (\`upgrade.allowed_risk_levels\`).`
  return null
}

function reasonOf(finding: Finding): Reason {
  return { text: finding.summary, check: finding.check }
}

/** What is not known and makes no risk is said, and is no doubt: nobody failed to look. */
function isDoubt({ verdict, risk }: Finding): boolean {
  return verdict === 'unknown' && risk !== 'low'
}

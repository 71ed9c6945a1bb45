import { RISKS, type Risk } from '../model/component.ts'
import type { Label } from '../model/proposal.ts'
import type { Upgrade } from '../model/upgrade.ts'

const RISK_COLORS: Record<Risk, string> = { low: '0e8a16', medium: 'fbca04', high: 'd93f0b' }

/** Labels of a proposal (SPEC section 10), each with the colour and description that it gets where it is missing. */
export function labelsFor(upgrades: readonly Upgrade[]): Label[] {
  const risk = highestRisk(upgrades)
  const labels: Label[] = [
    { name: 'pinwarden', color: '1d76db', description: 'Opened by Pinwarden' },
    { name: `risk: ${risk}`, color: RISK_COLORS[risk], description: `Pinwarden rates this step ${risk} risk` },
  ]
  if (upgrades.some((upgrade) => upgrade.findings.some((finding) => finding.check === 'breaking-changes' && finding.verdict === 'fail'))) {
    labels.push({ name: 'breaking', color: 'b60205', description: 'Upstream names a breaking change on this step' })
  }
  if (upgrades.some((upgrade) => (upgrade.fixes ?? []).length > 0)) {
    labels.push({ name: 'security', color: 'ee0701', description: 'Fixes a published vulnerability' })
  }
  for (const environment of unique(upgrades.flatMap((upgrade) => upgrade.environment ?? []))) {
    labels.push({ name: cut(`env: ${environment}`), color: 'bfdadc', description: 'Environment that the proposal changes' })
  }
  for (const component of unique(upgrades.map((upgrade) => upgrade.component))) {
    labels.push({ name: cut(`component: ${component}`), color: 'c5def5', description: 'Component that the proposal changes' })
  }
  return labels
}

export function highestRisk(upgrades: readonly Upgrade[]): Risk {
  return RISKS[Math.max(...upgrades.map((upgrade) => RISKS.indexOf(upgrade.judgement.risk)))] ?? 'low'
}

/** Labels that Pinwarden gives and takes; others belong to people and stay. */
export function isOurLabel(name: string): boolean {
  return name === 'pinwarden' || name === 'breaking' || name === 'security' || /^(risk|env|component): /.test(name)
}

/** GitHub refuses label names of more than 50 characters. */
function cut(name: string): string {
  return name.length <= 50 ? name : `${name.slice(0, 49)}…`
}

function unique(values: readonly string[]): string[] {
  return [...new Set(values)].sort()
}

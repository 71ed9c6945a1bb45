import type { Label } from '../model/proposal.ts'
import type { ReviewReport } from './report.ts'

const COLORS = { low: '0e8a16', medium: 'fbca04', high: 'd93f0b' } as const
const MOST_COMPONENTS = 10

/** Labels for a pull request of somebody else: those of our own proposals without the one that says it is ours. */
export function reviewLabels(report: ReviewReport): Label[] {
  const labels: Label[] = []
  const steps = report.moves.flatMap((move) => move.upgrade ?? [])
  if (report.risk !== null) {
    labels.push({ name: `risk: ${report.risk}`, color: COLORS[report.risk], description: `Pinwarden rates this step ${report.risk} risk` })
  }
  if (steps.some((step) => step.findings.some((one) => one.check === 'breaking-changes' && one.verdict === 'fail'))) {
    labels.push({ name: 'breaking', color: 'b60205', description: 'Upstream names a breaking change on this step' })
  }
  if (steps.some((step) => (step.fixes ?? []).length > 0)) {
    labels.push({ name: 'security', color: 'ee0701', description: 'Fixes a published vulnerability' })
  }
  const environments = unique(report.moves.flatMap((move) => move.environment ?? []))
  const components = unique(report.moves.map((move) => move.component))
  return [
    ...labels,
    ...environments.map((name) => ({ name: cut(`env: ${name}`), color: 'bfdadc', description: 'Environment that the proposal changes' })),
    // A change of everything is not found by the name of one.
    ...(components.length > MOST_COMPONENTS ? [] : components).map((name) => ({
      name: cut(`component: ${name}`),
      color: 'c5def5',
      description: 'Component that the proposal changes',
    })),
  ]
}

/** GitHub refuses label names of more than 50 characters. */
function cut(name: string): string {
  return name.length <= 50 ? name : `${name.slice(0, 49)}…`
}

function unique(values: readonly string[]): string[] {
  return [...new Set(values)].sort()
}

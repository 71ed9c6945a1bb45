import { EXIT } from '../core/model/problems.ts'
import type { Report } from '../core/reports/report.ts'

const LEVELS: readonly string[] = ['low', 'medium', 'high']

/** What could not be resolved shows in the status (3), what a person must mend does (1), upgrades do where `failOn` asks for it. */
export function exitStatus(report: Report, failOn: string): number {
  const upstream = report.problems.some((problem) => problem.code === 'upstream-failed' || problem.code === 'rate-limited')
  if (report.unresolved.length > 0 || upstream) return EXIT.upstream
  if (report.problems.some((problem) => problem.severity === 'error')) return EXIT.findings
  return failsOn(report, failOn) ? EXIT.findings : EXIT.ok
}

function failsOn(report: Report, failOn: string): boolean {
  if (failOn === 'none') return false
  if (failOn === 'findings') return report.upgrades.length > 0 || report.held.length > 0
  return report.upgrades.some((one) => LEVELS.indexOf(one.risk) >= LEVELS.indexOf(failOn))
}

import type { Risk } from '../model/component.ts'
import type { Decision } from '../model/finding.ts'
import { plainLine } from '../text/sanitize.ts'
import type { Paint, Reporter } from './contract.ts'
import { costOf } from './cost.ts'
import { fixText, openRows } from './open-advisories.ts'
import type { Report } from './report.ts'
import { textTable } from './text-table.ts'

const RISK_STYLE = { low: 'green', medium: 'yellow', high: 'red' } as const satisfies Record<Risk, string>
const DECISION_STYLE = {
  'auto-approve': 'green',
  recommend: 'cyan',
  manual: 'yellow',
  hold: 'yellow',
  reject: 'red',
} as const satisfies Record<Decision, string>

/** For people at a terminal; the same text without colour goes into a pipe. */
export const terminal: Reporter = {
  id: 'terminal',
  render(report, paint) {
    const sections = [
      skipped(report, paint),
      upgrades(report, paint),
      proposals(report, paint),
      held(report, paint),
      open(report, paint),
      unresolved(report, paint),
      problems(report, paint),
      summary(report, paint),
    ]
    return `${sections.filter((section) => section !== '').join('\n\n')}\n`
  },
}

function skipped({ skipped_checks: skipped }: Report, paint: Paint): string {
  if (skipped === undefined) return ''
  return `${paint('yellow', 'Not checked, by request')}: ${skipped.checks.join(', ')}. Reason: ${plainLine(skipped.reason)}`
}

function upgrades(report: Report, paint: Paint): string {
  if (report.upgrades.length === 0) return ''
  const rows = report.upgrades.map((upgrade) => [
    nameOf(upgrade),
    upgrade.from,
    paint('bold', upgrade.to),
    upgrade.distance,
    paint(RISK_STYLE[upgrade.risk], upgrade.risk),
    paint(DECISION_STYLE[upgrade.decision], upgrade.decision),
    plainLine(`${fixText(upgrade, report.generated_at)}${upgrade.risk_reasons[0]?.text ?? ''}`),
  ])
  return section(paint, 'Upgrades', [
    ['COMPONENT', 'CURRENT', 'TARGET', 'STEP', 'RISK', 'DECISION', 'WHY'].map((head) => paint('dim', head)),
    ...rows,
  ])
}

function proposals(report: Report, paint: Paint): string {
  if (report.proposals.length === 0) return ''
  const rows = report.proposals.map((proposal) => [
    proposal.action,
    proposal.number === null ? proposal.branch : `#${proposal.number}`,
    plainLine(proposal.title),
    paint(RISK_STYLE[proposal.risk], proposal.risk),
    paint('dim', plainLine(proposal.note ?? proposal.url ?? '')),
  ])
  return section(paint, 'Proposals', rows)
}

function held(report: Report, paint: Paint): string {
  if (report.held.length === 0) return ''
  const rows = report.held.map((one) => [
    nameOf(one),
    one.version,
    paint(DECISION_STYLE[one.decision], one.decision),
    plainLine(heldReason(one)),
  ])
  return section(paint, 'Held back', rows)
}

/** Why, and when or by what it ends: a date says it all where there is one. */
export function heldReason(one: Report['held'][number]): string {
  if (one.until !== undefined) return `${one.reason} Until ${one.until.slice(0, 16).replace('T', ' ')} UTC.`
  return one.frees === undefined ? one.reason : `${one.reason} Frees it: ${one.frees}`
}

function open(report: Report, paint: Paint): string {
  const rows = openRows(report).map((row) => [nameOf(row), row.current, paint('red', row.what), row.why])
  return rows.length === 0 ? '' : section(paint, 'Open advisories', rows)
}

function unresolved(report: Report, paint: Paint): string {
  if (report.unresolved.length === 0) return ''
  return section(
    paint,
    'Unresolved',
    report.unresolved.map((one) => [nameOf(one), paint('red', one.cause.code), plainLine(one.cause.message)]),
  )
}

function problems(report: Report, paint: Paint): string {
  if (report.problems.length === 0) return ''
  return `${paint('bold', 'Problems')}\n${report.problems.map((problem) => `  ${problemLine(problem, paint)}`).join('\n')}`
}

/** `versions.yaml:12:5: error: components.redis: … Help.` */
export function problemLine(problem: Report['problems'][number], paint: Paint): string {
  const place = [problem.file, problem.line, problem.column].filter((part) => part !== undefined).join(':')
  const severity = paint(problem.severity === 'error' ? 'red' : 'yellow', problem.severity)
  const parts = [place, severity, problem.path, plainLine(problem.message)].filter((part) => part !== undefined && part !== '')
  return `${parts.join(': ')}${problem.help === undefined ? '' : ` ${paint('dim', plainLine(problem.help))}`}`
}

function summary(report: Report, paint: Paint): string {
  const count = (number: number, noun: string) => `${number} ${noun}${number === 1 ? '' : 's'}`
  const current = report.components.filter((component) => component.status === 'up-to-date').length
  const parts = [
    count(report.components.length, 'component'),
    `${current} up to date`,
    count(report.upgrades.length, 'upgrade'),
    ...(report.held.length > 0 ? [`${report.held.length} held back`] : []),
    ...(report.unresolved.length > 0 ? [paint('red', `${report.unresolved.length} unresolved`)] : []),
    ...(report.problems.length > 0 ? [paint('red', count(report.problems.length, 'problem'))] : []),
  ]
  return `${parts.join(', ')}. ${paint('dim', costOf(report.statistics))}`
}

function section(paint: Paint, title: string, rows: readonly (readonly string[])[]): string {
  return `${paint('bold', title)}\n${textTable(rows, '  ')}`
}

function nameOf(row: { component: string; environment: string | null }): string {
  return row.environment === null ? row.component : `${row.component} (${row.environment})`
}

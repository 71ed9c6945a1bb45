import type { Paint } from '../reports/contract.ts'
import { problemLine } from '../reports/terminal.ts'
import { textTable } from '../reports/text-table.ts'
import { plainLine } from '../text/sanitize.ts'
import type { ReviewReport } from './report.ts'

const CONCLUSION = { success: 'green', failure: 'red', neutral: 'dim' } as const
const LEVEL = { failure: 'red', warning: 'yellow', notice: 'dim' } as const
const RISK = { low: 'green', medium: 'yellow', high: 'red' } as const

/** For people at a terminal; the same text without colour goes into a pipe. */
export function reviewTerminal(report: ReviewReport, paint: Paint): string {
  const sections = [
    moveTable(report, paint),
    concernList(report, paint),
    listOf(
      'Mistakes that the change brings',
      report.problems.map((one) => problemLine(one, paint)),
      paint,
    ),
    listOf('Settings that the change alters', report.settings.map(plainLine), paint),
    listOf('Notes', report.notices.map(plainLine), paint),
    listOf(
      'Posted',
      report.posted.map((one) => `${one.done ? paint('green', one.what) : paint('yellow', one.what)}: ${plainLine(one.note ?? '')}`),
      paint,
    ),
    `${paint(CONCLUSION[report.conclusion], report.conclusion)}: ${plainLine(report.title)}.`,
  ]
  return `${sections.filter((section) => section !== '').join('\n\n')}\n`
}

function moveTable({ moves }: ReviewReport, paint: Paint): string {
  if (moves.length === 0) return ''
  const heads = ['COMPONENT', 'FROM', 'TO', 'STEP', 'RISK', 'WHY'].map((head) => paint('dim', head))
  const rows = moves.map(({ component, environment, from, to, kind, upgrade }) => [
    environment === null ? component : `${component} (${environment})`,
    plainLine(from ?? ''),
    paint('bold', plainLine(to ?? '')),
    upgrade?.distance ?? kind,
    upgrade === null ? '' : paint(RISK[upgrade.risk], upgrade.risk),
    plainLine(upgrade?.risk_reasons[0]?.text ?? ''),
  ])
  return `${paint('bold', 'Versions')}\n${textTable([heads, ...rows], '  ')}`
}

function concernList({ moves }: ReviewReport, paint: Paint): string {
  const lines = moves.flatMap((move) =>
    move.concerns.map((one) => `${paint(LEVEL[one.level], one.level)}: ${move.component}: ${one.code}: ${plainLine(one.text)}`),
  )
  return listOf('Against it', lines, paint)
}

function listOf(title: string, lines: readonly string[], paint: Paint): string {
  return lines.length === 0 ? '' : `${paint('bold', title)}\n${lines.map((line) => `  ${line}`).join('\n')}`
}

import type { Report } from '../reports/report.ts'
import { plural } from '../resolution/phrases.ts'
import { capText, codeSpan, tableCell } from '../text/sanitize.ts'
import type { Room } from './contract.ts'

type Row = Report['components'][number]

/** All components, a folded table for each environment: current, offered, state. */
export function componentTables(report: Report, room: Room): string {
  const environments = Map.groupBy(report.components, (one) => one.environment)
  const tables = [...environments]
    .sort(([a], [b]) => ((a ?? '') < (b ?? '') ? -1 : 1))
    .map(([environment, rows]) => tableOf(environment, rows, report, room))
  return tables.length === 0 ? '' : ['## All components', ...tables].join('\n\n')
}

function tableOf(environment: string | null, rows: readonly Row[], report: Report, room: Room): string {
  const current = rows.filter((row) => row.status === 'up-to-date')
  const shown = room.table === 'all' ? rows : rows.filter((row) => row.status !== 'up-to-date')
  const lines = shown.slice(0, room.rows).map((row) => {
    const cells = [codeSpan(row.component), textOf(row.current), textOf(offeredTo(row, report)), STATES[row.status]]
    return `| ${cells.join(' | ')} |`
  })
  const left = shown.length - lines.length
  const head = `${environment === null ? 'base' : tableCell(environment)}: ${plural(rows.length, 'component')}, ${current.length} up to date`
  const hidden = [
    ...(room.table === 'changing' && current.length > 0 ? [`${current.length} that are up to date are left out.`] : []),
    ...(left > 0 ? [`${left} more do not fit; the job summary of the last run has all.`] : []),
  ]
  const table = lines.length === 0 ? [] : ['| Component | Current | Offered | State |', '| --- | --- | --- | --- |', ...lines]
  return [`<details><summary>${head}</summary>`, '', ...table, ...(hidden.length > 0 ? ['', hidden.join(' ')] : []), '', '</details>'].join(
    '\n',
  )
}

const STATES: Record<Row['status'], string> = {
  'up-to-date': 'up to date',
  upgrade: 'upgrade',
  held: 'held back',
  unresolved: 'unresolved',
  problem: 'pin not found',
}

/** What is proposed; else the newest there is. */
function offeredTo(row: Row, report: Report): string | null {
  const own = report.upgrades.filter((one) => one.component === row.component && one.environment === row.environment)
  if (own.length > 0) return own.map((one) => one.to).join(', ')
  return row.newest === row.current ? null : row.newest
}

function textOf(version: string | null): string {
  return version === null ? '' : codeSpan(capText(version, 80))
}

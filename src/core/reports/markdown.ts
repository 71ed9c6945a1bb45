import { plural } from '../resolution/phrases.ts'
import { codeSpan, tableCell } from '../text/sanitize.ts'
import type { Reporter } from './contract.ts'
import { costOf } from './cost.ts'
import { fixText, openRows } from './open-advisories.ts'
import type { Report } from './report.ts'
import { heldReason } from './terminal.ts'

/** For a job summary or a comment. GitHub refuses summaries over 1 MiB a step, so long tables are cut. */
export const markdown: Reporter = {
  id: 'markdown',
  render(report) {
    const sections = [
      '## Pinwarden',
      headline(report),
      skipped(report),
      table(
        'Upgrades',
        ['Component', 'Current', 'Target', 'Step', 'Risk', 'Decision', 'Why'],
        report.upgrades.map((one) => [
          nameOf(one),
          codeSpan(one.from),
          codeSpan(one.to),
          one.distance,
          one.risk,
          one.decision,
          tableCell(`${fixText(one, report.generated_at)}${one.risk_reasons[0]?.text ?? ''}`),
        ]),
      ),
      table(
        'Pull requests',
        ['', 'Title', 'Risk', 'Note'],
        report.proposals.map((one) => [
          one.action,
          one.url?.startsWith('http') ? `[${tableCell(one.title)}](${one.url})` : tableCell(one.title),
          one.risk,
          tableCell(one.note ?? ''),
        ]),
      ),
      table(
        'Held back',
        ['Component', 'Version', '', 'Why'],
        report.held.map((one) => [nameOf(one), codeSpan(one.version), one.decision, tableCell(heldReason(one))]),
      ),
      table(
        'Open advisories',
        ['Component', 'Current', 'Open', ''],
        openRows(report).map((one) => [nameOf(one), codeSpan(one.current), tableCell(one.what), tableCell(one.why)]),
      ),
      table(
        'Unresolved',
        ['Component', 'Cause'],
        report.unresolved.map((one) => [nameOf(one), tableCell(one.cause.message)]),
      ),
      table(
        'Problems',
        ['Where', 'What'],
        report.problems.map((one) => [
          tableCell([one.file, one.line, one.column].filter((part) => part !== undefined).join(':')),
          tableCell(`${one.message} ${one.help ?? ''}`),
        ]),
      ),
      `<sub>${costOf(report.statistics)}</sub>`,
    ]
    return `${sections.filter((section) => section !== '').join('\n\n')}\n`
  },
}

const MAX_ROWS = 500

function headline(report: Report): string {
  const current = report.components.filter((one) => one.status === 'up-to-date').length
  return `${plural(report.components.length, 'component')}, ${current} up to date, ${plural(report.upgrades.length, 'upgrade')}, ${report.held.length} held back, ${report.unresolved.length} unresolved.`
}

function skipped({ skipped_checks: one }: Report): string {
  return one === undefined
    ? ''
    : `> ⚠️ **Not checked, by request:** ${one.checks.map(codeSpan).join(', ')}. Reason: ${tableCell(one.reason)}`
}

function table(title: string, heads: readonly string[], rows: readonly (readonly string[])[]): string {
  if (rows.length === 0) return ''
  const shown = rows.slice(0, MAX_ROWS).map((row) => `| ${row.join(' | ')} |`)
  const more = rows.length > MAX_ROWS ? [`\n… and ${rows.length - MAX_ROWS} more.`] : []
  return [`### ${title}`, '', `| ${heads.join(' | ')} |`, `|${' --- |'.repeat(heads.length)}`, ...shown, ...more].join('\n')
}

function nameOf(row: { component: string; environment: string | null }): string {
  return row.environment === null ? codeSpan(row.component) : `${codeSpan(row.component)} (${tableCell(row.environment)})`
}

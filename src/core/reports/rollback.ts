import { isoDate } from '../model/instant.ts'
import type { OutcomeCode } from '../rollback/outcome.ts'
import type { RollbackPoint } from '../rollback/point.ts'
import { codeSpan, plainLine, tableCell } from '../text/sanitize.ts'
import type { Paint } from './contract.ts'
import { textTable } from './text-table.ts'

/** What a request for a rollback came to, as `--json` prints it. */
export interface RollbackReport {
  schema: 'pinwarden/rollback@1'
  command: 'rollback'
  /** A code of docs/rollback.md. */
  result: OutcomeCode
  ok: boolean
  message: string
  help: string | null
  component: string
  environment: string | null
  from: string | null
  to: string | null
  /** Whether the target ran here before; null where there is none. */
  proven: boolean | null
  dry_run: boolean
  proposal: { number: number | null; url: string | null; branch: string; title: string; labels: readonly string[]; body: string } | null
  /** The commits that it exactly takes back. */
  reverts: readonly string[]
  files: readonly { path: string; text: string }[]
  excluded: readonly string[]
  /** What was done, or in a dry run would be. */
  actions: readonly string[]
  warnings: readonly string[]
  /** Refusals that were overridden. */
  overridden: readonly { code: OutcomeCode; message: string }[]
}

/** The rollback points of a component, as `--list --json` prints them. */
export interface PointsReport {
  schema: 'pinwarden/rollback-points@1'
  command: 'rollback'
  points: readonly RollbackPoint[]
  warnings: readonly string[]
}

export function rollbackTerminal(report: RollbackReport, paint: Paint): string {
  const { ok, result, message, help, proposal, actions, warnings, overridden, reverts, excluded, dry_run: dry } = report
  const lines = [
    `${paint(ok ? 'green' : 'red', result)}  ${plainLine(message)}`,
    ...(help === null ? [] : [`  ${plainLine(help)}`]),
    ...overridden.map((one) => `  ${paint('red', 'overridden')} ${one.code}: ${plainLine(one.message)}`),
    ...warnings.map((one) => `  ${paint('yellow', 'warning')} ${plainLine(one)}`),
    ...(proposal === null ? [] : [`  ${plainLine(proposal.title)}`, `  ${proposal.url ?? proposal.branch}`]),
    ...(reverts.length === 0 ? [] : [`  takes back ${reverts.join(', ')}`]),
    ...(excluded.length === 0 ? [] : [`  excluded from now on: ${excluded.join(', ')}`]),
    ...actions.map((one) => `  ${dry ? 'would ' : ''}${one}`),
  ]
  return `${lines.join('\n')}\n`
}

export function rollbackMarkdown(report: RollbackReport): string {
  const { result, message, help, proposal, warnings, overridden, ok } = report
  const link = proposal?.url == null ? '' : `\n\n[${tableCell(proposal.title)}](${proposal.url})`
  const notes = [
    ...overridden.map((one) => `❌ \`${one.code}\` overridden: ${tableCell(one.message)}`),
    ...warnings.map((one) => `⚠️ ${tableCell(one)}`),
  ]
  const list = notes.length === 0 ? '' : `\n\n${notes.map((one) => `- ${one}`).join('\n')}`
  return `### ${ok ? '↩️' : '❌'} Rollback of ${codeSpan(report.component)}: \`${result}\`\n\n${tableCell(message)}${help === null ? '' : ` ${tableCell(help)}`}${link}${list}\n`
}

export function pointsTerminal({ points, warnings }: PointsReport, paint: Paint): string {
  const notes = warnings.map((one) => `${paint('yellow', 'warning')} ${plainLine(one)}\n`).join('')
  if (points.length === 0) return `${notes}There are no rollback points.\n`
  const rows = points
    .toReversed()
    .map((point) => [
      point.id,
      plainLine(point.component),
      plainLine(point.environment ?? 'base'),
      plainLine(`${point.from} → ${point.to}`),
      point.status + (point.lastGood ? ', last good' : ''),
      point.mergedAt === null ? '' : isoDate(point.mergedAt),
      point.proposal?.number == null ? '' : `#${point.proposal.number}`,
      plainLine(point.by.onBehalfOf ?? point.by.login),
    ])
  const heading = ['point', 'component', 'environment', 'step', 'status', 'merged', 'pull request', 'by']
  return `${notes}${textTable([heading.map((name) => paint('dim', name)), ...rows])}\n`
}

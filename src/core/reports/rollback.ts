import * as z from 'zod'
import { isoDate, isoInstant } from '../model/instant.ts'
import { OUTCOMES, type OutcomeCode } from '../rollback/outcome.ts'
import { POINT_STATUSES, type RollbackPoint } from '../rollback/point.ts'
import { codeSpan, plainLine, tableCell } from '../text/sanitize.ts'
import type { Paint } from './contract.ts'
import { textTable } from './text-table.ts'

const codes = Object.keys(OUTCOMES) as [OutcomeCode, ...OutcomeCode[]]

/** What a request for a rollback came to, as `--json` prints it. */
export const rollbackSchema = z
  .object({
    schema: z.literal('pinwarden/rollback@1'),
    command: z.literal('rollback'),
    result: z.enum(codes).meta({ description: 'A row of the table in docs/rollback.md.' }),
    ok: z.boolean(),
    message: z.string(),
    help: z.string().nullable(),
    component: z.string(),
    environment: z.string().nullable().meta({ description: 'Null for the base.' }),
    from: z.string().nullable(),
    to: z.string().nullable(),
    proven: z.boolean().nullable().meta({ description: 'Whether the target ran here before; null where there is none.' }),
    dry_run: z.boolean(),
    proposal: z
      .object({
        number: z.number().nullable(),
        url: z.string().nullable(),
        branch: z.string(),
        title: z.string(),
        labels: z.array(z.string()),
        body: z.string(),
      })
      .nullable(),
    reverts: z.array(z.string()).meta({ description: 'The commits that it exactly takes back.' }),
    files: z
      .array(z.object({ path: z.string(), text: z.string() }))
      .meta({ description: 'Every file that it changes, as it would then be.' }),
    excluded: z.array(z.string()),
    actions: z.array(z.string()).meta({ description: 'What was done, or in a dry run would be.' }),
    warnings: z.array(z.string()),
    overridden: z.array(z.object({ code: z.enum(codes), message: z.string() })),
  })
  .meta({ id: 'rollback' })

export type RollbackReport = z.infer<typeof rollbackSchema>

const pointRow = z.object({
  id: z.string(),
  component: z.string(),
  environment: z.string().nullable(),
  from: z.string().meta({ description: 'The version that it leads back to.' }),
  to: z.string(),
  status: z.enum(POINT_STATUSES),
  last_good: z.boolean().meta({ description: 'Whether `from` is the newest verified version below the one in force.' }),
  verified: z.boolean().meta({ description: 'Whether `to` was verified.' }),
  opened_at: z.string(),
  merged_at: z.string().nullable(),
  commits: z.array(z.string()),
  proposal: z.object({ number: z.number().nullable(), url: z.string().nullable(), branch: z.string() }).nullable(),
  together: z.array(z.string()).meta({ description: 'Other components of the same pull request.' }),
  lockstep: z.boolean().meta({ description: 'Whether those must go back with it.' }),
  by: z.string(),
})

/** The rollback points of a component, as `--list --json` prints them. */
export const pointsSchema = z
  .object({
    schema: z.literal('pinwarden/rollback-points@1'),
    command: z.literal('rollback'),
    points: z.array(pointRow),
    warnings: z.array(z.string()),
  })
  .meta({ id: 'rollback-points' })

export type PointsReport = z.infer<typeof pointsSchema>

export function pointsReport(points: readonly RollbackPoint[], warnings: readonly string[]): PointsReport {
  return { schema: 'pinwarden/rollback-points@1', command: 'rollback', points: points.map(rowOf), warnings: [...warnings] }
}

function rowOf(point: RollbackPoint): PointsReport['points'][number] {
  const { id, component, environment, from, to, status, verified, proposal, lockstep, by } = point
  return {
    id,
    component,
    environment,
    from,
    to,
    status,
    last_good: point.lastGood,
    verified,
    opened_at: isoInstant(point.openedAt),
    merged_at: point.mergedAt === null ? null : isoInstant(point.mergedAt),
    commits: [...point.commits],
    proposal: proposal === null ? null : { number: proposal.number, url: proposal.url, branch: proposal.branch },
    together: [...point.siblings],
    lockstep,
    by: by.onBehalfOf ?? by.login,
  }
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
      point.status + (point.last_good ? ', last good' : ''),
      point.merged_at === null ? '' : isoDate(Date.parse(point.merged_at)),
      point.proposal?.number == null ? '' : `#${point.proposal.number}`,
      plainLine(point.by),
    ])
  const heading = ['point', 'component', 'environment', 'step', 'status', 'merged', 'pull request', 'by']
  return `${notes}${textTable([heading.map((name) => paint('dim', name)), ...rows])}\n`
}

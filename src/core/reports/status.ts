import * as z from 'zod'
import type { Figures } from '../ledger/figures.ts'
import { DAY, HOUR, MINUTE } from '../model/instant.ts'
import { plainLine } from '../text/sanitize.ts'
import type { Paint } from './contract.ts'
import { subjectText } from './history.ts'
import { textTable } from './text-table.ts'

const rate = z.number().nullable()

export const figuresSchema = z.object({
  proposed: z.number(),
  open: z.number(),
  merged: z.number(),
  closed: z.number(),
  verified: z.number(),
  failed: z.number(),
  rolled_back: z.number(),
  success_rate: rate.meta({ description: 'Of what was merged, how much neither failed nor was rolled back: 0 to 1' }),
  rollback_rate: rate,
  time_to_merge: z
    .object({ median_seconds: z.number(), p90_seconds: z.number() })
    .nullable()
    .meta({ description: 'From opening to merge' }),
  sla: z
    .object({ met: z.number(), breached: z.number(), running: z.number() })
    .meta({ description: 'Fixes of vulnerabilities with a promised time' }),
})

export const statusSchema = z
  .object({
    schema: z.literal('pinwarden/status@1'),
    command: z.literal('status'),
    generated_at: z.string(),
    ledger: z.object({ name: z.string(), records: z.number() }),
    components: z.array(
      z.object({
        component: z.string(),
        environment: z.string().nullable(),
        current: z.string().nullable().meta({ description: 'Version in force, by the registry and its pins' }),
        last_event: z.object({ event: z.string(), at: z.string(), from: z.string(), to: z.string() }).nullable(),
        open_proposal: z
          .object({ number: z.number().nullable(), url: z.string().nullable(), branch: z.string(), to: z.string() })
          .nullable(),
        last_good: z.string().nullable().meta({ description: 'Newest version below the one in force that was verified' }),
        rollback_points: z.number(),
        figures: figuresSchema,
      }),
    ),
    all: figuresSchema.meta({ description: 'Everything that the ledger knows of, together' }),
  })
  .meta({ title: 'Pinwarden status', description: 'Output of `pinwarden status --json`' })

export type StatusReport = z.infer<typeof statusSchema>

export function figuresRow(figures: Figures): z.infer<typeof figuresSchema> {
  const { proposed, open, merged, closed, verified, failed, rolledBack, successRate, rollbackRate, timeToMerge, sla } = figures
  return {
    proposed,
    open,
    merged,
    closed,
    verified,
    failed,
    rolled_back: rolledBack,
    success_rate: successRate,
    rollback_rate: rollbackRate,
    time_to_merge:
      timeToMerge === null
        ? null
        : { median_seconds: Math.round(timeToMerge.median / 1000), p90_seconds: Math.round(timeToMerge.p90 / 1000) },
    sla,
  }
}

const HEADER = ['COMPONENT', 'CURRENT', 'LAST EVENT', 'OPEN', 'LAST GOOD', 'POINTS', 'SUCCESS', 'TO MERGE']

/** One row a component and environment, and a line about all. */
export function statusTerminal(report: StatusReport, paint: Paint): string {
  const rows = report.components.map((row) => [
    plainLine(subjectText(row)),
    plainLine(row.current ?? '–'),
    row.last_event === null ? '–' : plainLine(`${row.last_event.event} ${row.last_event.to} ${row.last_event.at.slice(0, 10)}`),
    row.open_proposal === null ? '–' : plainLine(`${row.open_proposal.to} ${numberText(row.open_proposal)}`),
    plainLine(row.last_good ?? '–'),
    String(row.rollback_points),
    percent(row.figures.success_rate),
    lengthText(row.figures.time_to_merge?.median_seconds ?? null),
  ])
  const { all } = report
  const summary = [
    counted(report.ledger.records, 'record'),
    `${all.merged} merged`,
    `success ${percent(all.success_rate)}`,
    `rolled back ${percent(all.rollback_rate)}`,
    `time to merge ${lengthText(all.time_to_merge?.median_seconds ?? null)}`,
    ...(all.sla.met + all.sla.breached + all.sla.running > 0
      ? [`promises for fixes: ${all.sla.met} kept, ${all.sla.breached} broken, ${all.sla.running} running`]
      : []),
  ]
  return `${textTable([HEADER.map((text) => paint('bold', text)), ...rows])}\n\n${summary.join(', ')}\n`
}

/** `1 record`, `2 records`. */
export function counted(count: number, what: string): string {
  return `${count} ${what}${count === 1 ? '' : 's'}`
}

function numberText({ number, branch }: { number: number | null; branch: string }): string {
  return number === null ? `(${branch})` : `#${number}`
}

function percent(part: number | null): string {
  return part === null ? '–' : `${Math.round(part * 100)} %`
}

/** `3 d`, `5 h`, `12 min`: the largest unit that is at least one. */
function lengthText(seconds: number | null): string {
  if (seconds === null) return '–'
  const ms = seconds * 1000
  if (ms >= DAY) return `${Math.round(ms / DAY)} d`
  if (ms >= HOUR) return `${Math.round(ms / HOUR)} h`
  return `${Math.max(1, Math.round(ms / MINUTE))} min`
}

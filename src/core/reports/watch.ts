import * as z from 'zod'
import { plainLine } from '../text/sanitize.ts'
import type { Paint } from './contract.ts'
import { problemSchema } from './report.ts'
import { problemLine } from './terminal.ts'

const signalSchema = z.object({
  kind: z.enum(['check', 'workflow', 'deployment', 'probe', 'query']),
  name: z.string(),
  result: z.enum(['pass', 'fail', 'error', 'inconclusive', 'pending', 'absent']).meta({
    description: 'Only `fail` is a verdict on the upgrade; `error` is the infrastructure’s, `absent` never spoke',
  }),
  url: z.string().nullable(),
  detail: z.string().nullable(),
})

export const watchSchema = z
  .object({
    schema: z.literal('pinwarden/watch@1'),
    command: z.literal('watch'),
    result: z.enum(['ok', 'findings']).meta({ description: '`findings`: something was taken back, or a person is asked' }),
    dry_run: z.boolean(),
    merges: z.array(
      z.object({
        number: z.number().nullable(),
        url: z.string().nullable(),
        commit: z.string(),
        merged_at: z.string(),
        environment: z.string().nullable(),
        moves: z.array(z.object({ component: z.string(), from: z.string(), to: z.string() })),
        verdict: z.enum(['watching', 'confirm', 'revert', 'report', 'verified', 'no-signal']),
        code: z.string().nullable().meta({ description: 'Why a failure is told and not acted on; the outcome of a rollback' }),
        message: z.string(),
        until: z.string().nullable(),
        signals: z.array(signalSchema),
        rollback: z.object({ number: z.number().nullable(), url: z.string().nullable() }).nullable(),
        issue: z.object({ number: z.number(), url: z.string() }).nullable(),
      }),
    ),
    rollbacks: z
      .array(
        z.object({
          number: z.number(),
          url: z.string().nullable(),
          state: z.enum(['merged', 'auto-merge', 'queued', 'waiting']),
          why: z.string(),
        }),
      )
      .meta({ description: 'Open automatic rollbacks that the policy lets merge without a person' }),
    problems: z.array(problemSchema),
  })
  .meta({ title: 'Pinwarden watch report', description: 'Output of `pinwarden watch --json`' })

export type WatchReport = z.infer<typeof watchSchema>
export type WatchRow = WatchReport['merges'][number]

const STYLE = { watching: 'cyan', confirm: 'yellow', revert: 'red', report: 'red', verified: 'green', 'no-signal': 'yellow' } as const

/** For people: one paragraph for each merge that is watched. */
export function watchTerminal(report: WatchReport, paint: Paint): string {
  const rows = report.merges.map((row) => {
    const signals = row.signals.map(
      (signal) =>
        `    ${signal.result.padEnd(12)} ${plainLine(signal.name)}${signal.detail === null ? '' : paint('dim', `  ${plainLine(signal.detail)}`)}`,
    )
    return [`${paint('bold', titleOf(row))}  ${paint(STYLE[row.verdict], row.verdict)}`, `  ${plainLine(row.message)}`, ...signals].join(
      '\n',
    )
  })
  const rollbacks = report.rollbacks.map((row) => `${paint('bold', `#${row.number}`)} rollback ${row.state}: ${plainLine(row.why)}`)
  const problems = report.problems.map((problem) => problemLine(problem, paint))
  const none = report.merges.length === 0 ? ['No merge of the last day waits for a verdict.'] : []
  return `${[...none, ...rows, ...rollbacks, ...problems].join('\n\n')}\n`
}

/** The job summary. */
export function watchMarkdown(report: WatchReport): string {
  const rollbacks = report.rollbacks.map((row) => `- Rollback #${row.number} ${row.state}: ${plainLine(row.why)}`)
  const below = rollbacks.length === 0 ? [] : ['', ...rollbacks]
  if (report.merges.length === 0)
    return ['## Pinwarden: watch', '', 'No merge of the last day waits for a verdict.', ...below, ''].join('\n')
  const cell = (text: string) => plainLine(text).replaceAll('|', '\\|')
  const rows = report.merges.map((row) => {
    const link = row.url === null ? cell(titleOf(row)) : `[${cell(titleOf(row))}](${row.url})`
    const signals = row.signals.map((signal) => `${cell(signal.name)}: ${signal.result}`).join('<br>')
    return `| ${link} | ${row.verdict} | ${cell(row.message)} | ${signals} |`
  })
  return ['## Pinwarden: watch', '', '| merge | verdict | why | signals |', '| --- | --- | --- | --- |', ...rows, ...below, ''].join('\n')
}

function titleOf(row: WatchRow): string {
  const moves = row.moves.map((move) => `${move.component} ${move.from} → ${move.to}`).join(', ')
  const where = row.environment === null ? '' : ` (${row.environment})`
  return `${row.number === null ? row.commit.slice(0, 12) : `#${row.number}`} ${moves}${where}`
}

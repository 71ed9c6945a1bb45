import * as z from 'zod'
import { isoInstant } from '../model/instant.ts'
import { LEDGER_EVENTS, type LedgerRecord } from '../model/ledger.ts'
import { plainLine } from '../text/sanitize.ts'
import type { Paint } from './contract.ts'
import { textTable } from './text-table.ts'

export const recordSchema = z.object({
  seq: z.number().meta({ description: 'Number in the chain, from 1' }),
  at: z.string().meta({ description: 'ISO 8601, UTC' }),
  event: z.enum(LEDGER_EVENTS),
  actor: z.object({ login: z.string(), type: z.enum(['bot', 'person']), on_behalf_of: z.string().nullable() }),
  moves: z.array(z.object({ component: z.string(), environment: z.string().nullable(), from: z.string(), to: z.string() })),
  proposal: z.object({ id: z.string(), number: z.number().nullable(), url: z.string().nullable(), branch: z.string() }).nullable(),
  commit: z.string().nullable().meta({ description: 'Head of the proposal, or the merge commit' }),
  risk: z.string().nullable(),
  decision: z.string().nullable(),
  reason: z.string().nullable(),
  merge: z
    .object({ method: z.string(), merged_by: z.string().nullable(), approvals: z.array(z.string()) })
    .nullable()
    .meta({ description: 'With `proposal-merged` and `rollback-merged`' }),
  hash: z.string(),
})

export const historySchema = z
  .object({
    schema: z.literal('pinwarden/history@1'),
    command: z.literal('history'),
    ledger: z.string().meta({ description: 'Where the ledger is kept' }),
    total: z.number().meta({ description: 'Records of the ledger, whether asked for or not' }),
    records: z.array(recordSchema).meta({ description: 'Those that were asked for, newest first' }),
  })
  .meta({ title: 'Pinwarden history', description: 'Output of `pinwarden history --json`' })

export type HistoryReport = z.infer<typeof historySchema>

/** A record as outputs show it. */
export function recordRow(record: LedgerRecord): z.infer<typeof recordSchema> {
  const { seq, at, event, actor, moves, proposal, commit, why, decision, merge, hash } = record
  return {
    seq,
    at: isoInstant(at),
    event,
    actor: { login: actor.login, type: actor.type, on_behalf_of: actor.onBehalfOf ?? null },
    moves: moves.map(({ component, environment, from, to }) => ({ component, environment, from, to })),
    proposal: proposal === undefined ? null : { id: proposal.id, number: proposal.number, url: proposal.url, branch: proposal.branch },
    commit: commit ?? null,
    risk: decision?.risk ?? null,
    decision: decision?.decision ?? null,
    reason: why?.reason ?? null,
    merge: merge === undefined ? null : { method: merge.method, merged_by: merge.mergedBy, approvals: [...merge.approvals] },
    hash,
  }
}

/** One line a move; oldest at the bottom. */
export function historyTerminal(report: HistoryReport, paint: Paint): string {
  if (report.records.length === 0)
    return `${report.total === 0 ? 'The ledger holds no record yet.' : `None of the ledger’s records (${report.total}) is asked for.`}\n`
  const rows = report.records.flatMap((record) => {
    const told = [
      paint('dim', record.at.slice(0, 16).replace('T', ' ')),
      paint(colourOf(record.event), record.event),
      record.actor.on_behalf_of === null ? record.actor.login : `${record.actor.login} for ${record.actor.on_behalf_of}`,
    ]
    const number = record.proposal?.number
    const reason = [number == null ? '' : `#${number}`, record.reason ?? ''].filter((part) => part !== '').join(' ')
    const moves = record.moves.length > 0 ? record.moves : [null]
    return moves.map((move) => {
      const what = move === null ? ['', ''] : [subjectText(move), `${move.from} → ${move.to}`]
      return [...told, ...what, reason].map(plainCell)
    })
  })
  return `${textTable(rows)}\n`
}

export function subjectText({ component, environment }: { component: string; environment: string | null }): string {
  return environment === null ? component : `${component} (${environment})`
}

/** Colour codes of our own stay; anything else that a terminal would obey goes. */
function plainCell(cell: string): string {
  const [, open = '', text = cell, close = ''] = /^(\u001b\[\d{1,3}m)([\s\S]*)(\u001b\[\d{1,3}m)$/.exec(cell) ?? []
  return `${open}${plainLine(text)}${close}`
}

function colourOf(event: string): Parameters<Paint>[0] {
  if (event === 'proposal-merged' || event === 'verified') return 'green'
  if (event === 'signal-failed' || event.startsWith('rollback')) return 'red'
  return event === 'exception' || event === 'refused' ? 'yellow' : 'cyan'
}

import { isoInstant } from '../model/instant.ts'
import type { LedgerRecord } from '../model/ledger.ts'

/** Columns of the CSV, one row a move; a record without moves has one row. */
const COLUMNS = [
  'seq',
  'at',
  'event',
  'actor',
  'actor_type',
  'on_behalf_of',
  'component',
  'environment',
  'from',
  'to',
  'proposal',
  'url',
  'commit',
  'risk',
  'decision',
  'reason',
  'merge_method',
  'approvals',
  'hash',
] as const

/** All records as one JSON document, as they stand in the ledger. */
export function ledgerJson(records: readonly LedgerRecord[]): string {
  return `${JSON.stringify({ schema: 'pinwarden/ledger-export@1', records }, null, 2)}\n`
}

/** RFC 4180 with CRLF. Safe to open in a spreadsheet: what one would take for a formula begins with an apostrophe. */
export function ledgerCsv(records: readonly LedgerRecord[]): string {
  const rows = records.flatMap(rowsOf)
  return [COLUMNS.join(','), ...rows.map((row) => COLUMNS.map((column) => csvCell(row[column])).join(','))]
    .map((line) => `${line}\r\n`)
    .join('')
}

type Row = Record<(typeof COLUMNS)[number], string | number | null | undefined>

function rowsOf(record: LedgerRecord): Row[] {
  const { actor, proposal, why, decision, merge } = record
  const moves = record.moves.length > 0 ? record.moves : [{ component: null, environment: null, from: null, to: null }]
  return moves.map(({ component, environment, from, to }) => ({
    seq: record.seq,
    at: isoInstant(record.at),
    event: record.event,
    actor: actor.login,
    actor_type: actor.type,
    on_behalf_of: actor.onBehalfOf,
    component,
    environment,
    from,
    to,
    proposal: proposal?.number ?? proposal?.branch,
    url: proposal?.url,
    commit: record.commit,
    risk: decision?.risk,
    decision: decision?.decision,
    reason: why?.reason,
    merge_method: merge?.method,
    approvals: merge?.approvals.join(' '),
    hash: record.hash,
  }))
}

/** https://owasp.org/www-community/attacks/CSV_Injection: also a tab or a line break in front, and the full-width forms. */
const FORMULA = /^[\s]*[=+\-@\t\r\n＝＋－＠|]/

function csvCell(value: string | number | null | undefined): string {
  if (value === null || value === undefined) return ''
  if (typeof value === 'number') return String(value)
  const safe = FORMULA.test(value) ? `'${value}` : value
  return /[",\r\n']/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}

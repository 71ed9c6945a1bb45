import { history, openLedger, status, verifyLedger } from '../../commands/ledger-views.ts'
import type { Ports } from '../../commands/ports.ts'
import { ledgerCsv, ledgerJson } from '../../core/ledger/export.ts'
import { parseInstant } from '../../core/model/instant.ts'
import { LEDGER_EVENTS } from '../../core/model/ledger.ts'
import type { HistoryQuery } from '../../core/model/ledger-views.ts'
import { EXIT, fail } from '../../core/model/problems.ts'
import { parseDuration } from '../../core/registry/duration.ts'
import { historyTerminal } from '../../core/reports/history.ts'
import { ledgerTerminal } from '../../core/reports/ledger.ts'
import { statusTerminal } from '../../core/reports/status.ts'
import { nearest } from '../../core/text/nearest.ts'
import type { LedgerIndex } from '../../ports/ledger-index.ts'
import { composeCli } from './compose.ts'
import { openIndex } from './open-index.ts'
import { paintFor } from './output.ts'

/** Options of the commands that look at the ledger. */
export interface LedgerOptions {
  registry?: string
  repo?: string
  base?: string
  environment?: string
  since?: string
  event?: string
  limit?: string
  format?: string
  anchor?: string
  json?: boolean
  color: boolean
}

/** `pinwarden history` */
export async function runHistory(component: string | undefined, options: LedgerOptions): Promise<number> {
  const { ports, opened, index, clear } = await open(options)
  const report = await using(index, () => history(opened, queryOf(component, options, ports.clock.now()), index))
  clear()
  print(options, report, () => historyTerminal(report, paintFor(process.stdout, options.color)))
  return EXIT.ok
}

/** `pinwarden status` */
export async function runStatus(components: readonly string[], options: LedgerOptions): Promise<number> {
  const { ports, opened, index, request, clear } = await open(options, components)
  const report = await using(index, () => status(ports, request, opened, index))
  clear()
  print(options, report, () => statusTerminal(report, paintFor(process.stdout, options.color)))
  return EXIT.ok
}

/** `pinwarden ledger verify`: 1 where the chain does not hold. */
export async function runVerify(options: LedgerOptions): Promise<number> {
  if (options.anchor !== undefined && !/^[0-9a-f]{64}$/.test(options.anchor))
    fail('usage', `“${options.anchor}” is no hash of a record; expected 64 hex digits.`)
  const { opened, clear } = await openOnly(options)
  const report = await verifyLedger(opened.ledger, options.anchor ?? null)
  clear()
  print(options, report, () => ledgerTerminal(report, paintFor(process.stdout, options.color)))
  return report.result === 'broken' ? EXIT.findings : EXIT.ok
}

/** `pinwarden ledger export` */
export async function runExport(options: LedgerOptions): Promise<number> {
  const { opened, clear } = await openOnly(options)
  const records = await opened.ledger.records()
  clear()
  process.stdout.write(options.format === 'csv' ? ledgerCsv(records) : ledgerJson(records))
  return EXIT.ok
}

/** `pinwarden ledger show`: records in full, as they stand. */
export async function runShow(numbers: readonly string[], options: LedgerOptions): Promise<number> {
  const { opened, clear } = await openOnly(options)
  const records = await opened.ledger.records()
  const wanted = numbers.length === 0 ? records.slice(-1) : numbers.map((text) => recordAt(records, text))
  clear()
  process.stdout.write(wanted.map((record) => `${JSON.stringify(record, null, 2)}\n`).join(''))
  return EXIT.ok
}

function recordAt<T>(records: readonly T[], text: string): T {
  const record = /^\d{1,9}$/.test(text) ? records[Number(text) - 1] : undefined
  return record ?? fail('usage', `There is no record ${text}; the ledger has ${records.length}.`)
}

async function openOnly(options: LedgerOptions, components: readonly string[] = []) {
  const composed = await composeCli({ ...options, failOn: 'none', quiet: true }, components)
  return { ...composed, opened: await openLedger(composed.ports, composed.request), clear: () => composed.log.clear() }
}

async function open(options: LedgerOptions, components: readonly string[] = []) {
  const { ports, log, request, opened, clear } = await openOnly(options, components)
  const root = options.repo === undefined ? await rootOf(ports) : null
  const index = openIndex(opened.policy, {
    env: process.env,
    root,
    repository: options.repo ?? root ?? process.cwd(),
    now: () => ports.clock.now(),
    warn: (text) => log.warn(text),
  })
  return { ports, request, opened, index, clear }
}

async function rootOf(ports: Ports): Promise<string> {
  return (await ports.forge()).name
}

async function using<T>(index: LedgerIndex, work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } finally {
    index.close()
  }
}

function print(options: LedgerOptions, report: unknown, text: () => string): void {
  process.stdout.write(options.json === true ? `${JSON.stringify(report, null, 2)}\n` : text())
}

function queryOf(component: string | undefined, options: LedgerOptions, now: number): HistoryQuery {
  const { environment, event, since, limit } = options
  const known = LEDGER_EVENTS.find((one) => one === event)
  if (event !== undefined && known === undefined) {
    const near = nearest(event, [...LEDGER_EVENTS])
    fail('usage', `There is no event “${event}”.`, {
      help: near === undefined ? `There are ${LEDGER_EVENTS.join(', ')}.` : `Did you mean \`${near}\`?`,
    })
  }
  if (limit !== undefined && !/^\d{1,6}$/.test(limit)) fail('usage', `“${limit}” is no number of records.`)
  return {
    ...(component === undefined ? {} : { component }),
    ...(environment === undefined ? {} : { environment: environment === 'base' ? null : environment }),
    ...(known === undefined ? {} : { event: known }),
    ...(since === undefined ? {} : { since: instantOf(since, now) }),
    ...(limit === undefined ? {} : { limit: Number(limit) }),
  }
}

/** `2026-11-01`, or `30d`: so long ago. */
function instantOf(text: string, now: number): number {
  const length = /^\d{1,6}[a-z]{1,10}$/.test(text) ? parseDuration(text) : null
  const at = length === null ? parseInstant(text) : now - length
  return at ?? fail('usage', `“${text}” is no time; expected a date such as 2026-11-01, or a length of time such as 30d.`)
}

import * as z from 'zod'
import { FAULT_KINDS } from '../model/ledger-views.ts'
import { plainLine } from '../text/sanitize.ts'
import type { Paint } from './contract.ts'
import { counted } from './status.ts'

export const ledgerSchema = z
  .object({
    schema: z.literal('pinwarden/ledger@1'),
    command: z.literal('ledger verify'),
    result: z.enum(['ok', 'empty', 'broken']).meta({ description: '`empty`: no ledger is kept yet' }),
    ledger: z.string().meta({ description: 'Where it is kept' }),
    commit: z.string().nullable().meta({ description: 'Head of its branch' }),
    segments: z.number(),
    records: z.number().meta({ description: 'Records that hold; those before the fault where there is one' }),
    head: z
      .object({ seq: z.number(), hash: z.string() })
      .nullable()
      .meta({ description: 'The last record that holds: keep the hash to prove later that nothing before it was rewritten' }),
    first_at: z.string().nullable(),
    last_at: z.string().nullable(),
    fault: z
      .object({
        kind: z.enum(FAULT_KINDS),
        path: z.string(),
        line: z.number().nullable(),
        seq: z.number().meta({ description: 'Record that belongs there' }),
        expected: z.string(),
        found: z.string(),
      })
      .nullable(),
    anchor: z
      .object({ hash: z.string(), seq: z.number().nullable() })
      .nullable()
      .meta({ description: 'The hash that was asked for, and the record that has it; null where none has' }),
  })
  .meta({ title: 'Pinwarden ledger', description: 'Output of `pinwarden ledger verify --json`' })

export type LedgerReport = z.infer<typeof ledgerSchema>

export function ledgerTerminal(report: LedgerReport, paint: Paint): string {
  const { result, ledger, segments, records, head, fault, anchor } = report
  const lines: string[] = []
  if (result === 'empty') lines.push(`No ledger is kept yet (${plainLine(ledger)}).`)
  if (head !== null)
    lines.push(
      `${counted(records, 'record')} in ${counted(segments, 'segment')} on ${plainLine(ledger)}: ${result === 'broken' ? 'they hold up to the fault' : paint('green', 'the chain holds')}`,
    )
  if (head !== null) lines.push(`head ${head.hash} (record ${head.seq})`)
  if (anchor !== null)
    lines.push(
      anchor.seq === null
        ? paint('red', `no record has the hash ${anchor.hash}: the ledger was rewritten`)
        : `anchor found: record ${anchor.seq}`,
    )
  if (fault !== null) {
    const place = fault.line === null ? fault.path : `${fault.path}:${fault.line}`
    lines.push(paint('red', `${plainLine(place)}: record ${fault.seq} is ${fault.kind}`))
    lines.push(`  expected ${plainLine(fault.expected)}`, `  found    ${plainLine(fault.found)}`)
  }
  return `${lines.join('\n')}\n`
}

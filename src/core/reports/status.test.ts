import { describe, expect, it } from 'vitest'
import { anEntry } from '../../../test/support/ledger-entries.ts'
import { chain, GENESIS } from '../ledger/chain.ts'
import { figuresOf } from '../ledger/figures.ts'
import { historySchema, historyTerminal, recordRow } from './history.ts'
import { figuresRow, type StatusReport, statusSchema, statusTerminal } from './status.ts'

const plain = (_: string, text: string) => text
const empty = figuresRow(figuresOf([], 0))

const report: StatusReport = {
  schema: 'pinwarden/status@1',
  command: 'status',
  generated_at: '2026-11-21T09:00:00.000Z',
  ledger: { name: 'branch pinwarden-ledger', records: 1 },
  components: [
    {
      component: 'redis',
      environment: 'production',
      current: '7.4.2',
      last_event: { event: 'verified', at: '2026-11-20T09:00:00.000Z', from: '7.2.4', to: '7.4.2' },
      open_proposal: { number: 12, url: null, branch: 'pinwarden/redis', to: '7.4.3' },
      last_good: '7.2.4',
      rollback_points: 3,
      figures: { ...empty, merged: 3, success_rate: 2 / 3, time_to_merge: { median_seconds: 7200, p90_seconds: 90_000 } },
    },
  ],
  all: { ...empty, sla: { met: 2, breached: 1, running: 0 } },
}

describe('what a terminal shows of the ledger', () => {
  it('is one row a component, and a line about all', () => {
    expect(statusSchema.parse(report)).toEqual(report)
    const [header, row, , summary] = statusTerminal(report, plain).split('\n')
    expect(header).toMatch(/^COMPONENT +CURRENT +LAST EVENT +OPEN +LAST GOOD +POINTS +SUCCESS +TO MERGE$/)
    expect(row).toMatch(/^redis \(production\) +7\.4\.2 +verified 7\.4\.2 2026-11-20 +7\.4\.3 #12 +7\.2\.4 +3 +67 % +2 h$/)
    expect(summary).toBe('1 record, 0 merged, success –, rolled back –, time to merge –, promises for fixes: 2 kept, 1 broken, 0 running')
  })

  it('has no control characters of whoever wrote a reason', () => {
    const records = chain(GENESIS, [
      anEntry({ why: { reason: 'fine\u001b[2J\nrm -rf' }, actor: { login: 'a\u001b[31mb', type: 'person' } }),
    ])
    const history = historySchema.parse({
      schema: 'pinwarden/history@1',
      command: 'history',
      ledger: 'x',
      total: 1,
      records: records.map(recordRow),
    })
    const shown = historyTerminal(history, plain)
    expect(shown.split('\n')).toHaveLength(2)
    expect(shown).not.toContain('\u001b')
    expect(shown).toContain('redis  7.2.4 → 7.4.2  fine')
  })
})

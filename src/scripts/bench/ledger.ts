import { join } from 'node:path'
import { openSqliteLedger } from '../../adapters/sqlite-ledger.ts'
import { GENESIS } from '../../core/ledger/chain.ts'
import { extend, segmentPath } from '../../core/ledger/segments.ts'
import { ledgerSteps } from '../../core/ledger/steps.ts'
import { readLedger } from '../../core/ledger/verify.ts'
import type { LedgerEntry, PointOpening } from '../../core/model/ledger.ts'
import type { Row } from './thousand.ts'

const RECORDS = 100_000
const EVENTS = ['proposal-opened', 'proposal-merged', 'verified', 'proposal-opened', 'proposal-refreshed', 'proposal-closed'] as const

/** A ledger of a thousand components over years: proven, projected, asked, and grown by one record. */
export function ledgerFigures(folder: string): Row[] {
  const all = entries()
  const { changes, records } = extend(GENESIS, '', all)
  const [read, proven] = timed(() => readLedger(changes))
  const index = openSqliteLedger({ path: join(folder, 'ledger.sqlite'), backups: { enabled: false, retentionDays: 0 }, now: () => 0 })
  const [, projected] = timed(() => index.follow(records, () => ledgerSteps(records)))
  const [, asked] = timed(() => index.history({ component: 'c17', event: 'proposal-merged', limit: 50 }))
  index.close()
  const [, grown] = timed(() => {
    const newest = changes.find((file) => file.path === segmentPath(read.tail.seq))?.text ?? ''
    const more = extend(read.tail, newest, all.slice(0, 1))
    return readLedger([...changes.filter((file) => !more.changes.some((change) => change.path === file.path)), ...more.changes], read)
  })
  return [
    { what: 'ledger of 100,000 records proven', value: proven, bound: 6000, unit: 'ms' },
    { what: '… projected into SQLite', value: projected, bound: 3000, unit: 'ms' },
    { what: '… history of one component', value: asked, bound: 50, unit: 'ms' },
    { what: '… one record appended and proven', value: grown, bound: 500, unit: 'ms' },
  ]
}

function timed<T>(work: () => T): [T, number] {
  const started = performance.now()
  const result = work()
  return [result, performance.now() - started]
}

function entries(): LedgerEntry[] {
  return Array.from({ length: RECORDS }, (_, index): LedgerEntry => {
    const move = {
      component: `c${Math.floor(index / 6) % 1000}`,
      environment: index % 2 === 0 ? null : 'production',
      from: '1.2.3',
      to: '1.2.4',
    }
    const number = Math.floor(index / 3)
    return {
      event: EVENTS[index % 6] ?? 'verified',
      at: 1_700_000_000_000 + index * 60_000,
      actor: { login: 'pinwarden', type: 'bot' },
      moves: [move],
      proposal: {
        id: move.component,
        number,
        url: `https://github.com/acme/platform/pull/${number}`,
        branch: `pinwarden/${move.component}`,
      },
      commit: 'a'.repeat(40),
      ...(index % 3 === 0 ? { points: [pointOf(move)] } : {}),
    }
  })
}

function pointOf(move: LedgerEntry['moves'][number]): PointOpening {
  const paths = [0, 1, 2].map((pin) => ({
    path: `deploy/compose-${pin}.yaml`,
    pin,
    beforeBlob: 'b'.repeat(40),
    afterBlob: 'c'.repeat(40),
    before: { version: move.from },
    after: { version: move.to },
  }))
  return { ...move, paths, siblings: [], lockstep: false }
}

import type { Ports } from '../../commands/ports.ts'
import type { LedgerRecord } from '../../core/model/ledger.ts'
import { foldRollbacks } from '../../core/rollback/fold.ts'
import { AUTOMATIC } from '../../core/rollback/watch/breakers.ts'

/** What a run saw of a repository's ledger. */
export interface LedgerMeasures {
  records: number
  /** Points that a component can be taken back to, by component. */
  points: ReadonlyMap<string, number>
}

/** A rollback that a run opened. */
export interface RollbackMeasure {
  component: string
  reason: 'automatic' | 'requested'
}

/** The same ledger, which remembers what was last read of it, and tells what is written about rollbacks. */
export function measuredLedger(open: NonNullable<Ports['ledger']>, onRollback: (one: RollbackMeasure) => void) {
  let known: readonly LedgerRecord[] | null = null
  const ledger: typeof open = async (policy) => {
    const opened = await open(policy)
    return {
      ...opened,
      async records() {
        known = await opened.records()
        return known
      },
      async append(entries) {
        const added = await opened.append(entries)
        for (const rollback of added.flatMap(rollbackOf)) onRollback(rollback)
        if (known !== null) known = [...known, ...added]
        return added
      },
    }
  }
  /** Null where nobody looked. */
  const measures = (): LedgerMeasures | null => {
    if (known === null) return null
    const points = new Map<string, number>()
    for (const point of foldRollbacks(known).points) {
      if (point.status === 'open' || point.status === 'expired') continue
      points.set(point.component, (points.get(point.component) ?? 0) + 1)
    }
    return { records: known.length, points }
  }
  return { ledger, measures }
}

function rollbackOf({ event, moves, details }: LedgerRecord): RollbackMeasure[] {
  if (event !== 'rollback-opened') return []
  const reason = details?.['source'] === AUTOMATIC ? 'automatic' : 'requested'
  return moves.slice(0, 1).map(({ component }) => ({ component, reason }))
}

import type { LedgerRecord } from '../core/model/ledger.ts'
import { ProblemError } from '../core/model/problems.ts'
import type { ReviewedMove } from '../core/review/contract.ts'
import type { ReviewedChange } from '../ports/reviews.ts'
import type { Ports } from './ports.ts'

/**
 * A way back that the ledger knows of is no mistake: only a record of ours says so, for title, labels and branch name can be anybody's.
 * The ledger is read only where something goes back.
 */
export async function readLedgerDowngrades(
  moves: readonly ReviewedMove[],
  change: ReviewedChange,
  ports: Pick<Ports, 'ledger' | 'log'>,
): Promise<ReviewedMove[]> {
  const back = moves.some((move) => move.concerns.some((one) => one.code === 'downgrade'))
  if (!back || ports.ledger === undefined || change.pull?.fork !== false) return [...moves]
  const records = await recordsOf(ports)
  return moves.map((move) => (isRecorded(move, change, records) ? asRollback(move) : move))
}

async function recordsOf({ ledger, log }: Pick<Ports, 'ledger' | 'log'>): Promise<readonly LedgerRecord[]> {
  try {
    return (await (await ledger?.())?.records()) ?? []
  } catch (error) {
    if (!(error instanceof ProblemError)) throw error
    log.warn(`The ledger could not be read, so a rollback is judged as any other step back: ${error.message}`)
    return []
  }
}

function isRecorded(move: ReviewedMove, { head }: ReviewedChange, records: readonly LedgerRecord[]): boolean {
  return records.some(
    (record) =>
      (record.event === 'rollback-opened' || record.event === 'rollback-requested') &&
      (record.proposal === undefined || record.proposal.branch === head.branch) &&
      record.moves.some(
        (one) =>
          one.component === move.component &&
          one.environment === move.environment &&
          bare(one.to) === bare(move.to ?? '') &&
          bare(one.from) === bare(move.from ?? ''),
      ),
  )
}

function asRollback(move: ReviewedMove): ReviewedMove {
  const concerns = move.concerns.map((one) =>
    one.code === 'downgrade' ? { code: 'rollback' as const, level: 'notice' as const, text: 'A rollback that stands in the ledger.' } : one,
  )
  return { ...move, concerns }
}

function bare(version: string): string {
  return version.replace(/^[vV](?=\d)/, '')
}

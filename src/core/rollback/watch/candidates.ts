import { DAY, type Instant } from '../../model/instant.ts'
import type { LedgerRecord, Move } from '../../model/ledger.ts'
import { AUTOMATIC } from './breakers.ts'
import { riskiestFirst } from './suspects.ts'

/** A merge of ours whose signals are still to be looked at. */
export interface WatchedMerge {
  /** Number of the pull request; null on a repository without a forge. */
  number: number | null
  url: string | null
  branch: string
  /** Commit on the base that brought it. */
  commit: string
  /** First of the commits that the suspected step put on the base: what was before it is the state of health to compare with. */
  since: string
  /** Epoch milliseconds. */
  at: Instant
  /** What may be taken back, the riskiest first. */
  moves: readonly Move[]
  /** The moves must travel together, back as well. */
  lockstep: boolean
  /** Nothing is left that could be taken back: the merge took something back itself. */
  rollback: boolean
  /** The merge of the group, of which one member after the other is taken back until the signals are good again. */
  group: string | null
  /** The critical advisory that the proposal said of itself to fix; null: none. */
  criticalFix: string | null
}

/** Longest watch window that a registry can ask for. */
const LONGEST = DAY

/** Ends the watch of a merge. */
const ENDING = new Set(['verified', 'rollback-opened', 'rollback-halted'])

/** Merges of the last day without a verdict yet, oldest first. Pure over the ledger, so a missed or late run changes nothing. */
export function mergesToWatch(records: readonly LedgerRecord[], now: Instant): WatchedMerge[] {
  return records.flatMap((record): WatchedMerge[] => {
    if (record.event !== 'proposal-merged' && record.event !== 'rollback-merged') return []
    const { commit } = record
    if (commit === undefined || record.at <= now - LONGEST) return []
    if (records.some((other) => other.seq > record.seq && ENDING.has(other.event) && isAbout(other, commit))) return []
    const base = {
      number: record.proposal?.number ?? null,
      url: record.proposal?.url ?? null,
      branch: record.proposal?.branch ?? '',
      commit,
      at: record.at,
    }
    return record.event === 'proposal-merged' ? [{ ...base, ...stepOf(record, records) }] : [{ ...base, ...remainderOf(record, records) }]
  })
}

/** Whether a record judges the merge that brought `commit`. */
export function isAbout(record: LedgerRecord, commit: string): boolean {
  return record.details?.['watched'] === commit
}

type Suspicion = Pick<WatchedMerge, 'since' | 'moves' | 'lockstep' | 'rollback' | 'group' | 'criticalFix'>

function stepOf(merged: LedgerRecord, records: readonly LedgerRecord[]): Suspicion {
  const opened = records.findLast(
    (record) =>
      (record.event === 'proposal-opened' || record.event === 'proposal-refreshed') &&
      record.seq < merged.seq &&
      record.proposal?.branch === merged.proposal?.branch &&
      record.proposal?.number === merged.proposal?.number,
  )
  const fixed = opened?.details?.['critical_fix']
  return {
    since: merged.merge?.commits[0] ?? merged.commit ?? '',
    moves: riskiestFirst(merged.moves),
    lockstep: opened?.points?.some((point) => point.lockstep) ?? false,
    rollback: false,
    group: null,
    criticalFix: typeof fixed === 'string' ? fixed : null,
  }
}

/**
 * What an automatic rollback of one member of a group left standing: where the signals are still bad on the rollback's own merge, the next
 * member is taken back. A rollback of anything else leaves nothing to suspect.
 */
function remainderOf(merged: LedgerRecord, records: readonly LedgerRecord[]): Suspicion {
  const opened = records.findLast(
    (record) => record.event === 'rollback-opened' && record.seq < merged.seq && record.proposal?.branch === merged.proposal?.branch,
  )
  const group = opened?.details?.['group'] ?? opened?.details?.['watched']
  const first = records.find((record) => record.event === 'proposal-merged' && record.commit === group)
  const since = merged.merge?.commits[0] ?? merged.commit ?? ''
  const none = { since, moves: merged.moves, lockstep: false, rollback: true, group: null, criticalFix: null }
  if (opened?.details?.['source'] !== AUTOMATIC || first === undefined || typeof group !== 'string') return none
  const gone = takenBackOf(group, records).map((move) => move.component)
  const { moves, ...step } = stepOf(first, records)
  const left = moves.filter((move) => !gone.includes(move.component))
  return left.length === 0 ? { ...none, group } : { ...step, moves: left, group }
}

/** Members of a group that were taken back one after the other, the first of them first. */
function takenBackOf(group: string, records: readonly LedgerRecord[]): Move[] {
  return records.flatMap((record) => {
    const ours = record.event === 'rollback-opened' && (record.details?.['group'] === group || record.details?.['watched'] === group)
    return ours ? record.moves : []
  })
}

/**
 * Where the signals are good again after a member of a group was taken back, that one was to blame: those that were taken back before it,
 * and changed nothing, may come again. As their rollbacks have them: from the version that was left, to the one that holds now.
 */
export function clearedBy({ group }: Pick<WatchedMerge, 'group'>, records: readonly LedgerRecord[]): Move[] {
  return group === null ? [] : takenBackOf(group, records).slice(0, -1)
}

import type { LedgerRecord, Move } from '../core/model/ledger.ts'
import { MERGE_METHODS } from '../core/model/proposal.ts'
import { mergeVerdict } from '../core/proposals/merge-gate.ts'
import type { WatchReport } from '../core/reports/watch.ts'
import { foldRollbacks } from '../core/rollback/fold.ts'
import { AUTOMATIC } from '../core/rollback/watch/breakers.ts'
import type { Forge } from '../ports/forge.ts'
import type { MergeResult } from '../ports/merging.ts'

type Row = WatchReport['rollbacks'][number]

interface Standing {
  number: number
  url: string | null
  /** The head that we wrote. */
  head: string
}

/**
 * Merges open automatic rollbacks where the policy lets it, by the same gate as upgrades: required checks and approvals decide, and a
 * rollback that waits for them waits here, too. `mayMerge` answers for the environment of a move.
 */
export async function mergeRollbacks(forge: Forge, records: readonly LedgerRecord[], mayMerge: (move: Move) => boolean): Promise<Row[]> {
  const { merging } = forge
  const standing = openAutomatic(records, mayMerge)
  if (merging === undefined || standing.length === 0) return []
  const [looks, rules] = await Promise.all([
    merging.look(standing.map((one) => one.number)),
    forge.base().then((base) => merging.rules(base.branch)),
  ])
  const rows: Row[] = []
  for (const { number, url, head } of standing) {
    const look = looks.find((one) => one.number === number)
    // Merged or closed since: the next look at the ledger says so.
    if (look === undefined || look.state !== 'open') continue
    const verdict = mergeVerdict(look, rules, { methods: MERGE_METHODS, head, enabled: false, fresh: false })
    const row = (state: Row['state'], why: string): Row => ({ number, url, state, why })
    const after = (result: MergeResult, state: Row['state'], why: string) => (result.ok ? row(state, why) : row('waiting', result.why))
    if (verdict.kind === 'merge') rows.push(after(await merging.merge(look, verdict.method), 'merged', 'all its checks are green'))
    else if (verdict.kind === 'auto-merge')
      rows.push(after(await merging.enableAutoMerge(look, verdict.method), 'auto-merge', 'the forge merges it when its checks are green'))
    else if (verdict.kind === 'enqueue') rows.push(after(await merging.enqueue(look), 'queued', 'it is in the merge queue'))
    else rows.push(row('waiting', verdict.kind === 'behind' ? 'the base branch moved' : verdict.why))
  }
  return rows
}

function openAutomatic(records: readonly LedgerRecord[], mayMerge: (move: Move) => boolean): Standing[] {
  return foldRollbacks(records).pending.flatMap(({ proposal, moves, kind }): Standing[] => {
    const opened = records.findLast((record) => record.event === 'rollback-opened' && record.proposal?.number === proposal.number)
    if (kind !== 'rollback' || proposal.number === null || opened?.commit === undefined) return []
    if (opened.details?.['source'] !== AUTOMATIC || !moves.every(mayMerge)) return []
    return [{ number: proposal.number, url: proposal.url, head: opened.commit }]
  })
}

import type { LedgerEntry, LedgerRecord } from '../../core/model/ledger.ts'
import type { StoredPlan } from '../../core/release/publication/stored-plan.ts'
import type { ReleasePorts } from './contract.ts'

/** Writes that a version was decided, before anything else is written; once for each version and the commit it was decided from. */
export async function recordPlanned(ports: ReleasePorts, plan: StoredPlan, mode: 'pr' | 'direct', why: readonly string[]): Promise<void> {
  const ledger = await ports.ledger?.()
  if (ledger === undefined) return
  const known = (await ledger.records()).some(
    ({ event, details }) =>
      event === 'release-planned' && details?.['tag'] === plan.tag && (mode === 'pr' || details['base'] === plan.base),
  )
  if (known) return
  const details = {
    tag: plan.tag,
    version: plan.version,
    previous: plan.previous,
    base: plan.base,
    notes: plan.notes,
    mode,
    ...packageOf(plan),
  }
  await ledger.append([{ ...entry(ports), event: 'release-planned', commit: plan.base, why: { reason: why.join('; ') }, details }])
}

export async function recordPublished(ports: ReleasePorts, plan: StoredPlan, commit: string, url: string | null): Promise<void> {
  const ledger = await ports.ledger?.()
  if (ledger === undefined || isPublished(await ledger.records(), plan.tag)) return
  const details = { tag: plan.tag, version: plan.version, notes: plan.notes, url, ...packageOf(plan) }
  await ledger.append([{ ...entry(ports), event: 'release-published', commit, details }])
}

export function isPublished(records: readonly LedgerRecord[], tag: string): boolean {
  return records.some(({ event, details }) => event === 'release-published' && details?.['tag'] === tag)
}

export async function recordRolledBack(
  ports: ReleasePorts,
  rolledBack: { from: string; to: string; reason: string; proposal: LedgerEntry['proposal'] },
): Promise<void> {
  const { from, to, reason, proposal } = rolledBack
  const ledger = await ports.ledger?.()
  if (ledger === undefined) return
  const known = (await ledger.records()).some(
    ({ event, details }) => event === 'release-rolled-back' && details?.['from'] === from && details['to'] === to,
  )
  if (known) return
  const about = proposal === undefined ? {} : { proposal }
  await ledger.append([{ ...entry(ports), event: 'release-rolled-back', why: { reason }, details: { from, to }, ...about }])
}

function entry({ clock, actor }: ReleasePorts): Pick<LedgerEntry, 'at' | 'actor' | 'moves'> {
  return { at: clock.now(), actor, moves: [] }
}

function packageOf({ package: name }: StoredPlan): { package?: string } {
  return name === null ? {} : { package: name }
}

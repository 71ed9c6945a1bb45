import type { LedgerEntry, LedgerRecord } from '../../core/model/ledger.ts'
import type { StoredPlan } from '../../core/release/publication/stored-plan.ts'
import type { ReleasePorts } from './contract.ts'

/** Writes that a version was decided, before anything else is written; once for each version and the commit it was decided from. */
export async function recordPlanned(ports: ReleasePorts, plan: StoredPlan, mode: 'pr' | 'direct', why: readonly string[]): Promise<void> {
  const { tag, version, previous, base, notes } = plan
  const isKnown = ({ event, details }: LedgerRecord) =>
    event === 'release-planned' && details?.['tag'] === tag && (mode === 'pr' || details['base'] === base)
  const details = { tag, version, previous, base, notes, mode, ...packageOf(plan) }
  await once(ports, isKnown, { ...entry(ports), event: 'release-planned', commit: base, why: { reason: why.join('; ') }, details })
}

export async function recordPublished(ports: ReleasePorts, plan: StoredPlan, commit: string, url: string | null): Promise<void> {
  const details = { tag: plan.tag, version: plan.version, notes: plan.notes, url, ...packageOf(plan) }
  await once(ports, (record) => isPublished([record], plan.tag), { ...entry(ports), event: 'release-published', commit, details })
}

export function isPublished(records: readonly LedgerRecord[], tag: string): boolean {
  return records.some(({ event, details }) => event === 'release-published' && details?.['tag'] === tag)
}

export async function recordRolledBack(
  ports: ReleasePorts,
  rolledBack: { from: string; to: string; reason: string; proposal: LedgerEntry['proposal'] },
): Promise<void> {
  const { from, to, reason, proposal } = rolledBack
  const isKnown = ({ event, details }: LedgerRecord) =>
    event === 'release-rolled-back' && details?.['from'] === from && details['to'] === to
  const about = proposal === undefined ? {} : { proposal }
  await once(ports, isKnown, { ...entry(ports), event: 'release-rolled-back', why: { reason }, details: { from, to }, ...about })
}

/** Behind what stands in the ledger at that very moment: of runs that go on at the same time only one writes. */
async function once(ports: ReleasePorts, isKnown: (record: LedgerRecord) => boolean, wanted: LedgerEntry): Promise<void> {
  const ledger = await ports.ledger?.()
  await ledger?.append((records) => (records.some(isKnown) ? [] : [wanted]))
}

function entry({ clock, actor }: ReleasePorts): Pick<LedgerEntry, 'at' | 'actor' | 'moves'> {
  return { at: clock.now(), actor, moves: [] }
}

function packageOf({ package: name }: StoredPlan): { package?: string } {
  return name === null ? {} : { package: name }
}

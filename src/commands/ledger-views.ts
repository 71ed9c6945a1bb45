import { figuresBySubject, figuresOf } from '../core/ledger/figures.ts'
import { type FormerNames, formerNames, underPresentNames } from '../core/ledger/renamed.ts'
import { proposalStandings } from '../core/ledger/standing.ts'
import { ledgerSteps } from '../core/ledger/steps.ts'
import { scopeName } from '../core/model/component.ts'
import { isoInstant } from '../core/model/instant.ts'
import type { LedgerRecord } from '../core/model/ledger.ts'
import type { HistoryQuery, LedgerInspection } from '../core/model/ledger-views.ts'
import { fail, ProblemError } from '../core/model/problems.ts'
import { ledgerPolicy } from '../core/registry/merge/policy.ts'
import { resolveScope } from '../core/registry/merge.ts'
import type { LedgerPolicy } from '../core/registry/resolved.ts'
import { type HistoryReport, recordRow } from '../core/reports/history.ts'
import type { LedgerReport } from '../core/reports/ledger.ts'
import { figuresRow, type StatusReport } from '../core/reports/status.ts'
import { currentVersion } from '../core/resolution/current.ts'
import { foldRollbacks } from '../core/rollback/fold.ts'
import type { Ledger } from '../ports/ledger.ts'
import type { LedgerIndex } from '../ports/ledger-index.ts'
import { needsListing, pinPaths, readPins } from './current.ts'
import { findRegistry, readRegistry } from './load.ts'
import type { Ports, Request } from './ports.ts'
import { selectScopes } from './scopes.ts'

/** The ledger with what the registry says of it. */
export interface OpenedLedger {
  ledger: Ledger
  policy: LedgerPolicy
  /** Names that components had before. */
  former: FormerNames
}

/** Opens the ledger where the registry keeps it; without a registry, where it is kept by default. @throws ProblemError `usage` where it is turned off */
export async function openLedger(ports: Ports, request: Pick<Request, 'registry'>): Promise<OpenedLedger> {
  const { policy, former } = await settingsOf(ports, request)
  // Without a repository there is no place for one: that is said by whoever looks for the repository.
  if (ports.ledger === undefined) await ports.forge()
  if (!policy.enabled || ports.ledger === undefined)
    return fail('usage', 'No ledger is kept: `global.ledger.enabled` is false.', { help: 'Turn it on in the registry.' })
  return { ledger: await ports.ledger(policy), policy, former }
}

async function settingsOf(ports: Ports, request: Pick<Request, 'registry'>): Promise<Omit<OpenedLedger, 'ledger'>> {
  const { workspace } = await ports.files('look')
  try {
    const { registry, at } = readRegistry(await findRegistry(workspace, request.registry))
    const { components } = resolveScope(registry, { environment: null }, at)
    return { policy: ledgerPolicy(registry.global), former: formerNames(components) }
  } catch (error) {
    // Looking at the past must not need a registry that is there, or without mistakes; one that was named must be there.
    if (error instanceof ProblemError && request.registry === undefined) return { policy: ledgerPolicy(undefined), former: new Map() }
    throw error
  }
}

/** What happened, newest first, under whichever of its names a component had then. `index` makes it quick where there are many records. */
export async function history(
  { ledger, former }: Pick<OpenedLedger, 'ledger' | 'former'>,
  query: HistoryQuery,
  index: LedgerIndex,
): Promise<HistoryReport> {
  const records = await ledger.records()
  index.follow(records, () => ledgerSteps(records))
  const found = namesOf(query.component, former)
    .flatMap((component) => index.history(component === undefined ? query : { ...query, component }))
    .sort((a, b) => b.seq - a.seq)
  return {
    schema: 'pinwarden/history@1',
    command: 'history',
    ledger: (await inspectionOf(ledger)).name,
    total: records.length,
    records: found.slice(0, query.limit ?? found.length).map(recordRow),
  }
}

/** All names of a component, of which any was asked for. No event is under two of them. */
function namesOf(asked: string | undefined, former: FormerNames): (string | undefined)[] {
  if (asked === undefined) return [undefined]
  const present = former.get(asked) ?? asked
  return [present, ...[...former].flatMap(([name, now]) => (now === present ? [name] : []))]
}

/** How each component stands in each environment: what is in force, what happened last, and how its steps went. */
export async function status(
  ports: Ports,
  request: Request,
  { ledger, former }: Pick<OpenedLedger, 'ledger' | 'former'>,
  index: LedgerIndex,
): Promise<StatusReport> {
  const written = await ledger.records()
  index.follow(written, () => ledgerSteps(written))
  const records = underPresentNames(written, former)
  const now = ports.clock.now()
  const steps = index.steps().map((step) => ({ ...step, component: former.get(step.component) ?? step.component }))
  const figures = new Map(figuresBySubject(steps, now).map((one) => [keyOf(one), one.figures]))
  const rollbacks = foldRollbacks(records)
  const last = lastEvents(records)
  const standings = [...proposalStandings(records).values()].filter((one) => one.state === 'open')
  const components = (await currents(ports, request)).map((subject): StatusReport['components'][number] => {
    const key = keyOf(subject)
    const points = rollbacks.points.filter((point) => keyOf(point) === key && point.status !== 'open' && point.status !== 'expired')
    const open = standings.find((one) => one.moves.some((move) => keyOf(move) === key))
    const to = open?.moves.find((move) => keyOf(move) === key)?.to
    return {
      ...subject,
      last_event: last.get(key) ?? null,
      open_proposal:
        open === undefined || to === undefined
          ? null
          : { number: open.proposal.number, url: open.proposal.url, branch: open.proposal.branch, to },
      last_good: points.find((point) => point.lastGood)?.from ?? null,
      rollback_points: points.length,
      figures: figuresRow(figures.get(key) ?? figuresOf([], now)),
    }
  })
  return {
    schema: 'pinwarden/status@1',
    command: 'status',
    generated_at: isoInstant(now),
    ledger: { name: (await inspectionOf(ledger)).name, records: records.length },
    components,
    all: figuresRow(figuresOf(steps, now)),
  }
}

/** Proves the chain. `anchor`: a hash that was noted earlier and that must still be in it. */
export async function verifyLedger(ledger: Ledger, anchor: string | null): Promise<LedgerReport> {
  const { name, head, segments, records, tail, fault } = await inspectionOf(ledger)
  const found = anchor === null ? undefined : records.find((record) => record.hash === anchor)
  const lost = anchor !== null && found === undefined
  return {
    schema: 'pinwarden/ledger@1',
    command: 'ledger verify',
    result: fault !== null || lost ? 'broken' : records.length === 0 ? 'empty' : 'ok',
    ledger: name,
    commit: head,
    segments,
    records: records.length,
    head: records.length === 0 ? null : { seq: tail.seq, hash: tail.hash },
    first_at: timeOf(records.at(0)),
    last_at: timeOf(records.at(-1)),
    fault,
    anchor: anchor === null ? null : { hash: anchor, seq: found?.seq ?? null },
  }
}

async function inspectionOf(ledger: Ledger): Promise<LedgerInspection> {
  const nothing = { name: 'nowhere', head: null, segments: 0, records: [], tail: { seq: 0, hash: '' }, fault: null }
  return (await ledger.inspect?.()) ?? nothing
}

function timeOf(record: LedgerRecord | undefined): string | null {
  return record === undefined ? null : isoInstant(record.at)
}

function lastEvents(records: readonly LedgerRecord[]): Map<string, NonNullable<StatusReport['components'][number]['last_event']>> {
  const last = new Map<string, NonNullable<StatusReport['components'][number]['last_event']>>()
  for (const { event, at, moves } of records) {
    if (event === 'pruned') continue
    for (const move of moves) last.set(keyOf(move), { event, at: isoInstant(at), from: move.from, to: move.to })
  }
  return last
}

/** The version in force of every component that was asked for, from the files as they lie. */
async function currents(
  ports: Ports,
  request: Request,
): Promise<{ component: string; environment: string | null; current: string | null }[]> {
  const { workspace } = await ports.files('look')
  const scopes = selectScopes(readRegistry(await findRegistry(workspace, request.registry)), request)
  const components = scopes.flatMap((scope) => scope.selected)
  const listed = needsListing(components) ? await workspace.list() : []
  const files = await workspace.read(pinPaths(components, listed))
  return scopes.flatMap(({ resolved, selected }) =>
    selected.map((component) => ({
      component: component.name,
      environment: scopeName(resolved.scope),
      current: currentVersion(component, readPins(component, files, listed).values)?.version ?? null,
    })),
  )
}

function keyOf({ component, environment }: { component: string; environment: string | null }): string {
  return JSON.stringify([component, environment])
}

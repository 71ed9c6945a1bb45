import type { Move } from '../../core/model/ledger.ts'
import type { Proposal } from '../../core/model/proposal.ts'
import { CODEOWNERS_PATHS } from '../../core/proposals/codeowners.ts'
import { withPolicy } from '../../core/proposals/setup.ts'
import { type PullRequestPolicy, pullRequestPolicy } from '../../core/registry/merge/pull-requests.ts'
import { resolveScope } from '../../core/registry/merge.ts'
import type { ResolvedScope } from '../../core/registry/resolved.ts'
import type { RollbackFacts } from '../../core/rollback/facts.ts'
import { planRollback, type RollbackPlan } from '../../core/rollback/plan.ts'
import { rollbackProposal } from '../../core/rollback/proposal.ts'
import type { RollbackWish } from '../../core/rollback/request.ts'
import type { RollbackMember } from '../../core/rollback/restore.ts'
import type { Refusal } from '../../core/rollback/rules.ts'
import { same } from '../../core/rollback/target.ts'
import { type RollbackVerdict, validateRollback } from '../../core/rollback/validate.ts'
import type { Forge } from '../../ports/forge.ts'
import { CHANGELOG_FILE } from '../gather.ts'
import type { Ports } from '../ports.ts'
import { readEvidence, type StepReading } from './evidence.ts'
import { factsOf, type Mover, recordedDigest } from './facts.ts'
import { type Moving, moversOf, skippedVersions, versioningFor } from './movers.ts'
import { type BaseReading, joinedTo, type LedgerReading, type PinsReading, readBase, readLedger, readSomePins } from './read.ts'
import { type RollbackRequest, wishOf } from './request.ts'
import { findSubject } from './subject.ts'

/** What is to be done about a request, as of one commit of the base. */
export interface RollbackDecision {
  forge: Forge
  base: { branch: string; commit: string }
  ledger: LedgerReading
  wish: RollbackWish
  dryRun: boolean
  moves: readonly Move[]
  proven: boolean | null
  /** Null where there is nothing that could be proposed. */
  proposal: Proposal | null
  plan: RollbackPlan | null
  /** Why nothing is to be done; null where the proposal is. */
  stop: Refusal | null
  /** The pin has moved on: the proposal is the exclusion alone. */
  exclusionOnly: Refusal | null
  overridden: readonly Refusal[]
  warnings: readonly string[]
  open: { number: number | null; url: string | null } | null
  /** The same with an open pull request for this request known. */
  verdictWith(open: NonNullable<RollbackFacts['open']>): Refusal | null
}

/** Reads and decides; changes nothing. */
export async function decideRollback(ports: Ports, request: RollbackRequest): Promise<RollbackDecision> {
  const base = await readBase(ports, request.registry)
  const { registry, at } = base.loaded
  const scope = resolveScope(registry, { environment: null }, at)
  const ledger = await readLedger(ports, scope.policy.ledger)
  const found = findSubject(base.loaded, request, ledger.history.points, scope)
  const wish = wishOf(request, found.state === 'known' ? found.environment : (request.environment ?? null))
  const nothing = nothingDecided(base, ledger, wish, request)
  if (found.state !== 'known') {
    const { stop } = validateRollback({ ...noFacts(wish), subject: found })
    return { ...nothing, stop }
  }
  const policy = pullRequestPolicy(registry)
  const owners = policy.fromCodeowners ? CODEOWNERS_PATHS : []
  const pins = await readSomePins(base, found.environment, found.scope, namesFor(request, found.scope, ledger), owners)
  const moving = moversOf(wish, request.with ?? [], pins, ledger.history)
  const [first] = moving.movers
  if (first === undefined) return { ...nothing, stop: noVersion(wish) }
  const readings =
    wish.reason === '' || !goesSomewhere(first) ? new Map<string, StepReading>() : await readEvidence(ports, base, pins, stepsOf(moving))
  return decide({ base, ledger, wish, request, pins, moving, first, readings, policy, now: ports.clock.now() })
}

interface Decided {
  base: BaseReading
  ledger: LedgerReading
  wish: RollbackWish
  request: RollbackRequest
  pins: PinsReading
  moving: Moving
  first: Mover
  readings: ReadonlyMap<string, StepReading>
  policy: PullRequestPolicy
  now: number
}

/** Pure from here on. */
function decide(input: Decided): RollbackDecision {
  const { wish, base, ledger, request, first, pins } = input
  const all = factsOfAll(input)
  const verdict = mergedVerdict(all, null)
  const moves = movesOf(input)
  const common = {
    ...nothingDecided(base, ledger, wish, request),
    moves,
    proven: first.target?.proven ?? null,
    overridden: verdict.overridden,
    warnings: [...ledger.warnings, ...verdict.warnings],
    verdictWith: (open: NonNullable<RollbackFacts['open']>) => mergedVerdict(all, open).stop,
  }
  if (verdict.stop?.code === 'superseded') return excludeOnly(input, common, verdict.stop)
  // Where the request itself is at fault, nothing was asked, and what could not be known is no news.
  if (!isPlannable(verdict.stop) || first.target === null) return { ...common, warnings: ledger.warnings, stop: verdict.stop }
  const members = input.moving.movers.map((mover) => memberOf(mover, input))
  const plan = planOf(input, members)
  const [problem] = plan.problems
  if (problem !== undefined) {
    const refusal = { code: 'pin_moved' as const, message: problem.message, ...(problem.help === undefined ? {} : { help: problem.help }) }
    return { ...common, plan, stop: verdict.stop ?? refusal }
  }
  const { respectWindows } = pins.scope.resolved.policy.rollback
  const skipped = skippedVersions(first)
  const proposal = rollbackProposal({ wish, members, plan, verdict, versioning: first.versioning, skipped, respectWindows })
  return { ...common, plan, proposal: withPeople(proposal, input), stop: verdict.stop }
}

/** Reviewers, assignees and labels of the policy. Never a draft: whoever takes something back is in a hurry. Merging is for people or the watch. */
function withPeople(proposal: Proposal, { policy, pins, base }: Decided): Proposal {
  const codeowners = CODEOWNERS_PATHS.map((path) => pins.files.get(path)?.text).find((text) => text !== undefined) ?? null
  const asked: PullRequestPolicy = { ...policy, draft: 'never', autoMerge: { ...policy.autoMerge, enabled: false } }
  return withPolicy(proposal, asked, codeowners, base.forge.repository?.split('/')[0] ?? null)
}

/** An open pull request decides before most of the table does, so the proposal's branch must be known even where the table says no. */
function isPlannable(stop: Refusal | null): boolean {
  return (
    stop === null ||
    !['unknown_component', 'component_gone', 'reason_required', 'already_rolled_back', 'no_rollback_point'].includes(stop.code)
  )
}

/** The pin stays where it went; the bad version is kept from coming back. */
function excludeOnly(input: Decided, common: RollbackDecision, stop: Refusal): RollbackDecision {
  const { wish, first, pins } = input
  const bad = wish.bad ?? first.current
  const members = [{ ...memberOf(first, input), from: bad, to: bad, point: null }]
  const plan = planOf(input, members)
  if (plan.problems.length > 0 || plan.changes.length === 0) return { ...common, stop }
  const { respectWindows } = pins.scope.resolved.policy.rollback
  const verdict = { stop: null, overridden: [], warnings: [], unproven: false }
  const proposal = rollbackProposal({ wish, members, plan, verdict, versioning: first.versioning, skipped: [], respectWindows })
  const moves = [{ component: wish.component, environment: wish.environment, from: bad, to: bad }]
  const verdictWith = (open: NonNullable<RollbackFacts['open']>) => ({
    code: 'in_progress' as const,
    message: `The exclusion is on its way already: ${open.url ?? `#${open.number}`}.`,
  })
  return { ...common, moves, plan, proposal, warnings: input.ledger.warnings, stop: null, exclusionOnly: stop, verdictWith }
}

function factsOfAll(input: Decided): RollbackFacts[] {
  const { wish, moving, pins, readings, now } = input
  const moves = new Map(
    moving.movers.flatMap(({ component, target }) => (target === null ? [] : [[component.name, target.version] as const])),
  )
  const standings = new Map(
    pins.scope.resolved.components.map((component) => [
      component.name,
      { version: pins.scope.currents.get(component.name)?.version ?? null, versioning: versioningFor(component) },
    ]),
  )
  const companions = new Map(
    moving.companions.flatMap(({ component, target }) => (target === null ? [] : [[component.name, target.version] as const])),
  )
  return moving.movers.map((mover) => {
    const own =
      mover === input.first ? wish : { ...wish, component: mover.component.name, ...(wish.bad === undefined ? {} : { bad: mover.current }) }
    return factsOf({ wish: own, mover, pins, reading: readings.get(mover.component.name) ?? null, moves, standings, companions, now })
  })
}

/** The first component that is refused refuses them all. */
function mergedVerdict(all: readonly RollbackFacts[], open: RollbackFacts['open']): RollbackVerdict {
  const verdicts = all.map((facts, index) => validateRollback(index === 0 ? { ...facts, open } : facts))
  return {
    stop: verdicts.find(({ stop }) => stop !== null)?.stop ?? null,
    overridden: verdicts.flatMap(({ overridden }) => overridden),
    warnings: [...new Set(verdicts.flatMap(({ warnings }) => warnings))],
    unproven: verdicts.some(({ unproven }) => unproven),
  }
}

function memberOf({ component, current, target }: Mover, { wish, pins, readings }: Decided): RollbackMember {
  const reading = readings.get(component.name)
  return {
    component,
    environment: wish.environment,
    from: current,
    to: target?.version ?? current,
    point: target?.point ?? null,
    side: wish.reland ? 'after' : 'before',
    release: trusted(reading, recordedDigest(target, wish)),
    checksum: reading?.checksum ?? null,
    pinFiles: pins.scope.pins.get(component.name)?.pinFiles ?? [],
  }
}

/** A digest that is not the one of that time is never taken: where the point has none for a place, that place is then a problem. */
function trusted(reading: StepReading | undefined, recorded: string | null): RollbackMember['release'] {
  const release = reading?.release ?? null
  if (release === null || reading?.upstream.state !== 'listed') return release
  const { digest } = reading.upstream
  if (recorded === null || digest === undefined || digest === recorded) return release
  const { digest: _, commit: __, ...rest } = release
  return rest
}

function planOf({ wish, pins, base, moving, now }: Decided, members: readonly RollbackMember[]): RollbackPlan {
  const point = moving.movers[0]?.target?.point
  const incident = wish.incident !== undefined && /^https:\/\/\S{1,500}$/.test(wish.incident) ? wish.incident : undefined
  const url = incident ?? wish.evidence.find((one) => /^https:\/\//.test(one)) ?? point?.proposal?.url ?? null
  const page = url !== null && /^https?:\/\//.test(url) ? url : null
  return planRollback({
    wish,
    members,
    files: pins.files,
    registryFile: base.registryFile.path,
    changelogFile: CHANGELOG_FILE,
    url: page,
    now,
  })
}

function movesOf({ wish, moving }: Decided): Move[] {
  return moving.movers.map(({ component, current, target }) => ({
    component: component.name,
    environment: wish.environment,
    from: current,
    to: target?.version ?? current,
  }))
}

function stepsOf({ movers }: Moving) {
  return movers.flatMap(({ component, current, target }) => (target === null ? [] : [{ component, from: current, to: target.version }]))
}

function goesSomewhere({ target, current, versioning }: Mover): boolean {
  return target !== null && !same(target.version, current, versioning)
}

/** The component, those that a rule joins to it, and those that came with it by one pull request. */
function namesFor({ component, with: together = [] }: RollbackRequest, scope: ResolvedScope, { history }: LedgerReading): Set<string> {
  const siblings = history.points.flatMap((point) => (point.component === component && point.status !== 'expired' ? point.siblings : []))
  const moving = new Set([component, ...together, ...siblings])
  return new Set([...moving, ...joinedTo(moving, scope)])
}

function nothingDecided(
  { forge, base }: BaseReading,
  ledger: LedgerReading,
  wish: RollbackWish,
  request: RollbackRequest,
): RollbackDecision {
  return {
    forge,
    base,
    ledger,
    wish,
    dryRun: request.dryRun === true,
    moves: [],
    proven: null,
    proposal: null,
    plan: null,
    stop: null,
    exclusionOnly: null,
    overridden: [],
    warnings: ledger.warnings,
    open: null,
    verdictWith: () => null,
  }
}

function noVersion({ component }: RollbackWish): Refusal {
  return { code: 'pin_moved', message: `No version of ${component} can be read from its pins.`, help: 'Run `pinwarden lint`.' }
}

function noFacts(wish: RollbackWish): RollbackFacts {
  return {
    wish,
    subject: { state: 'gone' },
    current: '',
    target: null,
    order: null,
    isSame: false,
    badInForce: true,
    open: null,
    upstream: { state: 'unknown', why: '' },
    recordedDigest: null,
    excluded: null,
    olderAllowed: null,
    vulnerabilities: { introduced: [], stillOpen: [], missing: null },
    migrations: { irreversible: [], files: 0 },
    belowMinimum: null,
    broken: [],
    offer: [],
  }
}

import { formerNames } from '../../core/ledger/renamed.ts'
import type { Move } from '../../core/model/ledger.ts'
import type { Proposal } from '../../core/model/proposal.ts'
import { CODEOWNERS_PATHS } from '../../core/proposals/codeowners.ts'
import { pullRequestPolicy } from '../../core/registry/merge/pull-requests.ts'
import { resolveScope } from '../../core/registry/merge.ts'
import type { ResolvedScope } from '../../core/registry/resolved.ts'
import type { RollbackFacts } from '../../core/rollback/facts.ts'
import type { RollbackPlan } from '../../core/rollback/plan.ts'
import { rollbackProposal } from '../../core/rollback/proposal.ts'
import type { RollbackWish } from '../../core/rollback/request.ts'
import type { Refusal } from '../../core/rollback/rules.ts'
import { same } from '../../core/rollback/target.ts'
import { validateRollback } from '../../core/rollback/validate.ts'
import type { Forge } from '../../ports/forge.ts'
import type { Ports } from '../ports.ts'
import { readEvidence, type StepReading } from './evidence.ts'
import type { Mover } from './facts.ts'
import { type Decided, factsOfAll, memberOf, mergedVerdict, movesOf, planOf, withPeople } from './members.ts'
import { type Moving, moversOf, skippedVersions } from './movers.ts'
import { joinedTo, type LedgerReading, readBase, readLedger, readSomePins } from './read.ts'
import { type RollbackRequest, wishOf } from './request.ts'
import { findSubject } from './subject.ts'
import { noFacts, nothingDecided, noVersion } from './undecided.ts'

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
  /** Who answers for the component, as the registry says. */
  owner: string | null
  /** The same with an open pull request for this request known. */
  verdictWith(open: NonNullable<RollbackFacts['open']>): Refusal | null
}

/** Reads and decides; changes nothing. */
export async function decideRollback(ports: Ports, asked: RollbackRequest): Promise<RollbackDecision> {
  const base = await readBase(ports, asked.registry)
  const { registry, at } = base.loaded
  const scope = resolveScope(registry, { environment: null }, at)
  const former = formerNames(scope.components)
  const present = (name: string) => former.get(name) ?? name
  const request = { ...asked, component: present(asked.component), ...(asked.with === undefined ? {} : { with: asked.with.map(present) }) }
  const ledger = await readLedger(ports, scope.policy.ledger, former)
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

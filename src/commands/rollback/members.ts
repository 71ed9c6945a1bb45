import type { Move } from '../../core/model/ledger.ts'
import type { Proposal } from '../../core/model/proposal.ts'
import { CODEOWNERS_PATHS } from '../../core/proposals/codeowners.ts'
import { withPolicy } from '../../core/proposals/setup.ts'
import type { PullRequestPolicy } from '../../core/registry/merge/pull-requests.ts'
import type { RollbackFacts } from '../../core/rollback/facts.ts'
import { planRollback, type RollbackPlan } from '../../core/rollback/plan.ts'
import type { RollbackWish } from '../../core/rollback/request.ts'
import type { RollbackMember } from '../../core/rollback/restore.ts'
import { type RollbackVerdict, validateRollback } from '../../core/rollback/validate.ts'
import { CHANGELOG_FILE } from '../gather.ts'
import type { StepReading } from './evidence.ts'
import { factsOf, type Mover, recordedDigest } from './facts.ts'
import { type Moving, versioningFor } from './movers.ts'
import type { BaseReading, LedgerReading, PinsReading } from './read.ts'
import type { RollbackRequest } from './request.ts'

/** Everything that was read for one request; what follows from it is pure. */
export interface Decided {
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

/** What the table of outcomes looks at, for each that moves, the asked one first. */
export function factsOfAll(input: Decided): RollbackFacts[] {
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
export function mergedVerdict(all: readonly RollbackFacts[], open: RollbackFacts['open']): RollbackVerdict {
  const verdicts = all.map((facts, index) => validateRollback(index === 0 ? { ...facts, open } : facts))
  return {
    stop: verdicts.find(({ stop }) => stop !== null)?.stop ?? null,
    overridden: verdicts.flatMap(({ overridden }) => overridden),
    warnings: [...new Set(verdicts.flatMap(({ warnings }) => warnings))],
    unproven: verdicts.some(({ unproven }) => unproven),
  }
}

/** A mover as the plan wants it. */
export function memberOf({ component, current, target }: Mover, { wish, pins, readings }: Decided): RollbackMember {
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
export function trusted(reading: StepReading | undefined, recorded: string | null): RollbackMember['release'] {
  const release = reading?.release ?? null
  if (release === null || reading?.upstream.state !== 'listed') return release
  const { digest } = reading.upstream
  if (recorded === null || digest === undefined || digest === recorded) return release
  const { digest: _, commit: __, ...rest } = release
  return rest
}

/** The files, with the page that the exclusion links: the incident, else the evidence, else the upgrade's pull request. */
export function planOf({ wish, pins, base, moving, now }: Decided, members: readonly RollbackMember[]): RollbackPlan {
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

/** For ledger and report. */
export function movesOf({ wish, moving }: Decided): Move[] {
  return moving.movers.map(({ component, current, target }) => ({
    component: component.name,
    environment: wish.environment,
    from: current,
    to: target?.version ?? current,
  }))
}

/** Reviewers, assignees and labels of the policy. Never a draft: whoever takes something back is in a hurry. Merging is for people or the watch. */
export function withPeople(proposal: Proposal, { policy, pins, base }: Decided): Proposal {
  const codeowners = CODEOWNERS_PATHS.map((path) => pins.files.get(path)?.text).find((text) => text !== undefined) ?? null
  const asked: PullRequestPolicy = { ...policy, draft: 'never', autoMerge: { ...policy.autoMerge, enabled: false } }
  return withPolicy(proposal, asked, codeowners, base.forge.repository?.split('/')[0] ?? null)
}

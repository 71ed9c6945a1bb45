import type { Candidate } from '../model/upgrade.ts'
import type { ReadRelease, Rejection } from '../strategies/contract.ts'
import { strategies } from '../strategies/index.ts'
import type { Versioning } from '../versioning/contract.ts'
import { laneOf } from './breaking-number.ts'
import { consideredOf, heldOf, type Outcome } from './considered.ts'
import type { Resolution, ResolveInput } from './contract.ts'
import { declaredVersions } from './declared-versions.ts'
import { foldEqualVersions } from './equal-versions.ts'
import type { Filter, FilterContext, PreparedFilter } from './filters/contract.ts'
import { incompatibleTag } from './filters/incompatible-tag.ts'
import { filters } from './filters/index.ts'
import { jump } from './filters/jump.ts'
import { prerelease } from './filters/prerelease.ts'
import { yanked } from './filters/yanked.ts'
import { applyLag } from './lag.ts'
import { planRoute, type Route } from './path.ts'
import { type Reading, type Reasons, readReleases } from './reading.ts'
import { suspicions } from './suspicions.ts'

/**
 * What one component could move to by its strategy and policy. Pure: the same input gives the same answer, in whatever order upstream
 * lists its releases. Never a downgrade. Every release is a candidate or has a reason.
 */
export function resolveComponent(asked: ResolveInput): Resolution {
  const { outcome, newest, notices } = thinkThrough(asked)
  const kept = outcome.options.length === 0 ? undefined : outcome
  let considered: Resolution['considered'] | undefined
  return {
    current: outcome.reading.current?.release.version ?? null,
    candidates: outcome.candidates,
    options: outcome.options,
    // Only explanations and steps ask for every release. Of a thousand components that stand still it would be a hundred thousand: who asks
    // for theirs thinks again.
    get considered() {
      considered ??= consideredOf(kept ?? thinkThrough(asked).outcome)
      return considered
    },
    held: heldOf(outcome),
    newest,
    notices,
  }
}

function thinkThrough(asked: ResolveInput): { outcome: Outcome } & Pick<Resolution, 'newest' | 'notices'> {
  const input = { ...asked, versioning: declaredVersions(asked.versioning, asked.component.constraints) }
  const reading = readReleases(input)
  const context = contextOf(input, reading)
  const prepared = filters.map((filter) => ({ filter, ...filter.prepare(context) }))
  const why = new Map<ReadRelease, Rejection>()

  const notOlder = countNotOlder(reading, input.versioning)
  const filtered = applyFilters(reading.read.slice(0, notOlder), prepared, why)
  const { kept, folded } = foldEqualVersions(filtered, reading.currentRelease?.tag ?? input.current ?? undefined, input.versioning)
  for (const one of folded) why.set(one.release, one.why)

  const choice = strategies[input.component.strategy].choose(kept, context)
  const lagged = applyLag(choice.wanted, context)
  for (const one of [...choice.rejected, ...lagged.lagging]) why.set(one.release, one.why)

  const reasons = withOlder(why, reading, notOlder, prepared)
  const route = planRoute(lagged.passed, { all: reading.read, rejected: reasons }, context)
  for (const one of route.later) why.set(one.release, one.why)

  const options = toCandidates(route, context)
  const notices = prepared.flatMap((filter) => filter.notices ?? [])
  return {
    outcome: { reading, why: reasons, notOlder, options, candidates: highestOfEachLane(options), current: input.current },
    newest: newestOf(reading.read, prepared),
    notices: [...reading.notices, ...suspicions(input, reading), ...notices, ...choice.notices, ...route.notices],
  }
}

function contextOf(input: ResolveInput, reading: Reading): FilterContext {
  const { versioning } = input
  const fixes = new Set(input.securityFixes ?? [])
  const fixed = [...fixes].flatMap((text) => versioning.parse(text) ?? [])
  return {
    component: input.component,
    versioning,
    current: reading.current,
    now: input.now,
    lines: input.lines ?? [],
    pinned: reading.pinned,
    all: reading.read,
    currentRelease: reading.currentRelease,
    holds: input.holds ?? new Map(),
    isSecurityFix: ({ release, parsed }) =>
      fixes.has(release.tag) || fixes.has(release.version) || fixed.some((one) => versioning.compare(one, parsed) === 0),
  }
}

/** Releases stand newest first, so that those older than the current version are its tail: most of most lists, and all for the same reason. */
function countNotOlder({ read, current }: Reading, versioning: Versioning): number {
  if (current === null) return read.length
  const at = read.findIndex((one) => versioning.compare(one.parsed, current.parsed) < 0)
  return at === -1 ? read.length : at
}

/** The reasons with those of the older releases, which are looked up only where somebody asks. */
function withOlder(why: ReadonlyMap<ReadRelease, Rejection>, { read }: Reading, notOlder: number, prepared: readonly Prepared[]): Reasons {
  let older: Map<ReadRelease, Rejection> | undefined
  const readOlder = () => {
    const found = new Map<ReadRelease, Rejection>()
    applyFilters(read.slice(notOlder), prepared, found)
    return found
  }
  return {
    get(release) {
      const known = why.get(release)
      if (known !== undefined || notOlder === read.length) return known
      older ??= readOlder()
      return older.get(release)
    },
  }
}

/** A rule with its settings read once. */
type Prepared = PreparedFilter & { filter: Filter }

function applyFilters(releases: readonly ReadRelease[], prepared: readonly Prepared[], why: Map<ReadRelease, Rejection>): ReadRelease[] {
  const passed: ReadRelease[] = []
  for (const release of releases) {
    let rejection: Rejection | null = null
    for (const filter of prepared) {
      rejection = filter.judge(release)
      if (rejection !== null) break
    }
    if (rejection === null) passed.push(release)
    else why.set(release, rejection)
  }
  return passed
}

function toCandidates(route: Route, { current, versioning }: FilterContext): Candidate[] {
  if (current === null) return []
  return route.next.map((one) => {
    const path = route.paths.get(one)
    return {
      release: one.release,
      lane: laneOf(current.parsed, one.parsed, versioning),
      distance: versioning.distance(current.parsed, one.parsed),
      ...(path === undefined ? {} : { path }),
    }
  })
}

/** Newest first in; the highest of each lane out, safe before major. */
function highestOfEachLane(options: readonly Candidate[]): Candidate[] {
  return (['safe', 'major'] as const).flatMap((lane) => options.find((one) => one.lane === lane) ?? [])
}

/** By the rules that say what a release is, not by those that say what may be taken. */
const KINDS: ReadonlySet<Filter> = new Set([incompatibleTag, prerelease, yanked, jump])

function newestOf(releases: readonly ReadRelease[], prepared: readonly Prepared[]): string | null {
  const kinds = prepared.filter(({ filter }) => KINDS.has(filter))
  return releases.find((one) => kinds.every((kind) => kind.judge(one) === null))?.release.version ?? null
}

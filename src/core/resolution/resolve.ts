import type { Answer, Cause } from '../model/release.ts'
import type { Held, Step } from '../model/upgrade.ts'
import type { ResolvedComponent } from '../registry/resolved.ts'
import { declaredVersions } from './declared-versions.ts'
import { type LaneComponent, type LaneSolution, solveLanes, versionIn } from './lanes.ts'
import { missingOf } from './missing.ts'
import { compareText } from './order.ts'
import type { ComponentOutcome, ScopeInput, ScopeResolution } from './scope.ts'
import { resolveSecurely } from './securely.ts'

export type { ComponentOutcome, ScopeInput, ScopeResolution, StepGroup } from './scope.ts'

/**
 * The steps of all components of a scope, chosen so that they fit together. Pure and deterministic. A component that cannot be resolved
 * stops no other: it stands still where the rules of others ask for it, and is reported.
 */
export function resolveScope(input: ScopeInput): ScopeResolution {
  const components = [...input.scope.components].sort((a, b) => compareText(a.name, b.name))

  // 1. Each component by itself.
  const read = components.map((component) => resolveOne(component, input))
  const resolved = read.flatMap((one) => one.resolved ?? [])

  // 2. All together, safe steps first and major steps on top.
  const lanes = solveLanes(resolved, input.scope, input.budget)

  // 3. What became of each.
  const outcomes = new Map(resolved.map((one) => [one.component.name, outcomeOf(one, lanes, input)]))
  return {
    steps: [...outcomes.values()].flatMap(stepsOf),
    groups: lanes.groups,
    outcomes,
    unresolved: read.flatMap(({ component, cause }) => (cause === undefined ? [] : [{ component: component.name, cause }])),
    missing: [...outcomes.values()].flatMap((one) => missingOf(one)),
    broken: brokenOf(lanes),
    unknown: [...new Set([...lanes.safe.unknown, ...lanes.major.unknown])],
    optimal: lanes.safe.optimal && lanes.major.optimal,
  }
}

/** What the safe lane finds broken, or that the major lane mends it. */
function brokenOf({ safe, major }: LaneSolution): string[] {
  return safe.broken.map((one) => {
    const later = major.broken.find(({ rule, mended }) => rule === one.rule && mended)
    return one.mended || later === undefined ? one.sentence : later.sentence
  })
}

interface ReadComponent {
  component: ResolvedComponent
  /** Absent where the component names a scheme that does not exist: then nothing can be said of it. */
  resolved?: LaneComponent
  cause?: Cause
}

function resolveOne(component: ResolvedComponent, input: ScopeInput): ReadComponent {
  const { name } = component
  const scheme = input.versioningOf(component)
  if (scheme === null)
    return { component, cause: { code: 'invalid-query', message: `There is no versioning scheme \`${component.versioning ?? ''}\`.` } }
  const versioning = declaredVersions(scheme, component.constraints)
  const answer = answerFor(component, input.answers)
  const found = answer.ok ? answer : null
  const asked = {
    component,
    releases: found?.releases ?? [],
    current: input.currents.get(name)?.version ?? null,
    versioning,
    now: input.now,
    lines: [...(input.lines?.get(name) ?? []), ...(found?.lines ?? [])],
    holds: input.holds?.get(name) ?? new Map(),
  }
  const resolution = resolveSecurely(asked, input.open?.get(name))
  const notices = [...(found?.notices ?? []), ...(found?.asked === true ? resolution.notices : [])]
  const resolved = { component, versioning, resolution, notices }
  return answer.ok ? { component, resolved } : { component, resolved, cause: answer.cause }
}

/** An answer, or an empty one that nobody was asked for: what resolution would say about its emptiness is not worth saying. */
type Heard = (Extract<Answer, { ok: true }> & { asked: boolean }) | Extract<Answer, { ok: false }>

function answerFor(component: ResolvedComponent, answers: ScopeInput['answers']): Heard {
  const { name, source } = component
  const silent = { ok: true, origin: 'configured', releases: [], asked: false } as const
  if (component.inherited === true) return silent
  const answer = answers.get(name)
  if (answer !== undefined) return answer.ok ? { ...answer, asked: true } : answer
  if (source === null)
    return { ...silent, notices: [`${name} names neither \`source\` nor \`github_repo\`, so nothing newer can be found.`] }
  return { ok: false, cause: { code: 'invalid-query', message: `${name} was not asked for at ${source.datasource}.` } }
}

function outcomeOf(
  { component, versioning, resolution, notices }: LaneComponent,
  { safe, major }: LaneSolution,
  { currents }: ScopeInput,
): ComponentOutcome {
  const name = component.name
  const [near, far] = [versionIn(safe, name), versionIn(major, name)]
  const blocked = [safe, major].flatMap(({ held }) => (Object.hasOwn(held, name) ? (held[name] ?? []) : []))
  return {
    component,
    versioning,
    current: resolution.current,
    currentFrom: currents.get(name)?.from ?? null,
    resolution,
    ...(near !== null && near !== resolution.current ? { safe: near } : {}),
    ...(far !== null && far !== near ? { major: far } : {}),
    held: newestFirst([...blocked, ...resolution.held], versioning),
    notices,
  }
}

/** By version; what the scheme cannot read keeps its place at the end. */
function newestFirst(held: readonly Held[], versioning: LaneComponent['versioning']): Held[] {
  const read = held.map((one) => ({ one, parsed: versioning.parse(one.version) }))
  const known = read.filter(({ parsed }) => parsed !== null).sort((a, b) => versioning.compare(b.parsed, a.parsed))
  return [...known, ...read.filter(({ parsed }) => parsed === null)].map(({ one }) => one)
}

function stepsOf({ component, current, currentFrom, resolution, safe, major }: ComponentOutcome): Step[] {
  return [safe, major].flatMap((to) => {
    const option = to === undefined ? undefined : resolution.options.find((one) => one.release.version === to)
    if (option === undefined || to === undefined || current === null) return []
    const { release, lane, distance, path } = option
    const from = { component: component.name, from: current, currentFrom: currentFrom ?? 'version' } as const
    const waived = resolution.security?.waived.get(to)
    const more = { ...(path === undefined ? {} : { path }), ...(waived === undefined ? {} : { waived }) }
    return [{ ...component.scope, ...from, to, toRelease: release, lane, distance, ...more }]
  })
}

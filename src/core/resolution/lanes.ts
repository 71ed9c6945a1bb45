import type { Candidate } from '../model/upgrade.ts'
import type { CompatibilityRule, ResolvedComponent, ResolvedScope } from '../registry/resolved.ts'
import type { Versioning } from '../versioning/contract.ts'
import type { Resolution } from './contract.ts'
import type { StepGroup } from './scope.ts'
import { type Move, travelGroups } from './solver/groups.ts'
import { compileRelations, type Relation } from './solver/relations.ts'
import { type Solution, type SolveComponent, type SolveInput, type SyncRule, solve } from './solver.ts'

/** A component as the two runs of the solver need it. */
export interface LaneComponent {
  component: ResolvedComponent
  versioning: Versioning
  resolution: Resolution
  /** What a reader should know: of the answer, and of its resolution. */
  notices: readonly string[]
}

/** The versions of both lanes, and what must travel together. Components that stand still and are in no rule are left out. */
export interface LaneSolution {
  safe: Solution
  major: Solution
  groups: StepGroup[]
}

/**
 * The solver runs twice. First over the safe steps alone, so that no patch waits for somebody's major. Then over the major steps on top of
 * that answer: what the safe lane reaches is where the others stand. A major step may need a safe one that is not merged yet, then both
 * travel in the major's proposal; and whatever order proposals are merged in, every rule that held holds on.
 */
export function solveLanes(components: readonly LaneComponent[], { policy }: ResolvedScope, budget?: number): LaneSolution {
  const rules = policy.safety.compatibilityCheck ? rulesOf(components, policy.compatibility) : []
  const common = { rules, syncs: syncsOf(components), ...(budget === undefined ? {} : { budget }) }
  const concerned = concernedBy(components, common)
  const input = (lane: Candidate['lane'], at: (one: LaneComponent) => string | null): SolveInput => ({
    ...common,
    components: Object.fromEntries(concerned.map((one) => [one.component.name, solveComponent(one, lane, at(one))])),
  })
  const safe = solve(input('safe', (one) => one.resolution.current))
  const major = solve(input('major', (one) => versionIn(safe, one.component.name) ?? one.resolution.current))
  return { safe, major, groups: groupsOf(concerned, safe, major, common) }
}

/** What stands still and is named by no rule changes nothing for the others: of a thousand components most, on most days. */
function concernedBy(components: readonly LaneComponent[], { rules, syncs }: Pick<SolveInput, 'rules' | 'syncs'>): LaneComponent[] {
  const named = new Set([
    ...rules.flatMap(({ component, requires }) => [component, ...Object.keys(requires)]),
    ...(syncs ?? []).flatMap(({ component, other }) => [component, other]),
  ])
  return components.filter(({ component, resolution }) => resolution.options.length > 0 || named.has(component.name))
}

/** A version of an assignment; names such as `constructor` are components like any other. */
export function versionIn({ assignment }: Solution, name: string): string | null {
  return Object.hasOwn(assignment, name) ? (assignment[name] ?? null) : null
}

function solveComponent({ resolution, versioning }: LaneComponent, lane: Candidate['lane'], current: string | null): SolveComponent {
  const candidates = resolution.options.filter((one) => one.lane === lane).map((one) => one.release.version)
  return { current, candidates: current === null ? [] : candidates, versioning }
}

/**
 * `compatible_with` of the components and `compatibility` of the registry, each rule once: the policy of a scope has the former among the
 * latter already. A rule on a component with tracks holds for each of them.
 */
export function rulesOf(
  components: readonly Pick<LaneComponent, 'component'>[],
  registry: readonly CompatibilityRule[],
): CompatibilityRule[] {
  const own = components.flatMap(({ component: { name, compatibleWith, at } }) =>
    Object.keys(compatibleWith).length === 0 ? [] : [{ component: name, requires: compatibleWith, ...(at === undefined ? {} : { at }) }],
  )
  const expanded = registry.flatMap((rule) => {
    const tracks = components.filter(({ component }) => component.track?.component === rule.component)
    return tracks.length === 0 ? [rule] : tracks.map(({ component }) => ({ ...rule, component: component.name }))
  })
  // Those of the registry say where they are written.
  return [...Map.groupBy([...expanded, ...own], ruleKey).values()].flatMap(([first]) => first ?? [])
}

/** The same for two rules that ask for the same, wherever they are written. */
function ruleKey({ component, versions, requires, reason, level = 'compatible' }: CompatibilityRule): string {
  const pairs = Object.entries(requires).toSorted(([a], [b]) => (a < b ? -1 : 1))
  return JSON.stringify([component, versions, pairs, reason, level])
}

function syncsOf(components: readonly LaneComponent[]): SyncRule[] {
  return components.flatMap(({ component: { name, upgrade } }) =>
    upgrade.syncVersionWith === undefined
      ? []
      : [
          {
            component: name,
            other: upgrade.syncVersionWith,
            ...(upgrade.allowedVersionDrift === undefined ? {} : { drift: upgrade.allowedVersionDrift }),
          },
        ],
  )
}

function groupsOf(
  components: readonly LaneComponent[],
  safe: Solution,
  major: Solution,
  common: Pick<SolveInput, 'rules' | 'syncs'>,
): StepGroup[] {
  const { relations } = compileRelations({
    ...common,
    components: Object.fromEntries(components.map((one) => [one.component.name, solveComponent(one, 'safe', null)])),
  })
  const current = new Map<string, unknown>()
  const moves = new Map<string, Move>()
  for (const {
    component: { name },
    versioning,
    resolution,
  } of components) {
    const [now, near, far] = [resolution.current, versionIn(safe, name), versionIn(major, name)].map((text) =>
      text === null ? null : versioning.parse(text),
    )
    current.set(name, now)
    const isMajor = versionIn(major, name) !== versionIn(safe, name)
    if (isMajor) moves.set(name, { to: far, before: [now, near] })
    else if (versionIn(safe, name) !== resolution.current) moves.set(name, { to: near, before: [now], follows: true })
  }
  const isBroken = (relation: Relation, a: unknown, b: unknown): boolean => {
    const before = [current.get(relation.a) ?? null, current.get(relation.b) ?? null] as const
    return relation.breaks(a, b) && (!relation.breaks(...before) || relation.worse([a, b], before))
  }
  const far = travelGroups(moves, relations, isBroken, safe.groups).filter((group) =>
    group.some((name) => moves.get(name)?.follows !== true),
  )
  return [
    ...safe.groups.map((names): StepGroup => ({ lane: 'safe', components: names })),
    ...far.map((names): StepGroup => ({ lane: 'major', components: names })),
  ]
}

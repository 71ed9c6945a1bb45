import type { CurrentFrom, Scope, StrategyId } from '../model/component.ts'
import type { Instant } from '../model/instant.ts'
import type { Held, HeldCode } from '../model/upgrade.ts'
import type { Considered } from './contract.ts'
import type { ComponentOutcome, ScopeResolution } from './scope.ts'

/** Something that would change the answer, for the releases that it would free. */
export interface Change {
  code: HeldCode
  /** One sentence: what must come about. */
  frees: string
  /** When it comes about by itself, where that is known. */
  until?: Instant
  /** Newest first. */
  versions: readonly string[]
}

/** Why a component moves where it moves, as `explain COMPONENT` shows it. Every face renders this one structure. */
export interface Explanation extends Scope {
  component: string
  strategy: StrategyId
  /** Id of the scheme. */
  versioning: string
  current: string | null
  currentFrom: CurrentFrom | null
  newest: string | null
  safe?: string
  major?: string
  /** One sentence. */
  verdict: string
  /** Every release that upstream lists, newest first, with its lane or its reason. */
  considered: readonly Considered[]
  /** What would change the answer: first what comes about by itself, the soonest first, then what somebody must do. */
  changes: readonly Change[]
  notices: readonly string[]
}

/** Explains one component of a resolved scope; null where it is not among those that could be read. */
export function explainComponent(scope: ScopeResolution, name: string): Explanation | null {
  const outcome = scope.outcomes.get(name)
  if (outcome === undefined) return null
  const { component, versioning, current, currentFrom, resolution, safe, major } = outcome
  const cause = scope.unresolved.find((one) => one.component === name)?.cause
  return {
    ...component.scope,
    component: name,
    strategy: component.strategy,
    versioning: versioning.id,
    current,
    currentFrom,
    newest: resolution.newest,
    ...(safe === undefined ? {} : { safe }),
    ...(major === undefined ? {} : { major }),
    verdict: cause === undefined ? verdictOf(outcome) : `${name} could not be resolved: ${cause.message}`,
    considered: resolution.considered.map((one) => judged(one, outcome)),
    changes: changesOf(outcome),
    notices: outcome.notices,
  }
}

/** The verdict of the component alone, put right where the components together chose otherwise. */
function judged(one: Considered, { safe, major, held, resolution }: ComponentOutcome): Considered {
  const { tag, version, date } = one
  const entry = { tag, version, ...(date === undefined ? {} : { date }) }
  const option = resolution.options.find(({ release }) => release.tag === tag && release.version === version)
  if (option === undefined) return one
  if (version === safe || version === major) return { ...entry, lane: option.lane }
  const block = held.find((each) => each.code === 'compatibility' && each.version === version)
  if (block !== undefined) return { ...entry, held: block }
  const better = option.lane === 'safe' ? safe : major
  const reason =
    better === undefined
      ? `${version} is allowed, but the components around it do not leave room for it.`
      : `${version} is allowed, and ${better} is chosen in its lane.`
  return { ...entry, held: { version, code: better === undefined ? 'compatibility' : 'superseded', reason } }
}

function verdictOf({ component: { name, strategy }, current, safe, major, held }: ComponentOutcome): string {
  if (current === null) return `${name} does not move: its current version is not known or cannot be read.`
  const steps = [safe, major].filter((one) => one !== undefined)
  const first = held[0]
  if (steps.length > 0)
    return `${name} moves from ${current} to ${steps.join(', and by a proposal of its own to ')} (strategy \`${strategy}\`).`
  if (first === undefined) return `${name} stays at ${current}: nothing newer is there (strategy \`${strategy}\`).`
  return `${name} stays at ${current}: ${first.reason}`
}

function changesOf({ held }: ComponentOutcome): Change[] {
  const changes = new Map<string, { first: Held; frees: string; versions: string[] }>()
  for (const one of held) {
    if (one.frees === undefined) continue
    const key = `${one.code}\n${one.frees}`
    const before = changes.get(key)
    if (before === undefined) changes.set(key, { first: one, frees: one.frees, versions: [one.version] })
    else before.versions.push(one.version)
  }
  return [...changes.values()]
    .map(({ first, frees, versions }) => ({
      code: first.code,
      frees,
      ...(first.until === undefined ? {} : { until: first.until }),
      versions,
    }))
    .sort((a, b) => (a.until ?? Number.MAX_VALUE) - (b.until ?? Number.MAX_VALUE))
}

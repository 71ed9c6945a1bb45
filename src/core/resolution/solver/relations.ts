import { formatPlace } from '../../model/problems.ts'
import type { CompatibilityRule } from '../../registry/resolved.ts'
import { rangeTest } from '../../strategies/range-test.ts'
import type { Versioning } from '../../versioning/contract.ts'
import { compareText } from '../order.ts'
import { clip } from '../phrases.ts'
import type { SolveComponent, SolveInput, SyncRule } from './contract.ts'
import { type Drift, driftsApart, isFurther, NO_DRIFT, parseDrift } from './drift.ts'

/** One rule between two components, ready to be asked about parsed versions. A version that is not known (null) breaks nothing. */
export interface Relation {
  a: string
  b: string
  /** Sorts relations and shows which rule it is. */
  key: string
  breaks(a: unknown, b: unknown): boolean
  /** Whether a pair that breaks the rule is worse than another that does. */
  worse(now: readonly [unknown, unknown], before: readonly [unknown, unknown]): boolean
  /** What tells values of one side apart for this rule; equal marks are interchangeable. */
  mark(side: 'a' | 'b', value: unknown, text: string): string
  /** What the rule says about two versions, as part of a sentence without its end: `a 2.0.0 needs b >=3`. */
  phrase(a: string, b: string): string
  /** What would lift it. */
  frees(held: 'a' | 'b', version: string): string
}

/** Every rule as a relation in canonical order, and those that cannot be applied as notes. */
export function compileRelations({ components, rules, syncs = [] }: SolveInput): { relations: Relation[]; unknown: string[] } {
  const known = new Map(Object.entries(components))
  const relations = new Map<string, Relation>()
  const unknown = new Set<string>()
  const ranges = rangeReader()
  for (const rule of rules) {
    for (const [other, range] of Object.entries(rule.requires)) {
      const result = fromRule(rule, other, range, known, ranges)
      if (typeof result === 'string') unknown.add(result)
      else if (result !== null) relations.set(result.key, relations.get(result.key) ?? result)
    }
  }
  for (const sync of syncs) {
    const { relation, note } = fromSync(sync, known)
    if (note !== undefined) unknown.add(note)
    if (relation !== undefined) relations.set(relation.key, relations.get(relation.key) ?? relation)
  }
  return { relations: [...relations.values()].sort((x, y) => compareText(x.key, y.key)), unknown: [...unknown].sort() }
}

type Components = ReadonlyMap<string, SolveComponent>
type Test = (parsed: unknown) => boolean
type RangeReader = (versioning: Versioning, text: string) => Test | null

/** Reads each range once, and asks each version once. */
function rangeReader(): RangeReader {
  const read = new Map<string, Test | null>()
  return (versioning, text) => {
    const key = `${versioning.id}\n${text}`
    const before = read.get(key)
    if (before !== undefined) return before
    const test = remembered(rangeTest(versioning, text))
    read.set(key, test)
    return test
  }
}

function remembered(test: Test | null): Test | null {
  if (test === null) return null
  const answers = new Map<unknown, boolean>()
  return (parsed) => {
    const before = answers.get(parsed)
    if (before !== undefined) return before
    const answer = test(parsed)
    answers.set(parsed, answer)
    return answer
  }
}

/**
 * Null where the rule demands nothing: levels `deprecated` and `unknown` describe a pair and are shown by the safety checks. `breaking` says
 * what happens to who breaks the demand; the demand is the same as without it.
 */
function fromRule(rule: CompatibilityRule, other: string, range: string, known: Components, ranges: RangeReader): Relation | string | null {
  if (rule.level === 'deprecated' || rule.level === 'unknown') return null
  const [a, b] = [known.get(rule.component), known.get(other)]
  const written = `${rule.component}${rule.versions === undefined ? '' : ` ${rule.versions}`} requires ${other} ${range}`
  const missing = a === undefined ? rule.component : b === undefined ? other : undefined
  if (missing !== undefined || a === undefined || b === undefined)
    return `Rule “${clip(written)}” is not applied: there is no component ${missing}.`
  const applies = rule.versions === undefined ? () => true : ranges(a.versioning, rule.versions)
  if (applies === null) return `Rule “${clip(written)}” is not applied: ${rule.versions} is no range of scheme \`${a.versioning.id}\`.`
  const inside = ranges(b.versioning, range)
  if (inside === null) return `Rule “${clip(written)}” is not applied: ${range} is no range of scheme \`${b.versioning.id}\`.`
  const because = [...(rule.reason === undefined ? [] : [clip(rule.reason)]), ...(rule.at === undefined ? [] : [formatPlace(rule.at)])]
  const note = because.length === 0 ? '' : ` (${because.join(', ')})`
  return {
    a: rule.component,
    b: other,
    key: `${rule.component}\n${other}\n${rule.versions ?? ''}\n${range}`,
    breaks: (x, y) => x !== null && y !== null && applies(x) && !inside(y),
    worse: () => false,
    mark: (side, value) => (value === null ? '?' : (side === 'a' ? applies(value) : inside(value)) ? '1' : '0'),
    phrase: (version) => `${rule.component} ${version} needs ${other} ${range}${note}`,
    frees: (held, version) =>
      held === 'a'
        ? `${other} reaching ${range}, or a changed rule.`
        : `A release of ${rule.component} that goes with ${other} ${version}, or a changed rule.`,
  }
}

function fromSync({ component, other, drift: text }: SyncRule, known: Components): { relation?: Relation; note?: string } {
  const [a, b] = [known.get(component), known.get(other)]
  const missing = a === undefined ? component : b === undefined ? other : undefined
  if (missing !== undefined || a === undefined || b === undefined)
    return { note: `\`sync_version_with: ${other}\` of ${component} is not applied: there is no component ${missing}.` }
  if (component === other) return { note: `\`sync_version_with\` of ${component} names itself.` }
  const parsed = parseDrift(text)
  const drift = parsed ?? NO_DRIFT
  const relation = syncRelation({ name: component, versioning: a.versioning }, { name: other, versioning: b.versioning }, drift, text)
  return parsed === null
    ? {
        relation,
        note: `\`allowed_version_drift: ${clip(text ?? '')}\` of ${component} cannot be read, so it counts as none: ${component} must match ${other}.`,
      }
    : { relation }
}

interface Side {
  name: string
  versioning: Versioning
}

function syncRelation(a: Side, b: Side, drift: Drift, margin: string | undefined): Relation {
  const pair = (x: unknown, y: unknown) =>
    [
      { parsed: x, versioning: a.versioning },
      { parsed: y, versioning: b.versioning },
    ] as const
  const within = drift === NO_DRIFT ? '' : `, drift ${margin}`
  return {
    a: a.name,
    b: b.name,
    key: `${a.name}\n${b.name}\n\n${margin ?? ''}\nsync`,
    breaks: (x, y) => x !== null && y !== null && driftsApart(...pair(x, y), drift),
    worse: (now, before) => isFurther(pair(...now), pair(...before), drift),
    mark: (side, value, text) => markOf(value, text, side === 'a' ? a.versioning : b.versioning, drift),
    phrase: (x, y) => `${a.name} ${x} must match ${b.name} ${y} (\`sync_version_with\`${within})`,
    frees: (held, version) =>
      `${held === 'a' ? b.name : a.name} reaching a version that matches ${version}, or a wider \`allowed_version_drift\`.`,
  }
}

function markOf(value: unknown, text: string, versioning: Versioning, drift: Drift): string {
  if (value === null) return '?'
  if (drift.level === 3) return text
  const { major, minor, patch } = versioning.parts(value)
  return [major, minor, patch].slice(0, drift.level + 1).join('.')
}

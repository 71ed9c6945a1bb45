import type { Mistake } from './check/mistake.ts'
import { isMapping } from './view.ts'
import type { Path } from './yaml/locate.ts'
import { pathText } from './yaml/locate.ts'

/** A key of the older, `scripts/`-style version manager that stands elsewhere today. `*` is any name; the names fill those of `to`. */
interface Move {
  from: readonly string[]
  /** Null: what the key said has no meaning here. */
  to: readonly string[] | null
  /** What becomes of the value. */
  change?: (value: unknown) => unknown
}

const MOVES: readonly Move[] = [
  { from: ['global', 'compatibility_check'], to: ['global', 'safety', 'compatibility_check'] },
  { from: ['global', 'exclude_prereleases'], to: ['global', 'constraints', 'exclude_prereleases'] },
  { from: ['global', 'rollback'], to: ['global', 'safety', 'rollback'] },
  { from: ['environments', '*', 'exclude_prereleases'], to: ['environments', '*', 'constraints', 'exclude_prereleases'] },
  { from: ['components', '*', 'release_asset_pattern'], to: ['components', '*', 'download', 'archive_pattern'] },
  {
    from: ['components', '*', 'upgrade', 'intermediate_version'],
    to: ['components', '*', 'upgrade', 'required_stops'],
    change: (value) => [value],
  },
  ...['strategy', 'current_version', 'target_version', 'stage1', 'stage2', 'stage3'].map((key) => ({
    from: ['components', '*', 'upgrade', key],
    to: null,
  })),
  { from: ['compatibility_matrix'], to: ['compatibility'], change: rulesOf },
  { from: ['update_policies', 'excluded_versions'], to: ['upgrade_policies', 'excluded_versions'] },
  { from: ['update_policies'], to: null },
]

/** The value with older keys in their places of today, a warning for each, and the way back from a path of today to the file. */
export function modernise(value: unknown): { value: unknown; mistakes: Mistake[]; written(path: Path): Path } {
  const moved: { from: string[]; to: string[] }[] = []
  const mistakes: Mistake[] = []
  let current = value
  for (const move of MOVES) {
    for (const from of matches(current, move.from)) {
      const to = move.to === null ? null : fill(move.to, from)
      if (to !== null && read(current, to) !== undefined) continue
      const old = read(current, from)
      current = remove(current, from)
      if (to !== null) {
        current = write(current, to, move.change === undefined ? old : move.change(old))
        moved.push({ from, to })
      }
      mistakes.push({
        path: from,
        at: 'key',
        severity: 'warning',
        message: notice(to),
        help: to === null ? 'Remove it.' : 'Write it there.',
      })
    }
  }
  return { value: current, mistakes, written: (path) => back(path, moved) }
}

function notice(to: readonly string[] | null): string {
  return to === null
    ? 'this key of the older version manager has no meaning any more'
    : `this key of the older version manager is read as \`${pathText(to)}\``
}

/** The paths that a pattern names in a value. Nearly all registries have none of them: only what is found is written down. */
function matches(value: unknown, pattern: readonly string[]): string[][] {
  const found: string[][] = []
  collect(value, pattern, [], found)
  return found
}

/** `path` is where `value` stands; it is as it was when this returns. */
function collect(value: unknown, pattern: readonly string[], path: string[], found: string[][]): void {
  const segment = pattern[path.length]
  if (segment === undefined) {
    found.push([...path])
    return
  }
  if (!isMapping(value)) return
  const inside = (name: string) => {
    path.push(name)
    collect(value[name], pattern, path, found)
    path.pop()
  }
  if (segment !== '*') {
    if (Object.hasOwn(value, segment)) inside(segment)
    return
  }
  // Of a thousand components hardly one has the key that is looked for: most are passed over here.
  const next = pattern[path.length + 1]
  for (const name of Object.keys(value)) {
    const child = value[name]
    if (next === undefined || next === '*' || (isMapping(child) && Object.hasOwn(child, next))) inside(name)
  }
}

function fill(to: readonly string[], from: readonly string[]): string[] {
  return to.map((segment, index) => (segment === '*' ? (from[index] ?? segment) : segment))
}

function read(value: unknown, path: readonly string[]): unknown {
  return path.reduce<unknown>((at, segment) => (isMapping(at) && Object.hasOwn(at, segment) ? at[segment] : undefined), value)
}

/** Copies what lies on the way: parts of the value may be shared through aliases. An empty mapping left behind goes, too. */
function remove(value: unknown, path: readonly string[]): unknown {
  const [first, ...rest] = path
  if (first === undefined || !isMapping(value)) return value
  const { [first]: child, ...others } = value
  if (rest.length === 0) return others
  const left = remove(child, rest)
  return isMapping(left) && Object.keys(left).length === 0 ? others : { ...value, [first]: left }
}

function write(value: unknown, path: readonly string[], content: unknown): unknown {
  const [first, ...rest] = path
  if (first === undefined) return content
  const mapping = isMapping(value) ? value : {}
  return { ...mapping, [first]: write(mapping[first], rest, content) }
}

function back(path: Path, moved: readonly { from: readonly string[]; to: readonly string[] }[]): Path {
  const move = moved.find(({ to }) => to.length <= path.length && to.every((segment, index) => segment === path[index]))
  return move === undefined ? path : [...move.from, ...path.slice(move.to.length)]
}

/** `requires: { loki: { constraint, reason } }` of the older matrix becomes `requires: { loki: range }` and `reason`. */
function rulesOf(value: unknown): unknown {
  if (!Array.isArray(value)) return value
  return value.filter((rule) => !isMapping(rule) || rule['requires'] !== undefined).map(ruleOf)
}

function ruleOf(rule: unknown): unknown {
  if (!isMapping(rule) || !isMapping(rule['requires'])) return rule
  const needs = Object.entries(rule['requires'])
  const ranges = needs.map(([name, need]) => [name, isMapping(need) ? need['constraint'] : need])
  const reasons = needs.flatMap(([, need]) => (isMapping(need) && typeof need['reason'] === 'string' ? [need['reason']] : []))
  return { ...rule, requires: Object.fromEntries(ranges), ...(reasons.length === 0 ? {} : { reason: [...new Set(reasons)].join('; ') }) }
}

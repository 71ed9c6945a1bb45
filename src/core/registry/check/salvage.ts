import type { z } from 'zod'
import { isMapping } from '../view.ts'
import type { Path } from '../yaml/locate.ts'
import type { Issue } from './wording.ts'

/** The outcome of the schema: all issues, and the registry, whole or as much of it as is sound. */
export interface Checked<T> {
  issues: Issue[]
  /** Null only where nothing at all can be kept. */
  sound: T | null
  /** The path in the file of a path in `sound`: lists from which an item was taken out count differently. */
  original(path: Path): Path
  /** Whether the schema found a mistake at the path, above it or below it. */
  broken(path: Path): boolean
}

const MAX_ROUNDS = 20

/**
 * Parses a value by a schema. Where parts of it are wrong, these are taken out and the rest is parsed again, so that the rules
 * can look at it in the same pass: a person gets all errors at once, not one kind after the other.
 */
export function check<T>(schema: z.ZodType<T>, value: unknown): Checked<T> {
  let result = schema.safeParse(value)
  const issues = result.success ? [] : result.error.issues.flatMap((issue) => flatten(issue, []))
  const removed: Path[] = []
  const kept = new Map<string, number[]>()
  let current = value
  for (let round = 0; !result.success && round < MAX_ROUNDS; round += 1) {
    const bad = result.error.issues
      .flatMap((issue) => flatten(issue, []))
      .map(({ path }) => (has(current, path) ? path : path.slice(0, -1)))
    removed.push(...bad.map((path) => original(path, kept)))
    kept.clear()
    current = without(value, [], tree(removed), kept)
    result = schema.safeParse(current)
  }
  return {
    issues,
    sound: result.success ? result.data : null,
    original: (path) => original(path, kept),
    broken: (path) => issues.some((issue) => startsWith(issue.path, path) || startsWith(path, issue.path)),
  }
}

/** Of a union, the issues of the one option that has the right form; else the union as a whole. */
function flatten(issue: z.core.$ZodIssue, above: Path): Issue[] {
  const path = [...above, ...issue.path.map((segment) => (typeof segment === 'number' ? segment : String(segment)))]
  if (issue.code === 'invalid_union') {
    const near = issue.errors.filter((errors) => errors.every((inner) => inner.path.length > 0))
    const [only] = near
    if (near.length === 1 && only !== undefined) return only.flatMap((inner) => flatten(inner, path))
  }
  return [{ path, code: issue.code, message: issue.message }]
}

type Removed = Map<string, Removed | true>

/** Paths as a tree; a path inside another one is covered by it. */
function tree(paths: readonly Path[]): Removed {
  const root: Removed = new Map()
  for (const path of paths) mark(root, path)
  return root
}

function mark(root: Removed, path: Path): void {
  let at = root
  for (const segment of path.slice(0, -1)) {
    const below = at.get(String(segment)) ?? new Map()
    if (below === true) return
    at.set(String(segment), below)
    at = below
  }
  const last = path.at(-1)
  if (last !== undefined) at.set(String(last), true)
}

function without(value: unknown, path: Path, removed: Removed, kept: Map<string, number[]>): unknown {
  const inside = (child: unknown, segment: string | number) => {
    const below = removed.get(String(segment))
    return below instanceof Map ? without(child, [...path, segment], below, kept) : child
  }
  const stays = (segment: string | number) => removed.get(String(segment)) !== true
  if (Array.isArray(value)) {
    const positions = value.map((_, index) => index).filter(stays)
    if (positions.length < value.length) kept.set(JSON.stringify(path), positions)
    return positions.map((position) => inside(value[position], position))
  }
  if (!isMapping(value)) return value
  return Object.fromEntries(
    Object.entries(value)
      .filter(([name]) => stays(name))
      .map(([name, child]) => [name, inside(child, name)]),
  )
}

function original(path: Path, kept: ReadonlyMap<string, readonly number[]>): Path {
  if (kept.size === 0) return path
  const real: (string | number)[] = []
  for (const segment of path) {
    const positions = kept.get(JSON.stringify(real))
    real.push(typeof segment === 'number' ? (positions?.[segment] ?? segment) : segment)
  }
  return real
}

function has(value: unknown, path: Path): boolean {
  let at: unknown = value
  for (const segment of path) {
    if (Array.isArray(at)) at = at[Number(segment)]
    else if (isMapping(at) && Object.hasOwn(at, segment)) at = at[segment]
    else return false
  }
  return true
}

function startsWith(path: Path, start: Path): boolean {
  return start.length <= path.length && start.every((segment, index) => String(path[index]) === String(segment))
}

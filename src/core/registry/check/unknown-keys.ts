import { nearest } from '../../text/nearest.ts'
import { candidates, isMapping, type View } from '../view.ts'
import type { Path } from '../yaml/locate.ts'
import { didYouMean, type Mistake, names, withHelp } from './mistake.ts'

/** A key that the schema does not know. */
export interface UnknownKey extends Mistake {
  /** The key that was probably meant. */
  meant?: string
}

/** The value without the keys that the schema does not know, and a mistake for each of them but the extensions (`x-…`). */
export function dropUnknownKeys(view: View, value: unknown): { value: unknown; mistakes: UnknownKey[] } {
  const mistakes: UnknownKey[] = []
  return { value: drop(view, value, [], mistakes), mistakes }
}

function drop(view: View, value: unknown, path: Path, mistakes: UnknownKey[]): unknown {
  if (typeof value !== 'object' || value === null) return value
  const options = candidates(view, value)
  if (Array.isArray(value)) {
    const items = options.filter((option) => option.kind === 'list').map((option) => option.item)
    return items.length === 0 ? value : value.map((item, index) => drop(anyOf(items), item, [...path, index], mistakes))
  }
  if (!isMapping(value) || options.some((option) => option.kind === 'any')) return value
  const map = options.find((option) => option.kind === 'map')
  const known = keysOf(options)
  if (known.size === 0 && map === undefined) return value
  const kept: Record<string, unknown> = {}
  for (const [name, child] of Object.entries(value)) {
    const below = known.get(name) ?? map?.value
    if (below !== undefined) kept[name] = drop(below, child, [...path, name], mistakes)
    else if (!name.startsWith('x-')) mistakes.push(unknownKey(name, known, [...path, name]))
  }
  return kept
}

/** Keys that any of the options knows. */
function keysOf(options: readonly View[]): ReadonlyMap<string, View> {
  const objects = options.filter((option) => option.kind === 'object')
  const [only] = objects
  if (objects.length === 1 && only !== undefined) return only.keys
  const known = new Map<string, View[]>()
  for (const [name, view] of objects.flatMap(({ keys }) => [...keys])) known.set(name, [...(known.get(name) ?? []), view])
  return new Map([...known].map(([name, views]) => [name, anyOf(views)]))
}

function anyOf(views: readonly View[]): View {
  const [only] = views
  return views.length === 1 && only !== undefined ? only : { kind: 'choice', options: views, required: false, empty: false }
}

function unknownKey(name: string, known: ReadonlyMap<string, View>, path: Path): UnknownKey {
  const allowed = [...known.keys()]
  const parent = parentOf(name, known)
  const meant = nearest(name, allowed) ?? sameWord(name, allowed)
  const help = parent === undefined ? didYouMean(meant) : `It belongs under \`${parent}\`.`
  const message = `unknown key \`${name}\`; allowed here are ${names(allowed)}`
  return { path, at: 'key', message, ...withHelp(help), ...(meant === undefined ? {} : { meant }) }
}

/** `version` for `current_version`: one is the other with whole words around it. */
function sameWord(name: string, allowed: readonly string[]): string | undefined {
  const around = (long: string, short: string) => short.length >= 4 && (long.startsWith(`${short}_`) || long.endsWith(`_${short}`))
  return allowed.find((key) => around(name, key) || around(key, name))
}

/** A key one level below that has this name: `exclude_prereleases` belongs under `constraints`. */
function parentOf(name: string, known: ReadonlyMap<string, View>): string | undefined {
  for (const [parent, view] of known) {
    if (view.kind === 'object' && view.keys.has(name)) return parent
  }
  return undefined
}

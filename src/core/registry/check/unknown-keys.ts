import { nearest } from '../../text/nearest.ts'
import { candidates, isMapping, type View } from '../view.ts'
import type { Path } from '../yaml/locate.ts'
import { didYouMean, type Mistake, names, withHelp } from './mistake.ts'

/** The value without the keys that the schema does not know, and a mistake for each of them but the extensions (`x-…`). */
export function dropUnknownKeys(view: View, value: unknown): { value: unknown; mistakes: Mistake[] } {
  const mistakes: Mistake[] = []
  return { value: drop(view, value, [], mistakes), mistakes }
}

function drop(view: View, value: unknown, path: Path, mistakes: Mistake[]): unknown {
  const options = candidates(view, value)
  if (Array.isArray(value)) {
    const items = options.filter((option) => option.kind === 'list').map((option) => option.item)
    return items.length === 0 ? value : value.map((item, index) => drop(anyOf(items), item, [...path, index], mistakes))
  }
  if (!isMapping(value)) return value
  if (options.some((option) => option.kind === 'any')) return value
  const map = options.find((option) => option.kind === 'map')
  const known = keysOf(options)
  const kept: [string, unknown][] = []
  for (const [name, child] of Object.entries(value)) {
    const views = known.get(name) ?? (map === undefined ? undefined : [map.value])
    if (views !== undefined) kept.push([name, drop(anyOf(views), child, [...path, name], mistakes)])
    else if (known.size > 0 && !name.startsWith('x-')) mistakes.push(unknownKey(name, known, [...path, name]))
  }
  return known.size === 0 && map === undefined ? value : Object.fromEntries(kept)
}

/** Keys that any of the options knows, each with the views it can have. */
function keysOf(options: readonly View[]): ReadonlyMap<string, readonly View[]> {
  const known = new Map<string, View[]>()
  for (const option of options) {
    if (option.kind !== 'object') continue
    for (const [name, view] of option.keys) known.set(name, [...(known.get(name) ?? []), view])
  }
  return known
}

function anyOf(views: readonly View[]): View {
  const [only] = views
  return views.length === 1 && only !== undefined ? only : { kind: 'choice', options: views, required: false, empty: false }
}

function unknownKey(name: string, known: ReadonlyMap<string, readonly View[]>, path: Path): Mistake {
  const allowed = [...known.keys()]
  const parent = parentOf(name, known)
  const help = parent === undefined ? didYouMean(nearest(name, allowed) ?? sameWord(name, allowed)) : `It belongs under \`${parent}\`.`
  return { path, at: 'key', message: `unknown key \`${name}\`; allowed here are ${names(allowed)}`, ...withHelp(help) }
}

/** `version` for `current_version`: one is the other with whole words around it. */
function sameWord(name: string, allowed: readonly string[]): string | undefined {
  const around = (long: string, short: string) => short.length >= 4 && (long.startsWith(`${short}_`) || long.endsWith(`_${short}`))
  return allowed.find((key) => around(name, key) || around(key, name))
}

/** A key one level below that has this name: `exclude_prereleases` belongs under `constraints`. */
function parentOf(name: string, known: ReadonlyMap<string, readonly View[]>): string | undefined {
  for (const [parent, views] of known) {
    if (views.some((view) => view.kind === 'object' && view.keys.has(name))) return parent
  }
  return undefined
}

import type { Rule } from '../rules/contract.ts'
import type { Registry, RegistryModules } from '../schema.ts'
import { isMapping } from '../view.ts'
import { type Path, pathText } from '../yaml/locate.ts'
import type { Mistake } from './mistake.ts'
import type { Checked } from './salvage.ts'
import type { UnknownKey } from './unknown-keys.ts'
import type { Issue } from './wording.ts'

/** Whether an issue only says again what a misspelt key is to blame for: the right key is missing, or nothing is left. */
export function follows({ path }: Issue, unknown: readonly UnknownKey[], value: unknown): boolean {
  const missing = !has(value, path)
  return unknown.some(({ path: key, meant }) => {
    const parent = pathText(key.slice(0, -1))
    return missing ? meant === path.at(-1) && parent === pathText(path.slice(0, -1)) : parent === pathText(path)
  })
}

/** A registry after the schema, as far as rules need it. */
interface RuledFile {
  checked: Checked<Registry>
  modules: RegistryModules
  /** All that is written, also what the schema refused. */
  value: unknown
  unknown: readonly UnknownKey[]
}

/** Mistakes that the rules find in what is sound, but for those at places where the schema has found one already. */
export function applyRules(rules: readonly Rule[], { checked, modules, value, unknown }: RuledFile): Mistake[] {
  const registry = checked.sound
  if (registry === null) return []
  const written = (path: Path) => has(value, checked.original(path))
  const parents = new Set(unknown.map(({ path }) => pathText(path.slice(0, -1))))
  const misspelt = (path: Path) => parents.has(pathText(checked.original(path)))
  return rules
    .flatMap((rule) => [...rule.check({ registry, modules, written, misspelt })])
    .map((mistake) => ({ ...mistake, path: checked.original(mistake.path) }))
    .filter(({ path }) => path.length === 0 || !checked.broken(path))
}

function has(value: unknown, path: Path): boolean {
  let at: unknown = value
  for (const segment of path) {
    if (Array.isArray(at)) at = at[Number(segment)]
    else if (isMapping(at) && Object.hasOwn(at, segment)) at = at[segment]
    else return false
  }
  return at !== undefined && at !== null
}

import { expandGlob, isGlob, safePinPath } from '../pins/paths.ts'
import { folderOf, nameOf, type VersionPlace } from './files/contract.ts'
import { kindOf } from './files/index.ts'
import type { ReleaseSettings } from './settings.ts'

/** A file that carries the version of what is released. */
export interface Carrier {
  path: string
  /** `listed` by the user, `found` by its name, or the `companion` of another (a lock file). */
  origin: 'listed' | 'found' | 'companion'
  places(text: string): VersionPlace[]
}

/** The texts of files by path; a path that is not in it has not been read yet. */
export type Texts = ReadonlyMap<string, string | null>

/** Files whose text must be known to know all carriers. Asked again until it names none that has not been read. */
export function wantedPaths(settings: ReleaseSettings, listed: readonly string[], texts: Texts): string[] {
  const own = ownPaths(settings, listed)
  const companions = own.flatMap(({ path }) => companionsOf(path, texts.get(path) ?? '', listed))
  const needed = companions.flatMap(({ needs }) => needs?.(listed) ?? [])
  const pins = settings.pins.flatMap((pin) => pinFiles(pin.file, listed))
  return [...new Set([...own.map(({ path }) => path), ...companions.map(({ path }) => path), ...needed, ...pins])]
}

/** The files that carry the version, each once, lock files behind what they repeat. */
export function carriersOf(settings: ReleaseSettings, listed: readonly string[], texts: Texts): Carrier[] {
  const own = ownPaths(settings, listed).map(
    ({ path, origin }): Carrier => ({
      path,
      origin,
      places: (text) => (origin === 'found' ? foundPlaces(path, text) : (kindOf(path)?.places(text) ?? [])),
    }),
  )
  const known = new Map([...texts].flatMap(([path, text]) => (text === null ? [] : [[path, text] as const])))
  const companions = own.flatMap(({ path, places }) => {
    const text = texts.get(path) ?? ''
    if (places(text).length === 0) return []
    return companionsOf(path, text, listed).map(
      (one): Carrier => ({ path: one.path, origin: 'companion', places: (locked) => one.places(locked, known) }),
    )
  })
  return [...own, ...companions]
}

/** Files of a pin, its glob expanded. A path that leaves the repository names none. */
export function pinFiles(file: string, listed: readonly string[]): string[] {
  if (safePinPath(file) !== null) return []
  return isGlob(file) ? expandGlob(file, listed) : [file]
}

const FOUND = /^(?:VERSION|VERSION\.txt|package\.json|Chart\.ya?ml|pyproject\.toml|mix\.exs|Cargo\.toml)$/
const PYTHON_PROJECT = ['pyproject.toml', 'setup.py', 'setup.cfg']
const MODULE = /^(?:src\/)?(?!tests?\/|docs?\/|examples?\/)[^/]{1,100}\/(?:__init__|__about__|__version__|_version|version)\.py$/

function ownPaths({ versionFiles, folder }: ReleaseSettings, listed: readonly string[]): { path: string; origin: 'listed' | 'found' }[] {
  if (versionFiles !== null) return versionFiles.map((path) => ({ path: path.replace(/^(?:\.\/)+/, ''), origin: 'listed' }))
  const base = folder === '' ? '' : `${folder}/`
  const inside = listed.filter((path) => path.startsWith(base))
  const isPython = inside.some((path) => folderOf(path) === base && PYTHON_PROJECT.includes(nameOf(path)))
  return inside
    .filter((path) => (folderOf(path) === base && FOUND.test(nameOf(path))) || (isPython && MODULE.test(path.slice(base.length))))
    .map((path) => ({ path, origin: 'found' }))
}

/** Of a file that nobody named only what is surely the project's own: a module's `__version__`, not any variable of that name. */
function foundPlaces(path: string, text: string): VersionPlace[] {
  const places = kindOf(path)?.places(text) ?? []
  return nameOf(path).endsWith('.py') ? places.filter(({ what, version }) => what === '__version__' && version !== null) : places
}

function companionsOf(path: string, text: string, listed: readonly string[]) {
  const there = new Set(listed)
  return (kindOf(path)?.companions?.(path, text) ?? []).filter((one) => there.has(one.path))
}

import type { Pin } from '../../model/component.ts'
import type { PackageName } from './package-url.ts'

/** Pin editors whose locator is a package of an ecosystem. */
const EDITORS: Readonly<Record<string, string>> = {
  mix: 'Hex',
  'package-json': 'npm',
  requirements: 'PyPI',
  pyproject: 'PyPI',
  gemfile: 'RubyGems',
  gomod: 'Go',
  cargo: 'crates.io',
  uses: 'GitHub Actions',
}

/** Files of package managers, by their name in lower case. */
const FILES: readonly (readonly [name: RegExp, ecosystem: string])[] = [
  [/^mix\.(?:exs|lock)$/, 'Hex'],
  [/^package\.json$/, 'npm'],
  [/^(?:pyproject\.toml|pipfile|setup\.cfg|requirements[\w.-]{0,60}\.(?:txt|in))$/, 'PyPI'],
  [/^gemfile$/, 'RubyGems'],
  [/^go\.mod$/, 'Go'],
  [/^cargo\.toml$/, 'crates.io'],
]

/** Keys of a path into a manifest that are no names of packages. */
const STRUCTURE = /^(?:version|tag|tool|poetry|project|workspace|group|build-system|.*dependencies|packages|default|develop)$/i

/**
 * What the manifests that carry a pin call the component: a version that stands in `mix.exs` is that of a Hex package. The name is the one
 * in the locator where it holds one (`dependencies.reqwest.version`), else `fallback`: the name of the repository.
 */
export function namesInManifests(pins: readonly Pin[], fallback: string): PackageName[] {
  return pins.flatMap((pin) => {
    const ecosystem = ecosystemOf(pin)
    if (ecosystem === null) return []
    const name = nameIn(pin) ?? (ecosystem === 'Go' || ecosystem === 'GitHub Actions' ? null : fallback)
    return name === null ? [] : [{ ecosystem, package: name }]
  })
}

function ecosystemOf({ editor, file }: Pin): string | null {
  if (Object.hasOwn(EDITORS, editor)) return EDITORS[editor] ?? null
  const base = file.split('/').at(-1)?.toLowerCase() ?? ''
  return FILES.find(([name]) => name.test(base))?.[1] ?? null
}

function nameIn({ editor, locator }: Pin): string | null {
  if (typeof locator !== 'string' || locator.length > 300) return null
  if (editor === 'uses') return locator.split('/').slice(0, 2).join('/')
  if (Object.hasOwn(EDITORS, editor)) return locator
  if (editor !== 'json' && editor !== 'toml' && editor !== 'yaml') return null
  return locator.split('.').findLast((segment) => segment !== '' && !STRUCTURE.test(segment)) ?? null
}

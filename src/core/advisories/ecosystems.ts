import { alpine } from '../versioning/alpine.ts'
import { debian } from '../versioning/debian.ts'
import { loose } from '../versioning/loose.ts'
import { maven } from '../versioning/maven.ts'
import { ruby } from '../versioning/ruby.ts'
import { composer } from './orders/composer.ts'
import type { VersionOrder } from './orders/contract.ts'
import { dotted } from './orders/dotted.ts'
import { legacyPep440 } from './orders/legacy-pep440.ts'
import { go, lenientSemver, nuget, pub } from './orders/lenient-semver.ts'

/** What an ecosystem's versions and names mean (https://ossf.github.io/osv-schema/#defined-ecosystems). */
interface Ecosystem {
  /** Null: versions have no order, only lists of them count. Absent: SEMVER ranges are SemVer, all others the `loose` order. */
  order?: VersionOrder | null
  /** Brings all spellings of one name together. Absent: names are compared as they are. */
  name?: (name: string) => string
}

const lowerCase = (name: string) => name.toLowerCase()

/** By name in lower case. Ecosystems that are not here have the documented default of {@link Ecosystem}. */
const ECOSYSTEMS: Readonly<Record<string, Ecosystem>> = {
  npm: { order: lenientSemver },
  'crates.io': { order: lenientSemver, name: (name) => name.toLowerCase().replaceAll('_', '-') },
  go: { order: go, name: (name) => name.replace(/\/$/, '') },
  hex: { order: lenientSemver, name: lowerCase },
  'github actions': { order: lenientSemver, name: lowerCase },
  bitnami: { order: lenientSemver, name: lowerCase },
  swifturl: { order: lenientSemver, name: repositoryName },
  kubernetes: { order: lenientSemver },
  julia: { order: lenientSemver },
  vscode: { order: lenientSemver, name: lowerCase },
  pypi: { order: legacyPep440, name: (name) => name.toLowerCase().replace(/[-_.]{1,100}/g, '-') },
  rubygems: { order: ruby },
  maven: { order: maven },
  nuget: { order: nuget, name: lowerCase },
  packagist: { order: composer, name: lowerCase },
  pub: { order: pub },
  cran: { order: dotted },
  bioconductor: { order: dotted },
  hackage: { order: dotted },
  debian: { order: debian },
  ubuntu: { order: debian },
  echo: { order: debian },
  alpine: { order: alpine },
  alpaquita: { order: alpine },
  'bellsoft hardened containers': { order: alpine },
  chainguard: { order: alpine },
  wolfi: { order: alpine },
  minimos: { order: alpine },
  'oss-fuzz': { order: null },
  git: { name: repositoryName },
}

/** `https://github.com/acme/tool.git/` and `github.com/acme/tool` name one repository. */
export function repositoryName(url: string): string {
  return url
    .trim()
    .toLowerCase()
    .replace(/^(?:git\+)?(?:https?|ssh|git):\/\/(?:git@)?/, '')
    .replace(/\/$/, '')
    .replace(/\.git$/, '')
}

function ecosystemOf(ecosystem: string): Ecosystem {
  const base = ecosystem.split(':', 1)[0]?.trim().toLowerCase() ?? ''
  return Object.hasOwn(ECOSYSTEMS, base) ? (ECOSYSTEMS[base] ?? {}) : {}
}

/**
 * One key for all spellings of a package: PEP 503 for PyPI, lower case where the ecosystem does not tell cases apart. A release behind the
 * ecosystem (`Alpine:v3.16`, `Debian:12`) is part of the key: another release is another package.
 */
export function packageKey(ecosystem: string, name: string): string {
  const { name: normalise } = ecosystemOf(ecosystem)
  const trimmed = name.trim()
  return `${ecosystem.trim().toLowerCase()}\u0000${normalise === undefined ? trimmed : normalise(trimmed)}`
}

/** The order that a range of this type has in an ecosystem; null where versions cannot be ordered. */
export function orderOf(ecosystem: string, range: 'SEMVER' | 'ECOSYSTEM'): VersionOrder | null {
  const { order } = ecosystemOf(ecosystem)
  if (order !== undefined) return order
  return range === 'SEMVER' ? lenientSemver : loose
}

/** The order to sort an ecosystem's versions by, whatever the ranges say; null where there is none. */
export function versionOrder(ecosystem: string): VersionOrder | null {
  return orderOf(ecosystem, 'ECOSYSTEM')
}

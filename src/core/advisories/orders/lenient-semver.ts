import { compareNumerals, compareReleases, dottedNumerals, MAX_VERSION_LENGTH, type Numeral, numeral } from '../../versioning/numeral.ts'
import { comparePre } from '../../versioning/semantic.ts'
import type { VersionOrder } from './contract.ts'

/** A version as databases and people write SemVer: one number or many, with or without `v`. */
export interface LenientSemver {
  release: readonly Numeral[]
  pre: readonly string[]
  build: readonly string[]
}

/**
 * SemVer 2.0 precedence over texts that need not be SemVer: a leading `v` is dropped, missing parts are 0, a fourth part counts, build
 * metadata does not, and letters right behind the numbers (`1.2.3rc1`) announce a release as in node-semver's loose reading.
 */
export const lenientSemver: VersionOrder<LenientSemver> = {
  parse: parseLenientSemver,
  compare: (a, b) => compareReleases(a.release, b.release) || comparePre(a.pre, b.pre),
}

const VERSION = /^[vV]?(\d+(?:\.\d+)*)(?:-([0-9A-Za-z._~-]+)|[._]?([A-Za-z~][0-9A-Za-z._~-]*))?(?:\+(\S*))?$/

export function parseLenientSemver(text: string): LenientSemver | null {
  const trimmed = text.trim()
  const found = trimmed.length > MAX_VERSION_LENGTH ? null : VERSION.exec(trimmed)
  if (found === null) return null
  const [, release = '', hyphened, attached, build] = found
  return { release: dottedNumerals(release), pre: identifiers(hyphened ?? attached), build: identifiers(build) }
}

function identifiers(text: string | undefined): string[] {
  if (text === undefined || text === '') return []
  return text.split('.').map((part) => (/^\d+$/.test(part) ? numeral(part) : part))
}

/** NuGet: pre-release labels compare without regard to case (https://learn.microsoft.com/nuget/concepts/package-versioning). */
export const nuget: VersionOrder<LenientSemver> = {
  parse: (text) => parseLenientSemver(text.toLowerCase()),
  compare: lenientSemver.compare,
}

/** Dart's Pub: build metadata counts, none stands below any (https://pub.dev/documentation/pub_semver/latest/). */
export const pub: VersionOrder<LenientSemver> = {
  parse: parseLenientSemver,
  compare(a, b) {
    const order = lenientSemver.compare(a, b)
    if (order !== 0 || a.build.length === 0 || b.build.length === 0) return order || compareNumerals(...counts(a, b))
    return comparePre(a.build, b.build)
  },
}

function counts(a: LenientSemver, b: LenientSemver): [string, string] {
  return [String(Math.min(1, a.build.length)), String(Math.min(1, b.build.length))]
}

const GO_RELEASE = /^(?:go)?(\d+\.\d+(?:\.\d+)?)(rc|beta)(\d+)$/

/** Go: modules are SemVer; the toolchain's own `go1.21rc2` is 1.21.0-rc.2 (https://go.dev/doc/toolchain#version). */
export const go: VersionOrder<LenientSemver> = {
  parse: (text) =>
    parseLenientSemver(
      text
        .trim()
        .replace(GO_RELEASE, '$1-$2.$3')
        .replace(/^go(?=\d)/, ''),
    ),
  compare: lenientSemver.compare,
}

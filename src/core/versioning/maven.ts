import type { Distance } from '../model/upgrade.ts'
import type { Order, Versioning } from './contract.ts'
import { releaseDistance } from './distance.ts'
import { announcesRelease, compareMavenTokens, type MavenToken, mavenTokens } from './maven-order.ts'
import { mavenRange } from './maven-range.ts'
import { dottedNumerals, MAX_VERSION_LENGTH, type Numeral, part } from './numeral.ts'
import { isPrerelease, parseQualifier } from './qualifier.ts'

/** A Maven version: its tokens decide the order, the numbers at its head are for readers. */
export interface MavenVersion {
  text: string
  tokens: readonly MavenToken[]
  release: readonly Numeral[]
}

/** Maven Central and other Maven repositories; Gradle too. */
export const maven: Versioning<MavenVersion> = {
  id: 'maven',
  label: 'Maven',
  docs: 'https://maven.apache.org/pom.html#version-order-specification',
  parse: parseMaven,
  format: (v) => v.text,
  compare: compareMaven,
  isStable,
  distance: mavenDistance,
  parts: mavenParts,
  rangeExamples: ['[1.0,2.0)', '(,1.0],[1.2,)', '[1.5]', '1.4.2'],
  range: (text) => mavenRange(text, parseMaven, compareMaven),
}

const VERSION = /^[0-9A-Za-z](?:[\w.+~-]*[0-9A-Za-z])?$/
const RELEASE = /^v?(\d+(?:\.\d+)*)/i
const FLOATING: ReadonlySet<string> = new Set(['latest', 'release'])

/** Nearly any word is a version to Maven (`Hoxton.SR1`); `LATEST` and `RELEASE` are not, for they name another one. */
function parseMaven(text: string): MavenVersion | null {
  if (text.length > MAX_VERSION_LENGTH || !VERSION.test(text) || FLOATING.has(text.toLowerCase())) return null
  return { text, tokens: mavenTokens(text), release: dottedNumerals(RELEASE.exec(text)?.[1] ?? '').filter((number) => number !== '') }
}

function compareMaven(a: MavenVersion, b: MavenVersion): Order {
  return compareMavenTokens(a.tokens, b.tokens)
}

/** Beyond Maven's own qualifiers, the words that announce a release everywhere: `1.0-pre1`, `2.0-EA`. */
function isStable(v: MavenVersion): boolean {
  return !announcesRelease(v.tokens) && !isPrerelease(parseQualifier(v.text.replace(RELEASE, '')))
}

function mavenDistance(a: MavenVersion, b: MavenVersion): Distance {
  if (compareMaven(a, b) === 0) return 'none'
  if (a.release.length === 0 || b.release.length === 0) return 'other'
  const distance = releaseDistance(a.release, b.release)
  if (distance !== 'none') return distance
  return isStable(a) && isStable(b) ? 'patch' : 'prerelease'
}

function mavenParts(v: MavenVersion): { major: number | null; minor: number | null; patch: number | null } {
  if (v.release.length === 0) return { major: null, minor: null, patch: null }
  return { major: part(v.release[0]), minor: part(v.release[1] ?? '0'), patch: part(v.release[2] ?? '0') }
}

import { coerce, SemVer } from 'semver'
import type { Order, Versioning } from './contract.ts'
import { compareNode, nodeDistance } from './npm.ts'
import { nodeSemver, npmRange } from './npm-range.ts'
import { MAX_VERSION_LENGTH } from './numeral.ts'
import { plainNumbers } from './plain.ts'

/** What was read as SemVer, and whether more than that stood in the text. */
export interface Coerced {
  text: string
  major: number
  minor: number
  patch: number
  /** Text before or behind it was dropped: `release-3.20`, `8.2.1.4`. Such a text is never called stable. */
  remainder: boolean
  /** As node-semver reads it, where there is more to it than its three numbers: a pre-release or build metadata. */
  more: SemVer | null
}

const PARTIAL = /^v?(\d{1,16})(?:\.(\d{1,16}))?(?:\.(\d{1,16}))?((?:-[0-9A-Za-z.-]+)?(?:\+[0-9A-Za-z.-]+)?)$/

/**
 * SemVer read out of what upstream calls a version: `v7` is 7.0.0, `release-3.20` is 3.20.0. A pre-release behind one, two or three
 * parts is kept, so that `v9.1-rc3` stands below `v9.1`; anywhere else node-semver's `coerce` decides.
 */
export const semverCoerced: Versioning<Coerced> = {
  id: 'semver-coerced',
  label: 'SemVer read out of nearly anything',
  docs: 'https://github.com/npm/node-semver#coercion',
  parse: remembered,
  format: (v) => v.text,
  compare: compareCoerced,
  isStable: (v) => !v.remainder && (v.more === null || v.more.prerelease.length === 0),
  distance: (a, b) => nodeDistance(nodeOf(a), nodeOf(b)),
  parts: ({ major, minor, patch }) => ({ major, minor, patch }),
  rangeExamples: ['>=1.4 <2', '^1.4', '1.x'],
  range(text, options = {}) {
    const found = npmRange(text, { ...options, includePrerelease: options.includePrerelease ?? true })
    return found === null ? null : (v) => found.test(nodeOf(v))
  },
}

/** So many texts are remembered at most. */
const MOST_KNOWN = 4096
const known = new Map<string, Coerced | null>()

/**
 * What was read last, read once: the tags of a component are looked at several times in a row (which scheme, which order, which step), and
 * the same tags stand at upstream after upstream.
 */
function remembered(text: string): Coerced | null {
  const found = known.get(text)
  if (found !== undefined) return found
  const made = parseCoerced(text)
  if (known.size >= MOST_KNOWN) known.clear()
  known.set(text, made)
  return made
}

function parseCoerced(text: string): Coerced | null {
  if (text.length > MAX_VERSION_LENGTH) return null
  const plain = plainNumbers(text)
  if (plain !== null && plain.count <= 3) {
    const { major, minor, patch } = plain
    return { text, major, minor, patch, remainder: false, more: null }
  }
  const partial = PARTIAL.exec(text)
  if (partial !== null) {
    const [, major, minor = '0', patch = '0', rest = ''] = partial
    const version = nodeSemver(`${BigInt(major ?? 0)}.${BigInt(minor)}.${BigInt(patch)}${rest}`)
    if (version !== null) return coerced(text, version, false)
  }
  const version = coerceVersion(text)
  return version === null ? null : coerced(text, new SemVer(version), true)
}

function coerced(text: string, version: SemVer, remainder: boolean): Coerced {
  const { major, minor, patch, prerelease, build } = version
  return { text, major, minor, patch, remainder, more: prerelease.length === 0 && build.length === 0 ? null : version }
}

/** By the numbers; only where they are equal and one is a pre-release, node-semver decides. Build metadata counts for nothing. */
function compareCoerced(a: Coerced, b: Coerced): Order {
  if (a.major !== b.major) return a.major < b.major ? -1 : 1
  if (a.minor !== b.minor) return a.minor < b.minor ? -1 : 1
  if (a.patch !== b.patch) return a.patch < b.patch ? -1 : 1
  return a.more === null && b.more === null ? 0 : compareNode(nodeOf(a), nodeOf(b))
}

function nodeOf({ major, minor, patch, more }: Coerced): SemVer {
  return more ?? new SemVer(`${major}.${minor}.${patch}`)
}

/** The SemVer in a text, as node-semver's `coerce` finds it: `8.2.1.4` gives `8.2.1`; null where there is no number. */
export function coerceVersion(text: string): string | null {
  return text.length > MAX_VERSION_LENGTH ? null : (coerce(text)?.version ?? null)
}

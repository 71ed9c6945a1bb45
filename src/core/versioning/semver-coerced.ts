import { coerce, SemVer } from 'semver'
import type { Versioning } from './contract.ts'
import { compareNode, nodeDistance, nodeParts } from './npm.ts'
import { nodeSemver, npmRange } from './npm-range.ts'
import { MAX_VERSION_LENGTH } from './numeral.ts'

/** What was read as SemVer, and whether more than that stood in the text. */
export interface Coerced {
  text: string
  version: SemVer
  /** Text before or behind it was dropped: `release-3.20`, `8.2.1.4`. Such a text is never called stable. */
  remainder: boolean
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
  parse: parseCoerced,
  format: (v) => v.text,
  compare: (a, b) => compareNode(a.version, b.version),
  isStable: (v) => !v.remainder && v.version.prerelease.length === 0,
  distance: (a, b) => nodeDistance(a.version, b.version),
  parts: (v) => nodeParts(v.version),
  rangeExamples: ['>=1.4 <2', '^1.4', '1.x'],
  range(text, options = {}) {
    const found = npmRange(text, { ...options, includePrerelease: options.includePrerelease ?? true })
    return found === null ? null : (v) => found.test(v.version)
  },
}

function parseCoerced(text: string): Coerced | null {
  if (text.length > MAX_VERSION_LENGTH) return null
  const partial = PARTIAL.exec(text)
  if (partial !== null) {
    const [, major, minor = '0', patch = '0', rest = ''] = partial
    const version = nodeSemver(`${BigInt(major ?? 0)}.${BigInt(minor)}.${BigInt(patch)}${rest}`)
    if (version !== null) return { text, version, remainder: false }
  }
  const version = coerceVersion(text)
  return version === null ? null : { text, version: new SemVer(version), remainder: true }
}

/** The SemVer in a text, as node-semver's `coerce` finds it: `8.2.1.4` gives `8.2.1`; null where there is no number. */
export function coerceVersion(text: string): string | null {
  return text.length > MAX_VERSION_LENGTH ? null : (coerce(text)?.version ?? null)
}

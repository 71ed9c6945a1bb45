import type { SemVer } from 'semver'
import type { RangeOptions, Versioning } from './contract.ts'
import { compareNode, nodeDistance, nodeParts } from './npm.ts'
import { nodeSemver, npmRange } from './npm-range.ts'
import { MAX_VERSION_LENGTH } from './numeral.ts'

/** A tag of an action. `v4` and `v4.1` float: their publisher moves them along. */
export interface ActionTag {
  text: string
  version: SemVer
  /** How many numbers it has: 3 is a release, fewer float. */
  precision: number
}

/**
 * Actions: SemVer tags with floating majors and minors. As a version a floating tag stands where its first release would; as a range
 * it means all releases that begin like it. It satisfies no range, for which release it points to cannot be told from its name.
 */
export const githubActions: Versioning<ActionTag> = {
  id: 'github-actions',
  label: 'GitHub Actions (floating majors)',
  docs: 'https://docs.github.com/en/actions/how-tos/create-and-publish-actions/manage-custom-actions#using-tags-for-release-management',
  parse: parseActionTag,
  format: (v) => v.text,
  compare: (a, b) => compareNode(a.version, b.version),
  isStable: (v) => v.version.prerelease.length === 0,
  distance: (a, b) => nodeDistance(a.version, b.version),
  parts: (v) => nodeParts(v.version),
  rangeExamples: ['v4', 'v4.1', 'v4.2.2', '>=4 <6'],
  range,
  compatible: (a, b) => a.precision === b.precision,
}

const TAG = /^v?(\d{1,15})(?:\.(\d{1,15}))?(?:\.(\d{1,15}))?((?:-[0-9A-Za-z.-]+)?(?:\+[0-9A-Za-z.-]+)?)$/

function parseActionTag(text: string): ActionTag | null {
  if (text.length > MAX_VERSION_LENGTH) return null
  const [, major, minor, patch, rest = ''] = TAG.exec(text) ?? []
  if (major === undefined) return null
  const version = nodeSemver(`${major}.${minor ?? 0}.${patch ?? 0}${rest}`)
  const precision = 1 + Number(minor !== undefined) + Number(patch !== undefined)
  return version === null ? null : { text, version, precision }
}

function range(text: string, options?: RangeOptions): ((v: ActionTag) => boolean) | null {
  const found = npmRange(text, options)
  return found === null ? null : (v) => v.precision === 3 && found.test(v.version)
}

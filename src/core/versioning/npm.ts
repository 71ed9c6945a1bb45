import { compare, type SemVer } from 'semver'
import type { Distance } from '../model/upgrade.ts'
import type { Order, Parts, Versioning } from './contract.ts'
import { nodeSemver, npmRange } from './npm-range.ts'

/**
 * SemVer with npm's range grammar, by npm's own library: a pre-release satisfies only a comparator on the same
 * major.minor.patch that has one itself.
 */
export const npm: Versioning<SemVer> = {
  id: 'npm',
  label: "SemVer with npm's ranges",
  docs: 'https://github.com/npm/node-semver#readme',
  parse: (text) => nodeSemver(text),
  parseLoose: (text) => nodeSemver(text, true),
  format: (v) => v.raw,
  compare: compareNode,
  isStable: (v) => v.prerelease.length === 0,
  distance: nodeDistance,
  parts: nodeParts,
  rangeExamples: ['^18.2.0', '~5.4', '14.x || >=16.4', '8.1 - 8.5'],
  range(text, options) {
    const found = npmRange(text, options)
    return found === null ? null : (v) => found.test(v)
  },
}

export function compareNode(a: SemVer, b: SemVer): Order {
  return compare(a, b)
}

export function nodeParts(v: SemVer): Parts {
  return { major: v.major, minor: v.minor, patch: v.patch }
}

/** A minor step below 1.0.0 is what a major one is later. */
export function nodeDistance(a: SemVer, b: SemVer): Distance {
  if (a.major !== b.major) return 'major'
  if (a.minor !== b.minor) return a.major === 0 ? 'major' : 'minor'
  if (a.patch !== b.patch) return 'patch'
  return a.comparePre(b) === 0 ? 'none' : 'prerelease'
}

import type { SemVer } from 'semver'
import { MAX_RANGE_LENGTH } from './constraint.ts'
import type { Versioning } from './contract.ts'
import { compareNode, nodeDistance, nodeParts } from './npm.ts'
import { nodeSemver, npmRange } from './npm-range.ts'

/** Node.js itself: npm's ranges and the names of its long-term lines. Lines that never become long-term are not stable. */
export const node: Versioning<SemVer> = {
  id: 'node',
  label: 'Node.js releases',
  docs: 'https://github.com/nodejs/Release#readme',
  parse: (text) => nodeSemver(text),
  parseLoose: (text) => nodeSemver(text.replace(/^node-?/, ''), true),
  format: (v) => v.raw,
  compare: compareNode,
  isStable: (v) => v.prerelease.length === 0 && isLongTermLine(v.major),
  distance: nodeDistance,
  parts: nodeParts,
  rangeExamples: ['22.x', '>=20.11 <23', 'lts/jod', 'jod', 'lts/*'],
  range,
}

/** Long-term lines by name, from the Node.js release schedule. */
const LINES: Readonly<Record<string, number>> = {
  argon: 4,
  boron: 6,
  carbon: 8,
  dubnium: 10,
  erbium: 12,
  fermium: 14,
  gallium: 16,
  hydrogen: 18,
  iron: 20,
  jod: 22,
  krypton: 24,
}

/** From here on every line becomes a long-term one (https://nodejs.org/en/blog/announcements/evolving-the-nodejs-release-schedule). */
const FIRST_YEARLY_LINE = 27

/** Before that, even lines did. Whether a line has become one yet is a question of the date, which a version does not know. */
function isLongTermLine(major: number): boolean {
  return major >= FIRST_YEARLY_LINE || (major % 2 === 0 && major >= 4)
}

function range(text: string, options?: Parameters<typeof npmRange>[1]): ((v: SemVer) => boolean) | null {
  if (text.length > MAX_RANGE_LENGTH) return null
  const name = text
    .trim()
    .toLowerCase()
    .replace(/^lts\//, '')
  if (Object.hasOwn(LINES, name)) return (v) => v.major === LINES[name] && v.prerelease.length === 0
  if (/^lts(?:\/\*)?$/i.test(text.trim())) return (v) => node.isStable(v)
  const found = npmRange(text, options)
  return found === null ? null : (v) => found.test(v)
}

import type { Distance } from '../model/upgrade.ts'
import type { Versioning } from './contract.ts'
import { releaseDistance } from './distance.ts'
import { MAX_VERSION_LENGTH, numeral, part } from './numeral.ts'
import { comparePep440, formatPep440, type Pep440 } from './pep440-order.ts'
import { specifierSet } from './pep440-specifier.ts'

/** Python packages, by PEP 440: epochs, pre-, post- and developmental releases, local versions. */
export const pep440: Versioning<Pep440> = {
  id: 'pep440',
  label: 'Python (PEP 440)',
  docs: 'https://packaging.python.org/en/latest/specifications/version-specifiers/',
  parse: parsePep440,
  format: formatPep440,
  compare: comparePep440,
  isStable: (v) => v.pre === null && v.dev === null,
  distance: pep440Distance,
  parts: (v) => ({ major: part(v.release[0]), minor: part(v.release[1] ?? '0'), patch: part(v.release[2] ?? '0') }),
  rangeExamples: ['>=3.11,<3.14', '~=5.1.3', '==4.2.*', '!=2.31.0', '===1.4'],
  range: (text) => specifierSet(text, parsePep440),
}

const PEP440 = new RegExp(
  [
    '^v?(?:(?<epoch>\\d+)!)?(?<release>\\d+(?:\\.\\d+)*)',
    '(?:[._-]?(?<pre>alpha|a|beta|b|preview|pre|c|rc)(?:[._-]?(?<preNumber>\\d+))?)?',
    '(?:-(?<implicitPost>\\d+)|[._-]?(?<post>post|rev|r)(?:[._-]?(?<postNumber>\\d+))?)?',
    '(?:[._-]?(?<dev>dev)(?:[._-]?(?<devNumber>\\d+))?)?',
    '(?:\\+(?<local>[a-z0-9]+(?:[._-][a-z0-9]+)*))?$',
  ].join(''),
  'i',
)

const PRE_SPELLING: Readonly<Record<string, 'a' | 'b' | 'rc'>> = {
  alpha: 'a',
  a: 'a',
  beta: 'b',
  b: 'b',
  c: 'rc',
  rc: 'rc',
  pre: 'rc',
  preview: 'rc',
}

/** PEP 440, appendix B, with all its spellings: ` v1.0-RC.1 ` is `1.0rc1`. */
export function parsePep440(text: string): Pep440 | null {
  if (text.length > MAX_VERSION_LENGTH) return null
  const groups = PEP440.exec(text.trim())?.groups
  if (groups?.release === undefined) return null
  const pre = PRE_SPELLING[groups.pre?.toLowerCase() ?? '']
  const post = groups.implicitPost ?? (groups.post === undefined ? undefined : (groups.postNumber ?? '0'))
  return {
    text,
    epoch: numeral(groups.epoch ?? '0'),
    release: groups.release.split('.').map(numeral),
    pre: pre === undefined ? null : [pre, numeral(groups.preNumber ?? '0')],
    post: post === undefined ? null : numeral(post),
    dev: groups.dev === undefined ? null : numeral(groups.devNumber ?? '0'),
    local: groups.local === undefined ? null : groups.local.toLowerCase().split(/[._-]/).map(localSegment),
  }
}

function localSegment(segment: string): string {
  return /^\d+$/.test(segment) ? numeral(segment) : segment
}

function pep440Distance(a: Pep440, b: Pep440): Distance {
  if (a.epoch !== b.epoch) return 'major'
  const distance = releaseDistance(a.release, b.release)
  if (distance !== 'none' || comparePep440(a, b) === 0) return distance
  return a.pre === null && b.pre === null && a.dev === null && b.dev === null ? 'patch' : 'prerelease'
}

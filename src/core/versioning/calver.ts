import type { Distance } from '../model/upgrade.ts'
import { type ConstraintGrammar, constraint } from './constraint.ts'
import type { Order, Versioning } from './contract.ts'
import { compareReleases, MAX_VERSION_LENGTH, type Numeral, numeral, part } from './numeral.ts'
import { compareQualifiers, isPrerelease, isWildcard, parseQualifier, type Qualifier } from './qualifier.ts'

/** Numbers that begin with a year, and a modifier. */
export interface CalendarVersion {
  text: string
  release: readonly Numeral[]
  modifier: Qualifier
}

/** Calendar versions: numbers, of which the first is a year, and a modifier. How far two are apart says nothing about what changed. */
export const calver: Versioning<CalendarVersion> = {
  id: 'calver',
  label: 'Calendar versions',
  docs: 'https://calver.org/',
  parse,
  format: (v) => v.text,
  compare,
  isStable: (v) => !isPrerelease(v.modifier),
  distance,
  parts: (v) => ({ major: part(v.release[0]), minor: part(v.release[1]), patch: part(v.release[2]) }),
  rangeExamples: ['>=2024.4 <2025', '2024.x', '~2024.10', '24.04'],
  range: (text) => constraint(GRAMMAR, text),
}

const VERSION = /^v?(\d{4}(?:-\d{1,2}){1,2}(?:\.\d+)?|\d+(?:\.\d+){0,5})([-_.+]?[A-Za-z][\w.+-]*|[-_+]\d[\w.+-]*)?$/

function parse(text: string): CalendarVersion | null {
  const [, release, modifier = ''] = text.length > MAX_VERSION_LENGTH || isWildcard(text) ? [] : (VERSION.exec(text) ?? [])
  if (release === undefined) return null
  return { text, release: release.split(/[.-]/).map(numeral), modifier: parseQualifier(modifier) }
}

function compare(a: CalendarVersion, b: CalendarVersion): Order {
  return compareReleases(a.release, b.release) || compareQualifiers(a.modifier, b.modifier)
}

function distance(a: CalendarVersion, b: CalendarVersion): Distance {
  if (compare(a, b) === 0) return 'none'
  if (compareReleases(a.release, b.release) !== 0) return 'other'
  return isPrerelease(a.modifier) || isPrerelease(b.modifier) ? 'prerelease' : 'other'
}

const GRAMMAR: ConstraintGrammar<CalendarVersion> = { parse, compare, release: (v) => v.release }

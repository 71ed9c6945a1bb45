import type { Distance } from '../model/upgrade.ts'
import { type ConstraintGrammar, constraint } from './constraint.ts'
import type { Order, Versioning } from './contract.ts'
import { numeral } from './numeral.ts'
import { compareQualifiers, isPrerelease, parseQualifier, type Qualifier } from './qualifier.ts'

/** A day, or a month, and what an API puts behind it: `2024-02-15-preview`, `2024-09-30.acacia`. */
export interface DateVersion {
  text: string
  year: number
  month: number
  /** 0 where only the month is named: `2024-10`. */
  day: number
  suffix: Qualifier
}

/** Versions that are dates, as APIs use them; compact or with hyphens. How far two are apart says nothing about what changed. */
export const date: Versioning<DateVersion> = {
  id: 'date',
  label: 'Dates',
  docs: 'https://www.rfc-editor.org/rfc/rfc3339#section-5.6',
  parse,
  format: (v) => v.text,
  compare,
  isStable: (v) => !isPrerelease(v.suffix),
  distance,
  parts: (v) => ({ major: v.year, minor: v.month, patch: v.day === 0 ? null : v.day }),
  rangeExamples: ['>=2023-01-01 <2024-01-01', '2012-08-10', '>= 20240101'],
  range: (text) => constraint(GRAMMAR, text),
}

const DASHED = /^v?(\d{4})-(\d\d)(?:-(\d\d))?((?:[.-][A-Za-z][\w.-]*)?)$/
const COMPACT = /^v?(\d{4})(\d\d)(\d\d)((?:[.-]\w[\w.-]*)?)$/

function parse(text: string): DateVersion | null {
  if (text.length > 64 || !beginsWithAYear(text)) return null
  const [, year, month, day = '00', suffix = ''] = DASHED.exec(text) ?? COMPACT.exec(text) ?? []
  const found = { year: Number(year), month: Number(month), day: Number(day) }
  return isDate(found.year, found.month, day === '00' ? 1 : found.day) && (day !== '00' || text.includes('-'))
    ? { text, ...found, suffix: parseQualifier(suffix) }
    : null
}

/** Four digits, perhaps behind a `v`: nearly no version has them, and looking is quicker than a pattern that fails. */
function beginsWithAYear(text: string): boolean {
  const start = text.startsWith('v') ? 1 : 0
  for (let at = start; at < start + 4; at += 1) {
    const code = text.charCodeAt(at)
    if (!(code >= 48 && code <= 57)) return false
  }
  return true
}

const MONTH_LENGTHS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]

/** Whether the calendar has such a day, leap years minded. Years from 1970 on: before, there was nothing to version. */
export function isDate(year: number, month: number, day: number): boolean {
  if (!(year >= 1970 && month >= 1 && month <= 12 && day >= 1)) return false
  const leapDay = month === 2 && year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 1 : 0
  return day <= (MONTH_LENGTHS[month - 1] ?? 0) + leapDay
}

function compare(a: DateVersion, b: DateVersion): Order {
  const [dayA, dayB] = [(a.year * 100 + a.month) * 100 + a.day, (b.year * 100 + b.month) * 100 + b.day]
  if (dayA !== dayB) return dayA < dayB ? -1 : 1
  return compareQualifiers(a.suffix, b.suffix)
}

function distance(a: DateVersion, b: DateVersion): Distance {
  if (compare(a, b) === 0) return 'none'
  const sameDay = a.year === b.year && a.month === b.month && a.day === b.day
  return sameDay && (isPrerelease(a.suffix) || isPrerelease(b.suffix)) ? 'prerelease' : 'other'
}

const GRAMMAR: ConstraintGrammar<DateVersion> = {
  parse,
  compare,
  release: (v) => [v.year, v.month, v.day].map((number) => numeral(String(number))),
}

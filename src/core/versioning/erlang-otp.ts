import type { Distance } from '../model/upgrade.ts'
import { type ConstraintGrammar, constraint } from './constraint.ts'
import type { Order, Versioning } from './contract.ts'
import { releaseDistance } from './distance.ts'
import { compareReleases, dottedNumerals, MAX_VERSION_LENGTH, type Numeral, part } from './numeral.ts'
import { compareQualifiers, isPrerelease, parseQualifier, type Qualifier } from './qualifier.ts'

/** Two or more numbers, and a release candidate's number. */
export interface OtpVersion {
  text: string
  release: readonly Numeral[]
  candidate: Qualifier
}

/** Erlang/OTP: two to four numbers and more, a missing one being 0; tags carry `OTP-`. */
export const erlangOtp: Versioning<OtpVersion> = {
  id: 'erlang-otp',
  label: 'Erlang/OTP',
  docs: 'https://www.erlang.org/doc/system/versions.html',
  parse,
  parseLoose: (text) => parse(text) ?? parse(text.replace(/^((?:OTP-)?\d+)(?=$|-)/, '$1.0')),
  format: (v) => v.text,
  compare,
  isStable: (v) => !isPrerelease(v.candidate),
  distance,
  parts: (v) => ({ major: part(v.release[0]), minor: part(v.release[1] ?? '0'), patch: part(v.release[2] ?? '0') }),
  rangeExamples: ['~> 27.1', '>= 26.2.5 and < 28.0', '27.x', '26 or 27'],
  range: (text) => constraint(GRAMMAR, text),
}

const VERSION = /^(?:OTP-)?(\d+(?:\.\d+){1,7})(-rc\.?\d+)?$/

function parse(text: string): OtpVersion | null {
  const [, release, candidate = ''] = text.length > MAX_VERSION_LENGTH ? [] : (VERSION.exec(text) ?? [])
  return release === undefined ? null : { text, release: dottedNumerals(release), candidate: parseQualifier(candidate) }
}

function compare(a: OtpVersion, b: OtpVersion): Order {
  return compareReleases(a.release, b.release) || compareQualifiers(a.candidate, b.candidate)
}

function distance(a: OtpVersion, b: OtpVersion): Distance {
  const found = releaseDistance(a.release, b.release)
  return found === 'none' && compare(a, b) !== 0 ? 'prerelease' : found
}

const GRAMMAR: ConstraintGrammar<OtpVersion> = { parse, compare, release: (v) => v.release }

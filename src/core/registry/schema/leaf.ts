import * as z from 'zod'
import { checkWebAddress } from '../../model/web-address.ts'
import { compilePattern, isPattern } from '../../text/pattern.ts'
import { isTimeZone, parseDate, TIME_OF_DAY } from '../calendar.ts'
import { isCron } from '../cron.ts'
import { DURATION } from '../duration.ts'
import { type About, key } from './key.ts'

/** Letters, digits, `_`, `-`, `.`; no shape that git refuses in a branch name, for names become parts of branches and labels. */
const NAME = /^[A-Za-z0-9_](?:[A-Za-z0-9_-]|\.(?!\.|$|lock$)){0,99}$/

/** Names that every JavaScript object has: nobody calls a component so, and no code has to guard against them. */
const RESERVED: ReadonlySet<string> = new Set(Object.getOwnPropertyNames(Object.prototype))

export function name(what: string) {
  return key(
    z.string().check(
      z.regex(NAME),
      z.refine((text) => !RESERVED.has(text)),
    ),
    {
      description: `Name of ${what}: letters, digits, \`_\`, \`-\` and \`.\`.`,
      expected: `the name of ${what}: letters, digits, \`_\`, \`-\` or \`.\`, up to 100, without \`..\` and without \`.\` at either end`,
    },
  )
}

/** A reference to something declared elsewhere; whether it exists is a rule's question. */
export function reference(about: About) {
  return key(z.string().check(z.minLength(1), z.maxLength(100)), about)
}

export function version(about: About) {
  return key(z.string().regex(/^[^\s"'`<>|]{1,255}$/), { expected: 'a version, in quotes', ...about })
}

export function range(about: About) {
  return key(z.string().regex(/^[^\n\r]{1,500}$/), { expected: 'a version range, in quotes', ...about })
}

function wholeUpTo(most: number) {
  return z.int().check(z.gte(0), z.lte(most))
}

/** A duration with a unit, or a whole number of days. */
export function days(about: About) {
  return key(z.union([z.string().regex(DURATION), wholeUpTo(36_500)]), {
    expected: 'a duration such as `7d`, `24h` or `30m`, or a whole number of days',
    ...about,
  })
}

/** A duration with a unit, or a whole number of seconds. */
export function time(about: About) {
  return key(z.union([z.string().regex(DURATION), wholeUpTo(316_224_000)]), {
    expected: 'a whole number of seconds, or a duration such as `15m`',
    ...about,
  })
}

export function duration(about: About) {
  return key(z.string().regex(DURATION), { expected: 'a duration such as `7d`, `24h` or `30m`', ...about })
}

export function date(about: About) {
  return key(
    z.string().refine((text) => parseDate(text) !== null),
    { expected: 'a date that the calendar has, such as `2026-11-21` or `2026-11-21T06:30:00Z`', ...about },
  )
}

export function timeOfDay(about: About) {
  return key(z.string().regex(TIME_OF_DAY), { expected: 'a time of day from `"00:00"` to `"24:00"`', ...about })
}

export function timeZone(about: About) {
  return key(z.string().refine(isTimeZone), { expected: 'a time zone of the IANA database, such as `Europe/Berlin` or `UTC`', ...about })
}

export function cron(about: About) {
  return key(z.string().refine(isCron), { expected: 'a cron expression of five fields, such as `0 2 * * sun`', ...about })
}

/** https, or plain http to this machine; no credentials in it. */
export function webAddress(about: About) {
  return key(
    z.string().check(
      z.maxLength(2000),
      z.refine((text) => checkWebAddress(text).ok),
    ),
    { expected: 'an https address without a user name or password (plain http only to this machine)', ...about },
  )
}

/** Where one component is asked for: as `webAddress`, or a registry of OCI artifacts. */
export function sourceAddress(about: About) {
  return key(
    z.string().check(
      z.maxLength(2000),
      z.refine((text) => checkWebAddress(text.replace(/^oci:\/\//, 'https://')).ok),
    ),
    { expected: 'an https or oci address without a user name or password (plain http only to this machine)', ...about },
  )
}

/** A page for readers. Never fetched, so plain http is no danger. */
export function link(about: About) {
  return key(z.string().regex(/^https?:\/\/[^\s<>"]{1,2000}$/), { expected: 'the address of a page, beginning with https://', ...about })
}

/** A regular expression that RE2 runs. */
export function pattern(about: About) {
  return key(
    z.string().check(
      z.minLength(1),
      z.maxLength(1000),
      z.refine((text) => patternError(text) === null, { error: (issue) => patternError(String(issue.input)) ?? 'no RE2 pattern' }),
    ),
    { expected: 'a regular expression in RE2 syntax (no look-around, no back-references)', ...about },
  )
}

export function githubRepo(about: About) {
  return key(z.string().regex(/^[A-Za-z0-9](?:[A-Za-z0-9-]{0,38})\/[A-Za-z0-9_.-]{1,100}$/), {
    expected: '`owner/name` of a GitHub repository',
    ...about,
  })
}

/** The name of an environment variable. Anything else may be the secret itself. */
export function variableName(about: About) {
  return key(z.string().regex(/^[A-Z_][A-Z0-9_]{0,99}$/), {
    expected: 'the name of an environment variable, such as `GITHUB_TOKEN`, never the secret itself',
    ...about,
  })
}

/** An expression in the Common Expression Language (https://cel.dev). */
export function expression(about: About) {
  return key(z.string().check(z.minLength(1), z.maxLength(2000)), { expected: 'a CEL expression over the upgrade', ...about })
}

const compiled = new Map<string, string | null>()

/** Why RE2 refuses a pattern; null where it accepts. */
function patternError(source: string): string | null {
  const cached = compiled.get(source)
  if (cached !== undefined) return cached
  const result = compilePattern(source)
  const error = isPattern(result) ? null : result.error.replace('error parsing regexp: ', '')
  if (compiled.size < 10_000) compiled.set(source, error)
  return error
}

import { plainHeading } from './heading-text.ts'
import type { Heading } from './headings.ts'
import { isDateVersion, type LooseVersion, parseLoose } from './loose-version.ts'

/** A heading under which the notes of a release stand. */
export interface ReleaseHeading {
  heading: Heading
  /** Usually one; several for `7.0.5, 7.0.6`, `6.5.{10,11}` and ranges. */
  versions: readonly LooseVersion[]
  /** Words beside the version that are no common ones, most often the product's name: `redis`. Empty for a bare version. */
  product: string
  /** `Unreleased`, `master / unreleased`: never part of an upgrade. */
  unreleased: boolean
  /** A heading of an upgrade guide: `From 14.x to 15.x`. */
  step?: true
}

/** Words that may stand in a release heading of any project. */
const COMMON = new Set(
  (
    'version versions ver v release releases released changes change changelog log notes note in for of the a an new news what whats is are on at to and noteworthy ' +
    'overview stable final ga lts current maintenance active yanked unreleased tbd tba date dated patch minor major hotfix bugfix security beta alpha rc candidate build as by ' +
    'draft pre-release prerelease preview milestone update latest next with history all notable summary dev development snapshot codename code name edition distribution ' +
    'urgency low medium high unstable experimental testing tag tagged retracted withdrawn not yet ' +
    'jan feb mar apr may jun jul aug sep sept oct nov dec january february march april june july august september october november december ' +
    'mon tue wed thu fri sat sun monday tuesday wednesday thursday friday saturday sunday ist idt utc gmt est edt pst pdt cet cest st nd rd th'
  ).split(' '),
)

/** Words that show that a heading with a version in it is about something else than that release. */
const FOREIGN = new Set(
  (
    'since from upgrade upgrading upgrades migrate migrating migration breaking incompatible incompatibilities incompatibility deprecated deprecation deprecations removed removal remove support supported requires require required introduction ' +
    'introducing download downloads source binaries checksum checksums features feature fixes fix fixed improvements before after compared comparing older earlier other known issues how why using ' +
    'until through previous dropped drop added add highlights compatibility important contributors'
  ).split(' '),
)

const BRACES = /^(.{0,60})\{(\d{1,9}(?:~\d{1,9}){1,40})\}$/
const DEBIAN = /^([a-z0-9][a-z0-9+.-]{1,80}) \(([^()\s]{1,80})\) [a-z0-9 .~-]{1,80}; urgency=/
const NUMERIC_DATE = /^(?:\d{4}[-/]\d{1,2}[-/]\d{1,2}|\d{1,2}[-/.]\d{1,2}[-/.]\d{4}|\d{8}|\d{1,2}:\d{2}(?::\d{2})?)$/
const YEAR_OR_DAY = /^(?:19|20)\d{2}$|^\d{1,2}(?:st|nd|rd|th)?$/
const BETWEEN = /\b(?:between|from) (?:\S{1,40} ){1,3}(?:and|to) /i
/** `Version 2.39.5; changes since 2.39.4:` */
const COMPARED = /[;,:( -]{1,3}(?:changes|compared|relative) (?:since|from|to|relative to) \S{1,40}$/i
const CHANGES_IN =
  /^(?:\*{1,3} ?)?(?:overview of |noteworthy |summary of |major )?(?:changes|what's new|whats new|news?) (?:in|with|for)\b/i
const STEP =
  /^(?:(?:how to |notes (?:on|for) )?(?:upgrad(?:e|es|ing)|migrat(?:e|es|ing|ion)|updat(?:e|ing)|moving|from|changes)\b.{0,60}? (?:to|->|→) |to |v?\d[\w.]{0,20} ?(?:to|->|→) ?)(?:version |release )?/
const STEP_SIGN = /^(?:to|from) |->|→/i
const RANGE_WORDS = /^(?:and|to|through|-|–|—|&|→|->)$/
const UNRELEASED = /\b(?:unreleased|upcoming|in progress|work in progress|not yet released)\b/i
const NUMBERED = /^(?:v|version |release |r)?\d/i

/** Null where the heading does not name a release. `dated`: the project's versions are dates, so that a date is one. */
export function readReleaseHeading(heading: Heading, dated: boolean): ReleaseHeading | null {
  const text = plainHeading(heading.text)
  if (text === '' || text.length > 200) return null
  const debian = DEBIAN.exec(text)
  if (debian !== null) return release(heading, [debian[2] ?? ''], '')
  if (STEP_SIGN.test(text)) return readStepHeading(heading, dated)
  if (UNRELEASED.test(text) && !/\d/.test(text)) return { heading, versions: [], product: '', unreleased: true }
  const words = wordsOf(text.replace(BETWEEN, ' ').replace(COMPARED, ' '))
  const lone = CHANGES_IN.test(text)
  const at = words.findIndex((word) => versionsOf(word, dated).length > 0 && (lone || isNamed(word, words, heading)))
  if (at === -1) return null
  const before = words.slice(0, at).filter(isTelling)
  const { versions, next } = collect(words, at, dated)
  const after = words.slice(next)
  if (before.some(isForeign) || before.length > 4) return null
  if (!isAnnotation(after, text, heading, before.length === 0)) return null
  return release(heading, versions, before.join(' '))
}

/** `From 14.x to 15.x`, `Upgrading to 3.0`, `2.x → 3.x`, as the headings of an upgrade guide. Asked only where a text has no other releases. */
export function readStepHeading(heading: Heading, dated: boolean): ReleaseHeading | null {
  const text = plainHeading(heading.text)
  const match = STEP.exec(text.toLowerCase())
  const word = match === null ? undefined : wordsOf(text.slice(match.index + match[0].length))[0]
  if (heading.notation === 'plain' || word === undefined) return null
  const made = release(heading, versionsOf(word, dated), '')
  return made === null ? null : { ...made, step: true }
}

/** The lenient reading, asked only about the version that an upgrade goes to: the heading names it somewhere and is not about leaving it. */
export function mentionsRelease(heading: Heading, version: LooseVersion, dated: boolean): ReleaseHeading | null {
  if (heading.notation === 'plain') return null
  const words = wordsOf(plainHeading(heading.text))
  if (words.some(isForeign)) return null
  const match = words.find((word) => versionsOf(word, dated).some((text) => parseLoose(text)?.text === version.text))
  return match === undefined ? null : release(heading, [match], '')
}

function release(heading: Heading, texts: readonly string[], product: string): ReleaseHeading | null {
  const versions = texts.flatMap((text) => parseLoose(text) ?? [])
  return versions.length === 0 ? null : { heading, versions, product, unreleased: false }
}

function wordsOf(text: string): string[] {
  return text
    .replace(/\{[\d,]{1,80}\}/g, (braces) => braces.replaceAll(',', '~'))
    .split(/[\s(),;|]{1,20}/)
    .map((word) => word.replace(/^["'“‘:]{1,3}/, '').replace(/["'”’:.!]{1,3}$/, ''))
    .filter((word) => word !== '')
}

/** A lone number is a version only where it is called one: `Version 5`, `v5`, `CHANGES WITH 255`. */
function isNamed(word: string, words: readonly string[], heading: Heading): boolean {
  if (/[._@]/.test(word) || isDateVersion(word) || BRACES.test(word)) return true
  if (!/^\D{0,40}\d{1,6}$/.test(word)) return false
  const before = words[words.indexOf(word) - 1]?.toLowerCase() ?? ''
  return (/^v\d/i.test(word) && heading.notation !== 'plain') || /^(?:version|release|with|otp|php)$/.test(before)
}

function versionsOf(word: string, dated: boolean): string[] {
  if (/^v?\d[\d.]{1,20}\/v?\d[\d.]{1,20}$/.test(word)) return word.split('/')
  const braces = BRACES.exec(word)
  if (braces !== null) return (braces[2] ?? '').split('~').map((last) => `${braces[1] ?? ''}${last}`)
  if (NUMERIC_DATE.test(word)) return dated && isDateVersion(word) ? [word] : []
  if (/^\d{1,4}$/.test(word)) return [word]
  return /\d/.test(word) && !/^(?:#|@[^@]{0,100}$)/.test(word) && !word.includes('%') && looksLikeVersion(word) ? [word] : []
}

/** `v1.2`, `foo-1.2.3`, `@scope/pkg@1.2.3`, `1.2.3-rc.1`; not `utf-8`, `sha256` or `2x`. */
function looksLikeVersion(word: string): boolean {
  return (
    /(?:^|[-_@/])[vVrR]?\.?\d{1,15}(?:[._]\d{1,15}){1,6}(?:[-._+~]?[a-zA-Z0-9.*+~-]{0,60})?$/.test(word) ||
    /^[vV]\d{1,6}$/.test(word) ||
    /^\d{1,9}\.[xX*]$/.test(word)
  )
}

/** The version found and those joined to it: `7.0.5, 7.0.6`, `1.0 and 1.1`, `7.0 RC1`, `3.0 beta 2`. */
function collect(words: readonly string[], at: number, dated: boolean): { versions: string[]; next: number } {
  const versions = versionsOf(words[at] ?? '', dated)
  let next = at + 1
  while (next < words.length) {
    const word = words[next] ?? ''
    const stage = /^(?:rc|alpha|beta|preview|candidate|release|dev|milestone|m|b|a)\.?-?\d{0,3}$/i.test(word)
    if (stage && /\d$/.test(word)) versions.push(`${versions.pop() ?? ''} ${word}`)
    else if (stage && /^\d{1,3}$/.test(words[next + 1] ?? '')) {
      versions.push(`${versions.pop() ?? ''} ${word}${words[next + 1]}`)
      next += 1
    } else if (RANGE_WORDS.test(word) && versionsOf(words[next + 1] ?? '', dated).length > 0) {
      versions.push(...versionsOf(words[next + 1] ?? '', dated))
      next += 1
    } else if (/[._]/.test(word) && versionsOf(word, dated).length > 0) versions.push(...versionsOf(word, dated))
    else break
    next += 1
  }
  return { versions, next }
}

/** Behind the version stand dates and common words; behind a bare version and a dash or a colon also a name: `2.0.0: The rewrite`. */
function isAnnotation(after: readonly string[], text: string, heading: Heading, bare: boolean): boolean {
  const telling = after.filter(isTelling)
  if (telling.length === 0) return true
  if (telling.every((word) => word.startsWith('@'))) return true
  if (heading.notation === 'plain') return false
  const open = text.indexOf('(')
  const inside = open === -1 ? '' : text.slice(open)
  if (telling.every((word) => inside.includes(word))) return telling.length <= 6
  return (
    bare &&
    NUMBERED.test(text) &&
    telling.length <= 8 &&
    /^\S{1,60}\s{0,3}(?:[-–—:|·/~"'“]|\(.{0,60}\)\s{0,3}[-–—:|·])/.test(text) &&
    !telling.some(isForeign)
  )
}

function isTelling(word: string): boolean {
  const plain = word.toLowerCase()
  return !(
    COMMON.has(plain) ||
    plain === "what's" ||
    NUMERIC_DATE.test(plain) ||
    YEAR_OR_DAY.test(plain) ||
    /^[^a-z0-9]{1,20}$/.test(plain) ||
    /^\d{4}-\d{2}-xx$/.test(plain)
  )
}

function isForeign(word: string): boolean {
  return FOREIGN.has(word.toLowerCase())
}

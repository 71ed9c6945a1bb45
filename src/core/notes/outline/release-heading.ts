import { LONGEST_HEADING, plainHeading } from './heading-text.ts'
import type { Heading } from './headings.ts'
import { type LooseVersion, parseLoose } from './loose-version.ts'
import { isElsewhere, isForeign, isTelling } from './release-words.ts'
import { collect, isNamed, versionsOf, wordsOf } from './version-words.ts'

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

const DEBIAN = /^([a-z0-9][a-z0-9+.-]{1,80}) \(([^()\s]{1,80})\) [a-z0-9 .~-]{1,80}; urgency=/
/** `v2.3.0 2026-02-01  Ann Example <ann@example.org>` */
const AUTHOR = /\s{1,8}(?:[\p{L}.-]{1,30} ){1,4}<[^<>@\s]{1,60}@[^<>@\s]{1,80}>$/u
/** `2010/02/28: Version 9.1.1 - Ann Example (ann <at> example.org)` */
const AUTHOR_ASIDE = /\s[-–] (?:\p{Lu}[\p{L}.-]{0,30} ){1,3}\([^()]{1,60}(?:@|<at>)[^()]{1,60}\)$/u
/** `1.9.0 2026-02-01 Ann Example` */
const DATED_NAME = /^v?\d\S{0,60} \(?\d{4}-\d{2}-\d{2}\)?,? (?:\p{Lu}[\p{L}.-]{0,30} ?){1,3}$/u
/** `New in 0.2.7; 2009-10-20; Ann Example` */
const DATED_AUTHOR = /(\d{4}-\d{2}-\d{2})[;,] (?:\p{Lu}[\p{L}.-]{0,30} ?){1,3}$/u
const BETWEEN = /\b(?:between|from) (?:\S{1,40} ){1,3}(?:and|to) /i
/** `Version 2.39.5; changes since 2.39.4:` */
const COMPARED = /[;,:( -]{1,3}(?:changes|compared|relative) (?:since|from|to|relative to) \S{1,40}$/i
const CHANGES_IN =
  /^(?:\*{1,3} ?)?(?:overview of |noteworthy |important |notable |summary of |major )?(?:changes|what's new|whats new|news?) (?:in|with|for)\b/i
const STEP =
  /^(?:(?:how to |notes (?:on|for) )?(?:upgrad(?:e|es|ing)|migrat(?:e|es|ing|ion)|updat(?:e|ing)|moving|from|changes)\b.{0,60}? (?:to|->|→) |to |v?\d[\w.]{0,20} ?(?:to|->|→) ?)(?:version |release )?/
/** `Quill 9.0 UPGRADE NOTES` */
const GUIDE =
  /^(?:[A-Za-z][\w.+-]{0,40} )?v?(\d{1,6}(?:\.\d{1,6}){1,3}) (?:upgrade|upgrading|migration|porting) (?:notes|guide|instructions)$/i
const STEP_SIGN = /^(?:to|from) |->|→/i
const UNRELEASED = /\b(?:unreleased|upcoming|in progress|work in progress|not yet released)\b/i
/** A code name behind the version: `PgBouncer 1.18.0 - "No real mystery"`. */
const CODE_NAME = /^\S{1,60}\s{0,3}[-–—:,]?\s{0,3}(?:"[^"]{1,80}"|“[^”]{1,80}”)[.)]?$/
/** A line that is a heading by its words: `Version 8.40.0 [v8-stable] 2018-12-11`, `Version 3.2.1.2 'Marshal West':`, `Scheduled Release 8.2302.0 (aka 2023.02) 2023-02-21`. */
const CALLED =
  /^(?:[-*+•] )?(?:scheduled )?(?:version|release) v?\d[\w.-]{1,40}(?: (?:\[[^\]]{1,40}\]|\([^)]{1,40}\)|'[^']{1,40}'|"[^"]{1,40}")){1,2} ?(?:\(?\d{4}-\d{2}-(?:\d{2}|xx)\)?)?:?$/i
/** `v0.9.1 [view commit logs](https://…)` */
const LINKED = /^(\W{0,3}v?\d[\w.+-]{0,40}(?: {1,3}\([^()]{1,30}\))?) {1,3}\[[^\][]{1,40}\]\([^()]{1,300}\)\s{0,3}$/
/** The address of a comparison is no heading, whatever versions it names. */
const ADDRESS = /^\W{0,3}https?:\/\/\S{1,400}\s{0,3}$/
/** `v0.89: Timeout Bug Fix and Restore`: what stands behind the colon is a title, whatever it speaks of. */
const ENTITLED = /^v?\d[\w.-]{0,40}: \S/
const NUMBERED = /^(?:v|version |release |r)?\d/i

/** Null where the heading does not name a release. `dated`: the project's versions are dates, so that a date is one. */
export function readReleaseHeading(heading: Heading, dated: boolean): ReleaseHeading | null {
  const raw = heading.text.slice(0, LONGEST_HEADING).replace(LINKED, '$1').replace(DATED_AUTHOR, '$1')
  const text = plainHeading(/@|<at>/.test(raw) ? raw.replace(AUTHOR, '').replace(AUTHOR_ASIDE, '') : raw)
  if (text === '' || text.length > 200 || ADDRESS.test(raw)) return null
  const debian = DEBIAN.exec(text)
  if (debian !== null) return release(heading, [debian[2] ?? ''], '')
  if (STEP_SIGN.test(text)) return readStepHeading(heading, dated)
  if (UNRELEASED.test(text) && !/\d/.test(text)) return { heading, versions: [], product: '', unreleased: true }
  const words = wordsOf(text.replace(BETWEEN, ' ').replace(COMPARED, ' '))
  const lone = CHANGES_IN.test(text)
  const at = words.findIndex((word) => versionsOf(word, dated).length > 0 && (lone || isNamed(word, words, heading.notation === 'plain')))
  if (at === -1) return null
  const before = words.slice(0, at).filter((word) => isTelling(word) && !(lone && /^important$/i.test(word)))
  const { versions, next } = collect(words, at, dated)
  const after = words.slice(next)
  if (before.some(isForeign) || before.length > 4) return null
  if (!isAnnotation(after, text.slice(text.indexOf(words[at] ?? '')), heading, before.length === 0)) return null
  return release(heading, versions, before.join(' '))
}

/** `From 14.x to 15.x`, `Upgrading to 3.0`, `2.x → 3.x`, as the headings of an upgrade guide. Asked only where a text has no other releases. */
export function readStepHeading(heading: Heading, dated: boolean): ReleaseHeading | null {
  const text = plainHeading(heading.text)
  const guide = GUIDE.exec(text)
  if (guide !== null) return stepTo(heading, [guide[1] ?? ''])
  const match = STEP.exec(text.toLowerCase())
  const word = match === null ? undefined : wordsOf(text.slice(match.index + match[0].length))[0]
  if (heading.notation === 'plain' || word === undefined) return null
  return stepTo(heading, versionsOf(word, dated))
}

function stepTo(heading: Heading, texts: readonly string[]): ReleaseHeading | null {
  const made = release(heading, texts, '')
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

/** Behind the version stand dates and common words; behind a bare version and a dash or a colon also a name: `2.0.0: The rewrite`. */
function isAnnotation(after: readonly string[], text: string, heading: Heading, bare: boolean): boolean {
  const telling = after.filter(isTelling)
  if (telling.length === 0) return true
  if (telling.every((word) => word.startsWith('@'))) return true
  if (heading.notation === 'plain') return CALLED.test(heading.text) && !telling.some(isForeign)
  if (heading.notation === 'equals' && bare && telling.length <= 4 && NUMBERED.test(text) && telling.every((word) => /^[A-Z]/.test(word)))
    return true
  const open = text.indexOf('(')
  const inside = open === -1 ? '' : text.slice(open)
  if (telling.every((word) => inside.includes(word))) return telling.length <= 6
  if (telling.length <= 8 && CODE_NAME.test(text)) return true
  if (bare && DATED_NAME.test(text)) return true
  return (
    bare &&
    NUMBERED.test(text) &&
    telling.length <= 8 &&
    /^\S{1,60}\s{0,3}(?:[-–—:|·/~"'“]|\(.{0,60}\)\s{0,3}[-–—:|·])/.test(text) &&
    !telling.some(ENTITLED.test(text) ? isElsewhere : isForeign)
  )
}

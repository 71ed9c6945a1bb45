import type { Entry } from '../entries/entry.ts'
import type { SectionKind } from '../entries/section-kind.ts'
import { onlyMends, opensLine } from '../judge/setting.ts'
import { leadOf } from '../language/lead.ts'
import type { NormalForm } from '../language/normal-form.ts'
import type { LooseVersion } from '../outline/loose-version.ts'

/** An entry as far as its wording tells anything: what it says, and where. */
export interface Worded {
  form: NormalForm
  place: SectionKind
  /** What its release promises by its number: the first of a line that may break, one that only mends, or neither. */
  release: 'opens' | 'mends' | 'minor'
  shape: Entry['form']
}

/** What a release promises by its number. */
export function releaseOf(version: LooseVersion | null): Worded['release'] {
  if (opensLine(version)) return 'opens'
  return onlyMends(version) ? 'mends' : 'minor'
}

/** What an entry says behind so many words seldom changes what it is. */
const LONGEST = 60
/** Longer than any word of a language: an address, an encoded blob, or hostile. */
const LONGEST_WORD = 60
const OPENING = /^[^A-Za-z0-9:!<>=≥]+/
const CLOSING = /[^A-Za-z0-9+]+$/
const NUMBER = /^\d+$/
const ENDING = /(?:ing|ed|es|s|e)$/
/** `dropped`, `dropping`. */
const DOUBLED = /(?:bb|dd|gg|mm|nn|pp|rr|tt)$/

/**
 * Single words without their endings, pairs of neighbours, what it begins with, its verb, its place and its length: `@…` is none of the words.
 * Each stands once.
 */
export function featuresOf(entry: Worded): Set<string> {
  const words = wordsOf(entry.form)
  const [first = '', second] = words
  const lead = leadOf(entry.form)
  const found = new Set([
    `^${first}`,
    second === undefined ? `^${first}` : `^${first} ${second}`,
    `@place:${entry.place}`,
    `@release:${entry.release}`,
    `@shape:${entry.shape}`,
    `@lead:${lead}`,
    `@place:${entry.place},release:${entry.release}`,
    `@lead:${lead},place:${entry.place}`,
    `@length:${Math.min(6, words.length >> 3)}`,
  ])
  for (const [index, word] of words.entries()) {
    found.add(word)
    const next = words[index + 1]
    if (next !== undefined) found.add(`${word} ${next}`)
  }
  return found
}

function wordsOf(form: NormalForm): string[] {
  const words: string[] = []
  for (const part of form.split(' ', LONGEST)) {
    if (part.length > LONGEST_WORD) continue
    const open = part.replace(OPENING, '')
    const close = CLOSING.exec(open)?.[0] ?? ''
    const word = open.slice(0, open.length - close.length)
    if (word !== '') words.push(stemOf(word))
    if (close.includes(':')) words.push(':')
    else if (close.includes('!')) words.push('!')
  }
  return words
}

/** `drops`, `dropped` and `dropping` say the same. */
function stemOf(word: string): string {
  if (NUMBER.test(word)) return '9'
  if (word.length < 5) return word
  const stem = word.replace(ENDING, '')
  return DOUBLED.test(stem) ? stem.slice(0, -1) : stem
}

import { compareLoose, type LooseVersion, parseLoose } from '../outline/loose-version.ts'
import { type Judgement, SUPPORTING } from './judge.ts'

/** A judgement with where it stands. */
export interface Placed {
  judgement: Judgement
  version: LooseVersion | null
  /** As the heading writes the release. */
  release: string
  /** Verbatim. */
  text: string
  url?: string
}

/** No step over real releases takes back more; a hostile text could make each entry be held against each. */
const MOST_REVERTS = 200
const REVERTED_IN = /\b(?:reverted|restored|undone|rolled back|taken back|fixed|re-?added) (?:in|by|with) v?(\d{1,6}(?:\.\d{1,6}){1,3})/i
const CODE_SPAN = /`([^`]{3,80})`/g
const NUMBER = /#(\d{2,7})\b/g
/** `(Ada Example, Bob Example)`: two entries of one author are not about one thing. */
const CREDIT = / \([^()]{2,80}\)[.]?$/
const WORD = /[a-z][a-z0-9_-]{3,40}/g
/** Words that two entries may share without being about one thing. */
const COMMON = new Set(
  'revert reverts reverted restore restores restored change changes changed with from that this when have been were will into also only back original previous behaviour behavior support added removed the and for code flag quote enabled disabled default'.split(
    ' ',
  ),
)

/** What is left after a step over several releases: what a later one of them takes back reaches nobody. */
export function netEffect(placed: readonly Placed[], to: LooseVersion): Placed[] {
  const reverts = placed.filter(({ judgement }) => judgement.revert).slice(0, MOST_REVERTS)
  return placed.filter(
    (one) =>
      one.judgement.score < SUPPORTING ||
      (!saysReverted(one, to) && !reverts.some((revert) => isLater(revert, one) && isAbout(revert, one))),
  )
}

/** `(this was reverted in v3.12.3)`, where 3.12.3 lies on the way. */
function saysReverted(one: Placed, to: LooseVersion): boolean {
  const named = REVERTED_IN.exec(one.text)?.[1]
  const version = named === undefined ? null : parseLoose(named)
  return version !== null && compareLoose(version, to) <= 0
}

function isLater(revert: Placed, one: Placed): boolean {
  return revert.version !== null && one.version !== null && compareLoose(revert.version, one.version) > 0
}

/** Two entries are about one thing where they share a pull request, a name in code, or most of the words of the shorter. */
function isAbout(revert: Placed, one: Placed): boolean {
  if (shares(matches(NUMBER, revert.text), matches(NUMBER, one.text))) return true
  if (shares(matches(CODE_SPAN, revert.text), matches(CODE_SPAN, one.text))) return true
  const left = wordsOf(revert.judgement.form)
  const right = wordsOf(one.judgement.form)
  const [small, large] = left.size < right.size ? [left, right] : [right, left]
  const both = [...small].filter((word) => large.has(word)).length
  return small.size >= 3 && both / small.size >= 0.6
}

function matches(pattern: RegExp, text: string): Set<string> {
  return new Set([...text.slice(0, 4000).matchAll(pattern)].map((match) => match[1] ?? match[0]))
}

function wordsOf(text: string): Set<string> {
  return new Set(
    [...text.slice(0, 4000).toLowerCase().replace(CREDIT, '').matchAll(WORD)].map((match) => match[0]).filter((word) => !COMMON.has(word)),
  )
}

function shares(left: ReadonlySet<string>, right: ReadonlySet<string>): boolean {
  return [...left].some((one) => right.has(one))
}

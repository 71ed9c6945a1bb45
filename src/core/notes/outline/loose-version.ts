/**
 * Versions as headings and pins write them, in whatever scheme: enough to say which of two comes first. The schemes of `core/versioning`
 * are exact and need to know which scheme it is; a changelog does not say, and mixes `7.0 RC1`, `v7.0.0` and `7.0` for one series.
 */
export interface LooseVersion {
  /** As written, without a prefix: `1.2.3-rc.1`. */
  text: string
  numbers: readonly number[]
  /** `1.18.x`: stands for all that begins so. */
  open: boolean
  /** Rank of the kind of pre-release, its own word, then its numbers; null for a final version. */
  pre: { rank: number; word: string; numbers: readonly number[] } | null
  /** Releases after the release: `.post1`, `p2`, the letter of `1.1.1k`. */
  post: readonly number[]
  /** The same release packaged or built again: `-1`, `+1`, `+k3s2`. */
  build: readonly number[]
}

const CORE = /^(\d{1,15}(?:[._]\d{1,15}){0,6})(\.[x*])?(.{0,120})$/
const PRE =
  /^[-._~ ]?(dev|snapshot|nightly|canary|alpha|a|beta|b|milestone|m|next|preview|pre|rc|c|cr|ea)(?:[-._ ]?(\d{1,12}(?:\.\d{1,12}){0,4}))?(?:[^a-z0-9].{0,80})?$/
const POST = /^[-.]?(?:post|p|r|rev)[-.]?(\d{1,9})$/
/** `1.1.1k`, `3.2a`: glued to the number and without one of its own, a letter counts patches (OpenSSL, tmux, OpenSSH's portable line). */
const LETTER = /^[a-z]$/
const BUILD = /^(?:-|[-.]?(?:ubuntu|build)[-.]?|\+[a-z]{0,10}[-.]?)(\d{1,9})(?:[.+~-].{0,60})?$/
const DATE = /^(\d{4})-(\d{2})-(\d{2})(?:[.-].{0,40})?$/
/** Only these: the lower case of a letter beyond may be longer than the letter. */
const CAPITALS = /[A-Z]/g
const EPOCH = /^\d{1,4}:(.{1,100})$/

/** Word of a pre-release → how near it is to the release. Unknown words stand between alpha and beta and then follow the alphabet. */
const RANKS: Readonly<Record<string, number>> = {
  dev: 0,
  snapshot: 0,
  nightly: 0,
  canary: 1,
  ea: 1,
  alpha: 2,
  a: 2,
  milestone: 3,
  m: 3,
  beta: 4,
  b: 4,
  next: 5,
  preview: 5,
  pre: 5,
  rc: 6,
  c: 6,
  cr: 6,
}

/** Reads `v1.2.3`, `REL_17_4`, `release-3.1`, `pkg@1.2.3`, `7.0 RC1`, `1.18.x`, `2024-06-20`, `7.2.4-alpine@sha256:…`. Null where there is no number. */
export function parseLoose(text: string): LooseVersion | null {
  const bare = text.trim().slice(0, 160).split('@sha256:')[0] ?? ''
  const written = EPOCH.exec(bare)?.[1] ?? bare
  const plain = written.replace(CAPITALS, (letter) => letter.toLowerCase())
  const date = DATE.exec(plain)
  if (date !== null) return loose(written, [date[1], date[2], date[3]].map(Number), false, '')
  const start = firstNumber(plain)
  const match = CORE.exec(plain.slice(start))
  if (match === null) return null
  const numbers = (match[1] ?? '').replaceAll('_', '.').split('.').map(Number)
  return loose(written.slice(start), numbers, match[2] !== undefined, match[3] ?? '')
}

/** Where the number begins: at the start, behind `-`, `_`, `@`, `/` or a space, or behind a `v` or `r` that stands there. `k8s-1.2` begins at 1. */
function firstNumber(text: string): number {
  const boundary = (at: number) => at < 0 || '-_@/ '.includes(text.charAt(at))
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at)
    if (code < 48 || code > 57) continue
    const before = text.charAt(at - 1)
    if (boundary(at - 1) || ((before === 'v' || before === 'r') && boundary(at - 2)) || (before === '.' && at < 3)) return at
  }
  return text.length
}

function loose(text: string, numbers: readonly number[], open: boolean, tail: string): LooseVersion {
  const build = BUILD.exec(tail)
  if (build !== null) return { text, numbers, open, pre: null, post: [], build: [Number(build[1])] }
  const bare = tail.replace(/\+.{0,100}$/, '')
  if (LETTER.test(bare)) return { text, numbers, open, pre: null, post: [bare.charCodeAt(0) - 96], build: [] }
  const pre = PRE.exec(bare)
  if (pre !== null) {
    const word = pre[1] ?? ''
    const rank = { rank: RANKS[word] ?? 3, word, numbers: (pre[2] ?? '').split('.').map(Number) }
    return { text, numbers, open, pre: rank, post: [], build: [] }
  }
  const post = POST.exec(bare)
  // `.post0` comes behind the release, too.
  return { text, numbers, open, pre: null, post: post === null ? [] : [Number(post[1]) + 1], build: [] }
}

/** A total order: numbers, missing parts as zero; then a pre-release below its release; then revisions. */
export function compareLoose(a: LooseVersion, b: LooseVersion): -1 | 0 | 1 {
  const numbers = compareNumbers(a.numbers, b.numbers)
  if (numbers !== 0) return numbers
  if (a.pre === null || b.pre === null) {
    if (a.pre !== b.pre) return a.pre === null ? 1 : -1
    const post = compareNumbers(a.post, b.post)
    return post === 0 ? compareNumbers(a.build, b.build) : post
  }
  if (a.pre.rank !== b.pre.rank) return a.pre.rank < b.pre.rank ? -1 : 1
  return compareNumbers(a.pre.numbers, b.pre.numbers)
}

function compareNumbers(a: readonly number[], b: readonly number[]): -1 | 0 | 1 {
  for (let index = 0; index < Math.max(a.length, b.length); index += 1) {
    const left = a[index] ?? 0
    const right = b[index] ?? 0
    if (left !== right) return left < right ? -1 : 1
  }
  return 0
}

/** Whether `version` lies in the series that begins with `series`' numbers: 1.18.3 in 1.18, 1.18 in 1.18. */
export function isWithin(series: LooseVersion, version: LooseVersion): boolean {
  return series.numbers.every((number, index) => (version.numbers[index] ?? 0) === number)
}

/** Whether the numbers of `version` lie below the whole series: 1.17.9 below 1.18. */
export function isBelowSeries(version: LooseVersion, series: LooseVersion): boolean {
  return compareNumbers(version.numbers.slice(0, series.numbers.length), series.numbers) < 0
}

/** `2024-06-20`: versions of this kind are read from headings that carry a date only. */
export function isDateVersion(text: string): boolean {
  return DATE.test(text.trim())
}

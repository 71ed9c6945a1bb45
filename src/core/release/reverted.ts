/** What a commit says that it takes back. */
export interface Reverted {
  /** Commits, whole or abbreviated, in lower case. */
  shas: readonly string[]
  /** Subjects, as quoted. */
  subjects: readonly string[]
  /** Pull requests, `#12` or `!12`. */
  pullRequests: readonly string[]
  /** The upgrade that a rollback of Pinwarden undoes. */
  rollback: { component: string; from: string; to: string } | null
}

const QUOTED = /^(?:Revert|Reapply) "(.{1,900})"(?: {1,3}\([#!]\d{1,10}\))?$/i
const TYPED = /^revert(?:\([^()\r\n]{1,100}\))?!?: {0,3}(\S.*)$/i
const SHAS = /^(?:\* )?This reverts commit ([0-9a-f]{7,64})\b/gim
const PULL_REQUESTS = /^(?:Reverts (?:[\w.-]{1,100}\/[\w.-]{1,100})?(#\d{1,10})|This reverts merge request (!\d{1,10}))/gim
const REFERENCES = /^Refs: {0,5}([0-9a-f, ]{7,2000})\r?$/gim

/**
 * Reads how a commit names what it takes back: git's own words, a `revert:` type with `Refs:` as the specification of Conventional Commits
 * suggests, the words of GitHub's and GitLab's revert buttons, and the `Rollback-*` trailers of Pinwarden. Null where it takes nothing back.
 *
 * That a commit is an exact inverse is what “This reverts commit” claims, so it counts under whatever subject it stands.
 */
export function revertedBy(subject: string, message: string): Reverted | null {
  const quoted = QUOTED.exec(subject)?.[1]
  const typed = TYPED.exec(subject)?.[1]
  const shas = firsts(message, SHAS)
  const rollback = rollbackOf(message)
  if (quoted === undefined && typed === undefined && shas.length === 0 && rollback === null) return null
  const references = typed === undefined ? [] : firsts(message, REFERENCES).flatMap((list) => list.split(/[, ]+/))
  return {
    shas: [...shas, ...references].map((sha) => sha.toLowerCase()).filter((sha) => sha.length >= 7),
    subjects: [quoted, typed].flatMap((one) => (one === undefined ? [] : [one, unquoted(one)])),
    pullRequests: firsts(message, PULL_REQUESTS),
    rollback,
  }
}

/** `revert: "feat: x" (#13)` quotes what stands without quotes in the other commit. */
function unquoted(subject: string): string {
  return /^"(.{1,900})"(?: {1,3}\([#!]\d{1,10}\))?$/.exec(subject)?.[1] ?? subject
}

function firsts(message: string, pattern: RegExp): string[] {
  return [...message.matchAll(pattern)].slice(0, 200).map((match) => match[1] ?? match[2] ?? '')
}

function rollbackOf(message: string): Reverted['rollback'] {
  const trailer = (name: string) => new RegExp(`^Rollback-${name}: (\\S{1,200})[ \\t]*\\r?$`, 'm').exec(message)?.[1]
  const [component, from, to] = [trailer('Component'), trailer('From'), trailer('To')]
  return component === undefined || from === undefined || to === undefined ? null : { component, from, to }
}

/** A subject without the number that a merge put behind it: two that differ only by it are the same. */
export function plainSubject(subject: string): string {
  return subject.replace(/ {0,3}\([#!]\d{1,10}\)$/, '').trim()
}

/** Whether a subject is that of the very upgrade: `Bump redis from 7.4.1 to 7.4.2`, `deps(redis): bump 7.4.1 to 7.4.2`. */
export function isUpgradeOf(subject: string, { component, from, to }: NonNullable<Reverted['rollback']>): boolean {
  const plain = plainSubject(subject)
  const named = /\bbump (\S{1,200}) from (\S{1,200}) to (\S{1,200})(?: \([^()]{1,100}\))?$/i.exec(plain)
  if (named !== null) return named[1] === component && named[2] === to && named[3] === from
  const scoped = /^[A-Za-z-]{1,40}\(([^()]{1,200})\)!?: bump (?:from )?(\S{1,200}) to (\S{1,200})$/i.exec(plain)
  return scoped !== null && scoped[1] === component && scoped[2] === to && scoped[3] === from
}

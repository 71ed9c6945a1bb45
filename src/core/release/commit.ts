import { CommitParser } from 'conventional-commits-parser'
import type { Instant } from '../model/instant.ts'
import { type Reverted, revertedBy } from './reverted.ts'
import { parseReleaseVersion, type ReleaseVersion } from './version.ts'

/** A commit as the history has it. */
export interface RawCommit {
  sha: string
  parents: readonly string[]
  message: string
  date: Instant
  touches: boolean
}

/** A commit with what its message says, by Conventional Commits 1.0 (https://www.conventionalcommits.org/en/v1.0.0/). */
export interface ReleaseCommit {
  sha: string
  parents: readonly string[]
  date: Instant
  /** Whether it changes something under the paths of what is released. */
  touches: boolean
  /** First line of the message; of a merge, the title that it carries. */
  subject: string
  /** In lower case; null where the message has none. */
  type: string | null
  scope: string | null
  /** The subject without type, scope and number of the pull request. */
  description: string
  /** `#12` or GitLab's `!12`, where the subject ends with it. */
  pullRequest: string | null
  /** What breaks, in the words of the commit; null where nothing does. */
  breaking: string | null
  /** What it takes back; null where it is no revert. */
  reverts: Reverted | null
  /** Version asked for by a footer `Release-As: 2.0.0`. */
  releaseAs: ReleaseVersion | null
}

/** Longer messages are no text of people. */
const LONGEST_MESSAGE = 100_000
/** The parser looks at each line from each of its places. */
const LONGEST_LINE = 1000

/** A type may carry dashes, a scope anything but brackets. Bounded, so that no subject is slow to read. */
const HEADER = /^([A-Za-z][\w-]{0,40})(?:\(([^()\r\n]{1,100})\))?!?: {0,3}(\S.*)$/
const BREAKING_HEADER = /^([A-Za-z][\w-]{0,40})(?:\(([^()\r\n]{1,100})\))?!: {0,3}(\S.*)$/

/** References, mentions and field marks (`-hash-`) are not asked for: a message must not write fields of the parsed commit. */
const parser = new CommitParser({
  headerPattern: HEADER,
  breakingHeaderPattern: BREAKING_HEADER,
  headerCorrespondence: ['type', 'scope', 'subject'],
  noteKeywords: ['BREAKING CHANGE', 'BREAKING-CHANGE'],
  // Upper case and a colon, as the specification wants: a sentence that begins with “Breaking change” is none.
  notesPattern: (keywords) => new RegExp(`^(?:[*-] {1,3})?(${keywords}):[ \\t]*(.*)`),
  issuePrefixes: undefined,
  referenceActions: undefined,
  fieldPattern: undefined,
  revertPattern: undefined,
})

/** Reads the message of a commit. Never throws: a message of no form is a subject without type. */
export function readCommit({ sha, parents, message, date, touches }: RawCommit): ReleaseCommit {
  const whole = message.slice(0, LONGEST_MESSAGE)
  const text = spokenMessage(whole, parents.length > 1)
    .split('\n')
    .map((line) => line.slice(0, LONGEST_LINE))
    .join('\n')
  const parsed = text.trim() === '' ? null : parser.parse(text)
  const subject = (parsed?.header ?? '').trim()
  const reverts = revertedBy(subject, text)
  const type = parsed?.['type']?.toLowerCase() ?? (reverts === null ? dependencyType(subject) : 'revert')
  const { words, pullRequest } = withoutPullRequest(parsed?.['subject']?.trim() ?? subject)
  const notes = (parsed?.notes ?? []).map((note) => note.text.trim()).filter((note) => !/^(?:none|no|n\/a|-)?\.?$/i.test(note))
  const marked = BREAKING_HEADER.test(subject)
  return {
    sha,
    parents,
    date,
    touches,
    subject,
    type,
    scope: parsed?.['scope']?.trim() ?? null,
    description: words,
    pullRequest: pullRequest ?? (parents.length > 1 ? mergedRequest(whole) : null),
    breaking: notes.length > 0 ? notes.join('\n\n') : marked ? words : null,
    reverts,
    releaseAs: releaseAsOf(text),
  }
}

/** A merge carries the title of its pull request below its own first line, as GitHub, GitLab and Bitbucket write it. */
function spokenMessage(message: string, isMerge: boolean): string {
  if (!isMerge || !/^Merged? /.test(message)) return message
  const body = message.slice(message.indexOf('\n') + 1).trimStart()
  return message.includes('\n') && body !== '' ? body : message
}

function mergedRequest(message: string): string | null {
  const found = /^Merge(?:d)? pull request (#\d{1,10})\b|^See merge request [\w./-]{0,200}(!\d{1,10})/m.exec(message)
  return found?.[1] ?? found?.[2] ?? null
}

/** `Bump redis from 7.2.4 to 7.4.2`: the titles that Pinwarden and Dependabot give where nobody asks for types. */
function dependencyType(subject: string): string | null {
  return /^bump \S{1,200} from \S{1,100} to \S{1,100}|^bump .{1,300} together(?: \(.{1,100}\))?$/i.test(subject) ? 'deps' : null
}

function withoutPullRequest(subject: string): { words: string; pullRequest: string | null } {
  const found = /^(.*?\S) {0,3}\(([#!]\d{1,10})\)$/.exec(subject)
  return found?.[1] === undefined ? { words: subject, pullRequest: null } : { words: found[1], pullRequest: found[2] ?? null }
}

/** The last footer counts, as it would for git. */
function releaseAsOf(message: string): ReleaseVersion | null {
  const footers = [...message.matchAll(/^Release-As:[ \t]{1,20}(\S{1,100})[ \t]{0,20}\r?$/gim)]
  return parseReleaseVersion(footers.at(-1)?.[1] ?? '')
}

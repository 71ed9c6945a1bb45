import type { NotesDocument } from '../model/release.ts'
import { type OlderStatements, olderStatements, settleFloor } from './judge/floors.ts'
import { DECISIVE, SUPPORTING } from './judge/judge.ts'
import { judgeRelease } from './judge/judge-release.ts'
import { netEffect, type Placed } from './judge/net-effect.ts'
import { leavesOut } from './outline/left-out.ts'
import { type LooseVersion, parseLoose } from './outline/loose-version.ts'
import { outlineOf } from './outline/outlined.ts'
import type { Outline, ReleaseSpan } from './outline/releases.ts'
import { isTarget, liesBetween, type Step } from './outline/step.ts'
import type { NotesItem, NotesReading } from './reading.ts'

/** A text to read: release notes of one version, or a changelog file of many. */
export type ReadableDocument = Pick<NotesDocument, 'kind' | 'text'> & Partial<Pick<NotesDocument, 'version' | 'url'>>

/** More lines than any project writes between two releases; a text that is longer is not read whole, and said not to be. */
const MOST_LINES = 40_000

interface Found {
  placed: Placed[]
  /** Releases of the step whose text says something. */
  told: Placed['release'][]
  /** Whether the release that the step goes to was among them. */
  target: boolean
  /** Lines still to be judged. */
  budget: number
  /** A line was too long to be read whole. */
  cut: boolean
}

/** By the list of documents itself, which nobody changes: most environments ask for the same step. */
const readings = new WeakMap<readonly ReadableDocument[], Map<string, NotesReading>>()

/**
 * Reads what release notes and changelogs say about the step from `from` (exclusive) to `to` (inclusive). Documents are merged and what two of
 * them say alike is said once. Never throws: a text that cannot be read gives `unknown`, which is not "nothing breaking". The same list of
 * documents is read once for each step.
 */
export function readNotes(documents: readonly ReadableDocument[], from: string, to: string): NotesReading {
  const known = readings.get(documents) ?? new Map<string, NotesReading>()
  readings.set(documents, known)
  const step = `${from}\n${to}`
  const reading = known.get(step) ?? read(documents, from, to)
  known.set(step, reading)
  return reading
}

function read(documents: readonly ReadableDocument[], from: string, to: string): NotesReading {
  const low = parseLoose(from)
  const high = parseLoose(to)
  if (low === null || high === null) return unknown(`${low === null ? from : to} is no version that can be looked for in a changelog`)
  const found: Found = { placed: [], told: [], target: false, budget: MOST_LINES, cut: false }
  for (const document of documents) readDocument(document, to, { from: low, to: high }, found)
  const effective = netEffect(found.placed, high)
  const breaking = new Set(breakingItems(effective))
  const items = fold([...breaking])
  const deprecations = fold(effective.filter((one) => one.judgement.deprecation && !one.judgement.revert && !breaking.has(one)))
  const reading = { items: items.map(itemOf), deprecations: deprecations.map(itemOf), releasesFound: [...new Set(found.told)] }
  if (items.length > 0) return { verdict: 'breaking', ...reading }
  if (found.told.length > 0 && found.target && found.budget >= 0 && !found.cut) return { verdict: 'none', ...reading }
  return { verdict: 'unknown', ...reading, missing: missing(documents.length, found, to) }
}

function readDocument(document: ReadableDocument, to: string, step: Step, found: Found): void {
  const cut = outlineOf(document, to)
  let older: OlderStatements | null = null
  for (const { span: whole, version } of spansOfStep(document, cut, step)) {
    if (found.budget < 0) return
    const span = { ...whole, toLine: Math.min(whole.toLine, whole.fromLine + found.budget) }
    found.budget -= whole.toLine - whole.fromLine
    found.cut ||= leavesOut(cut, span)
    const setting = { version, ...step }
    const release = span.version ?? document.version ?? to
    const judgements = judgeRelease(cut, span, setting)
    const telling = judgements.some((judgement) => !judgement.empty)
    if (telling && (!span.series || span.guide === true)) {
      found.told.push(release)
      found.target ||= version !== null && isTarget(version, step)
    }
    for (const judgement of judgements) {
      const text = document.text.slice(judgement.quote.start, judgement.quote.end)
      if (judgement.statedFloor) older ??= olderStatements(cut, step.from)
      const settled = older === null ? judgement : settleFloor(judgement, text, older)
      found.placed.push({ judgement: settled, version, release, text, ...(document.url === undefined ? {} : { url: document.url }) })
    }
  }
}

/** Spans of a changelog that lie in the step; the whole text of notes that belong to one release in it. */
export function spansOfStep(document: ReadableDocument, cut: Outline, step: Step): { span: ReleaseSpan; version: LooseVersion | null }[] {
  const own = document.kind === 'release' && document.version !== undefined ? parseLoose(document.version) : null
  const releases = cut.spans.filter((span) => span.versions.length > 0 && !span.series)
  if (own !== null && releases.length < 2) {
    const whole: ReleaseSpan = {
      versions: [own],
      version: document.version ?? null,
      series: false,
      unreleased: false,
      fromLine: 0,
      toLine: cut.lines.count,
    }
    return liesBetween(whole, step.from, step.to) ? [{ span: whole, version: own }] : []
  }
  return cut.spans.filter((span) => liesBetween(span, step.from, step.to)).map((span) => ({ span, version: span.versions.at(-1) ?? null }))
}

/** Decisive entries; those that stand beside a decisive one of their release, unless the release lists its breaking changes itself; and, where there is none, a sentence that says that there are some. */
function breakingItems(placed: readonly Placed[]): Placed[] {
  const decided = new Set(placed.filter(({ judgement }) => judgement.score >= DECISIVE).map(({ release }) => release))
  const enumerated = new Set(placed.filter(({ judgement }) => judgement.marked).map(({ release }) => release))
  const threshold = (release: string) => (decided.has(release) && !enumerated.has(release) ? SUPPORTING : DECISIVE)
  const items = placed.filter(({ judgement, release }) => judgement.score >= (judgement.deprecation ? DECISIVE : threshold(release)))
  return items.length > 0 ? items : placed.filter(({ judgement }) => judgement.pointer)
}

const LONGEST_QUOTE = 2000
const ADDRESS = /\]\([^()]{0,300}\)|https?:\/\/[^\s)>\]]{1,300}/g
const NAME = /`[^`\n]{1,120}`|[A-Za-z]\w{0,60}[._:]{1,2}\w{1,60}|\b[a-z]{1,40}[A-Z]\w{0,60}/g

/** Says once what is said twice: in a release candidate and the release, in the notes and the file, under two headings. */
function fold(placed: readonly Placed[]): Placed[] {
  const seen = new Set<string>()
  return placed.filter(({ judgement, text }) => {
    // The form has no names: `Remove x` and `Remove y` are two things.
    const names = text.slice(0, LONGEST_QUOTE).replace(ADDRESS, ' ').match(NAME) ?? []
    const key = [judgement.form.replace(/[^\p{L}\p{N}]{1,200}/gu, ' ').trim(), ...names].join('\n')
    if (seen.has(key)) return false
    seen.add(key)
    return true
  })
}

function itemOf({ judgement, release, text, url }: Placed): NotesItem {
  return {
    version: release,
    text,
    kind: judgement.kind,
    why: judgement.why === '' ? 'said to be breaking' : judgement.why,
    ...(url === undefined ? {} : { url }),
  }
}

function unknown(missing: string): NotesReading {
  return { verdict: 'unknown', items: [], deprecations: [], releasesFound: [], missing }
}

function missing(documents: number, found: Found, to: string): string {
  if (documents === 0) return 'there are no release notes and no changelog to read'
  if (found.budget < 0) return 'the notes are too long to be read whole'
  if (found.cut) return 'the notes have a line that is too long to be read whole'
  if (found.told.length === 0) return `the notes have no text for the releases up to ${to}`
  return `the notes have text for ${[...new Set(found.told)].slice(0, 3).join(', ')}, but none for ${to}`
}

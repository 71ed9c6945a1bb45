import { sectionKind } from '../entries/section-kind.ts'
import { findHeadings, type Heading } from './headings.ts'
import { type Lines, splitLines } from './lines.ts'
import { compareLoose, isDateVersion, type LooseVersion, parseLoose } from './loose-version.ts'
import { acceptedForms, isSeriesOf } from './release-forms.ts'
import { mentionsRelease, type ReleaseHeading, readReleaseHeading, readStepHeading } from './release-heading.ts'
import type { ReleaseSpan } from './release-span.ts'
import { CODE, shieldLines } from './shielded.ts'

export type { ReleaseSpan } from './release-span.ts'
export { liesBetween } from './step.ts'

/** A document cut into releases, with what later steps need again. */
export interface Outline {
  lines: Lines
  shield: Uint8Array
  /** Headings by notation; lines that only look like headings are left to the reader of a release. */
  headings: readonly Heading[]
  /** Whether indented text is an example, as in Markdown. */
  markdown: boolean
  spans: readonly ReleaseSpan[]
}

/** What does not depend on the step that is asked about. */
export interface TextParts {
  lines: Lines
  shield: Uint8Array
  headings: readonly Heading[]
  /** Headings that could name a release, by whether the project's versions are dates. */
  candidates: { dated?: readonly ReleaseHeading[]; plain?: readonly ReleaseHeading[] }
}

/** Lines and headings of a text. Linear in it. */
export function parseText(text: string): TextParts {
  const lines = splitLines(text)
  const shield = shieldLines(lines)
  return { lines, shield, headings: findHeadings(lines, shield), candidates: {} }
}

/** Cuts a text at its release headings. `to` helps where only one heading names it, in an unusual way. */
export function cutReleases(parts: TextParts, to: string): Outline {
  const { lines, shield, headings } = parts
  const releases = releaseHeadings(parts, parseLoose(to), isDateVersion(to))
  const marked = headings.filter((heading) => heading.notation !== 'plain' && heading.notation !== 'bold')
  const markdown = marked.some((heading) => heading.notation === 'atx') || shield.includes(CODE)
  return { lines, shield, headings: marked, markdown, spans: spansOf(lines, headings, releases) }
}

function candidatesOf({ headings, candidates }: TextParts, dated: boolean): readonly ReleaseHeading[] {
  const kind = dated ? 'dated' : 'plain'
  const found = candidates[kind] ?? headings.flatMap((heading) => readReleaseHeading(heading, dated) ?? [])
  candidates[kind] = found
  return found
}

function releaseHeadings(parts: TextParts, to: LooseVersion | null, dated: boolean): ReleaseHeading[] {
  const { headings } = parts
  const accepted = acceptedForms(candidatesOf(parts, dated), headings[0])
  if (accepted.length === 0) return headings.flatMap((heading) => readStepHeading(heading, dated) ?? [])
  if (to === null || accepted.some((candidate) => candidate.versions.some((version) => compareLoose(version, to) === 0))) return accepted
  const taken = new Set(accepted.map((candidate) => candidate.heading))
  for (const heading of headings) {
    const mention = taken.has(heading) ? null : mentionsRelease(heading, to, dated)
    if (mention !== null) return [...accepted, mention].sort((a, b) => a.heading.firstLine - b.heading.firstLine)
  }
  return accepted
}

function spansOf(lines: Lines, headings: readonly Heading[], releases: readonly ReleaseHeading[]): ReleaseSpan[] {
  const spans = releases.map((release, index): ReleaseSpan => {
    const next = releases[index + 1]
    const fromLine = release.heading.lastLine + 1
    const newest = newestOf(release.versions)
    return {
      versions: release.versions,
      version: newest?.text ?? null,
      series: newest?.open === true || (next !== undefined && isSeriesOf(release, next)),
      unreleased: release.unreleased,
      ...(release.step === true ? { guide: true } : {}),
      fromLine,
      toLine: closingLine(headings, release.heading, fromLine, next?.heading.firstLine ?? lines.count),
    }
  })
  return [preamble(spans, releases[0]?.heading.firstLine ?? lines.count), ...spans]
}

/** Text above the first release. It tells of a series where all releases of the file are of one. */
function preamble(spans: readonly ReleaseSpan[], toLine: number): ReleaseSpan {
  const numbers = spans
    .flatMap((span) => (span.series || span.toLine - span.fromLine < 4 ? [] : span.versions.slice(0, 1)))
    .map((version) => version.numbers)
  const first = numbers[0]?.slice(0, 2) ?? []
  const one = numbers.length > 1 && first.length === 2 && numbers.every((all) => all[0] === first[0] && all[1] === first[1])
  const series: LooseVersion = { text: first.join('.'), numbers: first, open: true, pre: null, post: [], build: [] }
  return { versions: one ? [series] : [], version: one ? series.text : null, series: one, unreleased: false, fromLine: 0, toLine }
}

function newestOf(versions: readonly LooseVersion[]): LooseVersion | null {
  return versions.reduce<LooseVersion | null>((best, version) => (best === null || compareLoose(version, best) > 0 ? version : best), null)
}

/** A release ends at a heading that stands above its own and is no section of a release: `## Previous releases`, `# Changelog for 1.6`. */
function closingLine(headings: readonly Heading[], release: Heading, fromLine: number, limit: number): number {
  for (let at = lowerBound(headings, fromLine); at < headings.length; at += 1) {
    const heading = headings[at]
    if (heading === undefined || heading.firstLine >= limit) break
    if (!standsBeside(release, heading)) continue
    const kind = sectionKind(heading.text)
    const higher = heading.notation !== 'underlined' && heading.rank < release.rank
    if (kind === 'elsewhere' || (higher && kind === 'plain')) return heading.firstLine
  }
  return limit
}

/** Whether the second heading stands at least as high as the first, so that it can end what the first began. */
function standsBeside(release: Heading, heading: Heading): boolean {
  if (heading.notation !== release.notation) return false
  if (release.notation === 'underlined') return heading.style === release.style
  return release.notation !== 'plain' && release.notation !== 'bold' && heading.rank <= release.rank
}

/** Index of the first heading at or below a line. */
export function lowerBound(headings: readonly Heading[], line: number): number {
  let low = 0
  let high = headings.length
  while (low < high) {
    const middle = (low + high) >> 1
    if ((headings[middle]?.firstLine ?? 0) < line) low = middle + 1
    else high = middle
  }
  return low
}

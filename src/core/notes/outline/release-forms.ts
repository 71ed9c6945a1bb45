import type { Heading } from './headings.ts'
import { isWithin } from './loose-version.ts'
import type { ReleaseHeading } from './release-heading.ts'

/** How far above a line of its own the heading of its release is looked for, in candidates. */
const MOST_PARTS = 20

/**
 * Which of the headings that could name a release do. A document keeps to one form: `## [1.2.3]`, `Redis 7.0.15  Released …`. A heading
 * `Node 18` inside a release is a topic, a line `1.2.3` among `##` headings most often too.
 */
export function acceptedForms(candidates: readonly ReleaseHeading[], firstHeading: Heading | undefined): ReleaseHeading[] {
  const forms = countForms(candidates)
  const many = (candidate: ReleaseHeading) => (forms.get(formOf(candidate))?.size ?? 0) > 1
  const bare = candidates.some((candidate) => candidate.product === '' && isMarked(candidate.heading) && !candidate.unreleased)
  const repeated = candidates.some((candidate) => many(candidate))
  const marked = candidates.some(
    (candidate) => isMarked(candidate.heading) && (candidate.product === '' || many(candidate)) && !candidate.unreleased,
  )
  return candidates.filter((candidate, index) => {
    if (isTitle(candidate, candidates[index + 1], firstHeading)) return true
    if (marked && !isMarked(candidate.heading)) {
      const above = lastMarked(candidates, index)
      if (isPartOf(candidate, above)) return false
      const [series] = above?.product === candidate.product ? [above] : []
      return (
        (candidate.product === '' || (series !== undefined && isSeriesOf(series, candidate))) &&
        // Below `1.12.x` stand its releases, however few.
        (forms.get(formOf(candidate))?.size ?? 0) > (series?.versions[0]?.open === true ? 0 : 2)
      )
    }
    return candidate.product === '' || many(candidate) || (!bare && !repeated)
  })
}

/** The marked heading above a candidate. */
function lastMarked(candidates: readonly ReleaseHeading[], index: number): ReleaseHeading | undefined {
  for (let at = index - 1; at >= Math.max(0, index - MOST_PARTS); at -= 1) {
    const above = candidates[at]
    if (above !== undefined && isMarked(above.heading)) return above
  }
  return undefined
}

/** `5.0.0 b1` on a line of its own below `Bugs fixed` of 5.0.0 says since when, not where a release begins. */
function isPartOf(candidate: ReleaseHeading, above: ReleaseHeading | undefined): boolean {
  const version = candidate.versions[0]
  const release = above?.versions[0]
  return version !== undefined && release !== undefined && version.numbers.join('.') === release.numbers.join('.')
}

function countForms(candidates: readonly ReleaseHeading[]): Map<string, Set<string>> {
  const forms = new Map<string, Set<string>>()
  for (const candidate of candidates) {
    const form = formOf(candidate)
    const seen = forms.get(form) ?? new Set<string>()
    for (const version of candidate.versions) seen.add(version.text)
    forms.set(form, seen)
  }
  return forms
}

function formOf(candidate: ReleaseHeading): string {
  return `${candidate.heading.notation} ${candidate.heading.style} ${candidate.product.toLowerCase()}`
}

/** A heading by its notation, not by its words alone. */
function isMarked(heading: Heading): boolean {
  return heading.notation !== 'plain' && heading.notation !== 'bold'
}

/** `# Changelog for Elixir v1.18` above `## v1.18.4`. */
function isTitle(candidate: ReleaseHeading, next: ReleaseHeading | undefined, firstHeading: Heading | undefined): boolean {
  return next !== undefined && isSeriesOf(candidate, next) && (firstHeading === candidate.heading || candidate.heading.rank === 1)
}

/** A heading of fewer numbers above one of more: the notes of a series, then its releases. */
export function isSeriesOf(candidate: ReleaseHeading, next: ReleaseHeading): boolean {
  const series = candidate.versions[0]
  const version = next.versions[0]
  if (series === undefined || version === undefined || candidate.versions.length > 1 || series.pre !== null) return false
  const below = next.heading.notation !== candidate.heading.notation || next.heading.style !== candidate.heading.style
  return below && isWithin(series, version) && (series.open || version.numbers.length > series.numbers.length)
}

import type { NotesDocument } from '../../model/release.ts'
import { startOf } from './lines.ts'
import { compareLoose, parseLoose } from './loose-version.ts'
import { outlineOf } from './outlined.ts'
import { liesBetween } from './releases.ts'

/** What upstream wrote of one release. */
export interface ReleaseText {
  version: string
  text: string
  url?: string
}

/** The texts of all releases between from (exclusive) and to (inclusive), newest first; a release's own page counts before the changelog. */
export function releaseTexts(documents: readonly NotesDocument[], from: string, to: string): ReleaseText[] {
  const [low, high] = [parseLoose(from), parseLoose(to)]
  if (low === null || high === null) return []
  const texts = new Map<string, ReleaseText>()
  for (const { kind, version, text, url } of documents) {
    const at = version === undefined ? null : parseLoose(version)
    if (
      kind === 'release' &&
      version !== undefined &&
      at !== null &&
      text.trim() !== '' &&
      compareLoose(at, low) > 0 &&
      compareLoose(at, high) <= 0
    ) {
      texts.set(version, { version, text, url })
    }
  }
  for (const document of documents) {
    const { kind, text, url } = document
    if (kind !== 'changelog') continue
    const cut = outlineOf(document, to)
    for (const span of cut.spans) {
      if (span.version === null || texts.has(span.version) || !liesBetween(span, low, high)) continue
      const body = text.slice(startOf(cut.lines, span.fromLine), startOf(cut.lines, span.toLine)).trim()
      if (body !== '') texts.set(span.version, { version: span.version, text: body, url })
    }
  }
  return [...texts.values()].sort((a, b) => newestFirst(a.version, b.version))
}

function newestFirst(a: string, b: string): number {
  const [one, other] = [parseLoose(a), parseLoose(b)]
  return one === null || other === null ? 0 : compareLoose(other, one)
}

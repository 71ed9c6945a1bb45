import { entriesOf } from '../entries/blocks.ts'
import { sentencesOf } from '../entries/sentences.ts'
import { normalForm } from '../language/normal-form.ts'
import { compareLoose, type LooseVersion } from '../outline/loose-version.ts'
import type { Outline } from '../outline/releases.ts'
import type { Judgement } from './judge.ts'

/** How many releases before the step are asked what they stated. */
const LOOK_BACK = 3
/** What a floor that older releases state with another version gains: it has been raised. */
const RAISED = 0.8

/** Sentences of the releases before the step: normal form → the words as they stand. */
export type OlderStatements = ReadonlyMap<string, ReadonlySet<string>>

/** What the last releases up to `from` said. Read only where a floor is in question. */
export function olderStatements(document: Outline, from: LooseVersion): OlderStatements {
  const older = document.spans.filter((span) => !span.unreleased && span.versions.some((version) => compareLoose(version, from) <= 0))
  const nearest = older.toSorted((a, b) => newest(b.versions, a.versions)).slice(0, LOOK_BACK)
  const found = new Map<string, Set<string>>()
  for (const entry of nearest.flatMap((span) => entriesOf(document, span))) {
    for (const stretch of entry.paragraphs.flatMap((paragraph) => sentencesOf(document.lines.text, paragraph))) {
      const raw = document.lines.text.slice(stretch.start, stretch.end)
      const form = normalForm(raw)
      const said = found.get(form) ?? new Set<string>()
      found.set(form, said.add(words(raw)))
    }
  }
  return found
}

function newest(a: readonly LooseVersion[], b: readonly LooseVersion[]): number {
  const [left, right] = [a[0], b[0]]
  return left === undefined || right === undefined ? 0 : compareLoose(left, right)
}

/** A floor that is only stated: nothing where older releases state the same, raised where they state another version. */
export function settleFloor(judgement: Judgement, text: string, older: OlderStatements): Judgement {
  if (!judgement.statedFloor) return judgement
  const said = older.get(judgement.form)
  if (said === undefined) return judgement
  return said.has(words(text))
    ? { ...judgement, score: 0 }
    : { ...judgement, score: judgement.score + RAISED, why: 'a stated minimum is raised' }
}

function words(text: string): string {
  return text
    .toLowerCase()
    .replace(/\s{1,100}/g, ' ')
    .trim()
}

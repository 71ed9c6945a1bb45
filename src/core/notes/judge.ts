import type { BreakingKind } from '../model/finding.ts'
import { breakingKind } from './breaking-kind.ts'
import type { Entry, Section, Stretch } from './entry.ts'
import { deniesBreaking } from './marks.ts'
import { type NormalForm, normalForm } from './normal-form.ts'
import { isEmptyTalk } from './reference.ts'
import type { SectionKind } from './section-kind.ts'
import { sentencesOf } from './sentences.ts'
import type { Setting } from './setting.ts'
import { type Tags, tagsOf } from './tags.ts'
import { type Weight, weigh } from './weigh.ts'

/** From here on an entry is breaking by itself. */
export const DECISIVE = 1
/** From here on it is worth showing beside one that is. */
export const SUPPORTING = 0.7
/** An entry under "Breaking changes" is one without more. */
const LISTED = 2

/** What an entry comes to, with the words that decided. */
export interface Judgement {
  /** At least `DECISIVE`: breaking. At least `SUPPORTING`: shown where another entry of the release is breaking. */
  score: number
  kind: BreakingKind
  /** Short phrase: what decided, strongest first. */
  why: string
  /** The part of the text to quote. */
  quote: Stretch
  form: NormalForm
  /** Only states a version floor, which older releases may state as well. */
  statedFloor: boolean
  deprecation: boolean
  revert: boolean
  /** Only says that breaking changes exist. */
  pointer: boolean
  /** Says nothing of the release itself. */
  empty: boolean
}

interface Part {
  stretch: Stretch
  paragraph: Stretch
  raw: string
  form: NormalForm
}

/**
 * Judges one entry by its own words and the section it stands in. Prose outside a breaking section is judged sentence by sentence, all else as
 * a whole. `alone`: the first entry of a section that has no list, so that it stands for the section.
 */
export function judgeEntry(text: string, entry: Entry, setting: Setting, alone: boolean): Judgement[] {
  const parts = entry.paragraphs.flatMap((paragraph) => sentencesOf(text, paragraph).map((stretch) => partOf(text, stretch, paragraph)))
  const first = parts[0]
  if (first === undefined) return []
  const tags = tagsOf(first.raw)
  const place = placeOf(entry.sections, tags)
  if (place === 'breaking') return [listed(entry, parts, tags, setting, alone)]
  if ((entry.form !== 'paragraph' && entry.form !== 'quote') || place === 'upgrade')
    return [judged(parts, weigh(parts, tags, place, setting, false), tags, place)]
  return parts.map((part) => {
    const own = tagsOf(part.raw)
    return judged(
      [part],
      weigh([part], own, entry.form === 'quote' && own.kind === null && !own.urgent ? 'noise' : place, setting, true),
      own,
      place,
    )
  })
}

function partOf(text: string, stretch: Stretch, paragraph: Stretch): Part {
  const raw = text.slice(stretch.start, stretch.end)
  return { stretch, paragraph, raw, form: normalForm(raw) }
}

/** The nearest heading that promises something; a tag of the entry itself is nearer still. Breaking holds for all that stands below it. */
function placeOf(sections: readonly Section[], tags: Tags): SectionKind {
  const kinds = sections.map((section) => section.kind)
  const nearest = kinds.findLast((kind) => kind !== 'plain') ?? 'plain'
  if (nearest === 'harmless' || nearest === 'future' || nearest === 'noise') return nearest
  if (kinds.includes('breaking')) return 'breaking'
  if (kinds.includes('dependencies')) return 'dependencies'
  if (nearest === 'internal' || nearest === 'dependencies') return nearest
  if (tags.kind === null || tags.kind === 'breaking') return nearest
  return tags.kind === 'changed' && nearest !== 'plain' && !tags.change ? nearest : tags.kind
}

/** Places where only what decides by itself is worth showing. */
const QUIET: readonly SectionKind[] = ['added', 'fixed', 'internal', 'dependencies', 'performance', 'noise']

function judged(parts: readonly Part[], weight: Weight, tags: Tags, place: SectionKind): Judgement {
  const strong = weight.evidence.filter((evidence) => evidence.weight > 0.2)
  const form = parts.map((part) => part.form).join(' ')
  const reasons = [...new Set(strong.map((evidence) => evidence.why))].slice(0, 3)
  return {
    score: weight.score < DECISIVE && QUIET.includes(place) ? 0 : weight.score,
    kind: breakingKind(strong, form),
    why: tags.change ? [...reasons, 'filed as a change'].join(', ') : reasons.join(', '),
    quote: quoteOf(parts, weight.decisive),
    form,
    statedFloor: strong.length > 0 && strong.every((evidence) => evidence.stated === true),
    deprecation: weight.deprecation,
    revert: weight.revert,
    pointer: weight.pointer,
    empty: parts.every((part) => isEmptyTalk(part.form)),
  }
}

/** From the beginning to the end of the paragraph that decided; a single sentence for itself. */
function quoteOf(parts: readonly Part[], decisive: number): Stretch {
  const first = parts[0]
  const last = parts[decisive] ?? first
  if (first === undefined || last === undefined) return { start: 0, end: 0 }
  return { start: first.stretch.start, end: parts.length === 1 ? first.stretch.end : Math.max(first.paragraph.end, last.paragraph.end) }
}

/** Under "Breaking changes" an entry counts unless it says nothing, denies, only deprecates, introduces a list or explains the entry above it. */
function listed(entry: Entry, parts: readonly Part[], tags: Tags, setting: Setting, alone: boolean): Judgement {
  const weight = weigh(parts, tags, 'breaking', setting, false)
  const judgement = judged(parts, weight, tags, 'breaking')
  const list = entry.form === 'bullet' || entry.form === 'row'
  const silent = isEmptyTalk(parts[0]?.form ?? '') || parts.some((part) => deniesBreaking(part.form))
  const weak = weight.score < SUPPORTING
  const dropped =
    silent ||
    (weak && (weight.deprecation || entry.parent !== null)) ||
    (!list && (weight.pointer || (weak && (parts.at(-1)?.raw.endsWith(':') ?? false)) || (!alone && weight.score < 0.4)))
  const why = judgement.why === '' ? 'listed as breaking' : `listed as breaking, ${judgement.why}`
  return { ...judgement, score: dropped ? 0 : Math.max(LISTED, weight.score), why, pointer: weight.pointer && dropped, statedFloor: false }
}

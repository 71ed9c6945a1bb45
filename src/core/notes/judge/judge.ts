import type { BreakingKind } from '../../model/finding.ts'
import type { Entry, Section, Stretch } from '../entries/entry.ts'
import type { SectionKind } from '../entries/section-kind.ts'
import { sentencesOf } from '../entries/sentences.ts'
import { breakingKind } from '../language/breaking-kind.ts'
import { clausesOf } from '../language/clauses.ts'
import { deniesBreaking } from '../language/marks.ts'
import { type NormalForm, normalForm } from '../language/normal-form.ts'
import { isEmptyTalk, isReference } from '../language/reference.ts'
import { type Tags, tagsOf } from '../language/tags.ts'
import { removesOwn } from '../signals/removal.ts'
import { releaseOf } from '../wording/features.ts'
import { wordingOf } from '../wording/wording.ts'
import type { Setting } from './setting.ts'
import { type Place, weigh } from './weigh.ts'

/** From here on an entry is breaking by itself. */
export const DECISIVE = 1
/** From here on it is worth showing beside one that is. */
export const SUPPORTING = 0.4
/** An entry under "Breaking changes" is one without more. */
const LISTED = 2
/** Prose under "Breaking changes" with less than this explains; what it explains is quoted already. */
const FAINT = 0.4
/** What the log-odds of the wording add. */
const WORDING = 0.4
/** With this, odds of seven to two decide where no rule sees anything, and the same odds against take back what one finds just decisive. */
const EVEN = DECISIVE / 2
const BY_WORDING = 'worded as breaking changes are'
/** A heading that says no more than its kind. */
const BARE =
  /^\W{0,6}(?:new |other )?(?:features?|added|enhancements?|improvements?|(?:bug ?)?fix(?:es|ed)?|(?:minor|other|small|misc(?:ellaneous)?) (?:changes|improvements|fixes))\W{0,6}$/i
const CHANGED = /^\W{0,6}(?:significant |notable |noteworthy |important |user-visible |visible )?change[ds]\W{0,3}$/i

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
  /** What its section and its own tags promise. */
  place: SectionKind
  /** Maintainers themselves call it breaking, by a heading or a mark. */
  marked: boolean
  /** Only states a version floor, which older releases may state as well. */
  statedFloor: boolean
  deprecation: boolean
  revert: boolean
  /** Only says that breaking changes exist. */
  pointer: boolean
  /** Only says where to read on. */
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
  const tags = tagsOf(first.raw, parts.at(-1)?.raw)
  const place = placeOf(entry.sections, tags)
  const where = { setting, nested: entry.parent !== null, stated: CHANGED.test(entry.sections.at(-1)?.title ?? '') }
  if (place === 'breaking') return [listed(entry, parts, { ...where, tags, kind: place, prose: false }, alone)]
  const prose = (entry.form === 'paragraph' || entry.form === 'quote') && place !== 'upgrade'
  if (!prose) return [judged(entry, parts, { ...where, tags, kind: place, prose })]
  return parts.map((part) => {
    const own = tagsOf(part.raw)
    const quoted = entry.form === 'quote' && own.kind === null && !own.urgent
    return judged(entry, [part], { ...where, tags: own, kind: quoted ? 'noise' : place, prose })
  })
}

function partOf(text: string, stretch: Stretch, paragraph: Stretch): Part {
  const raw = text.slice(stretch.start, stretch.end)
  return { stretch, paragraph, raw, form: normalForm(raw) }
}

/** Where an entry stands; among what is added, one that removes or renames stands among the changes. */
function placeOf(sections: readonly Section[], tags: Tags): SectionKind {
  const place = filedUnder(sections, tags)
  return place === 'added' && tags.turned ? 'changed' : place
}

/** The nearest heading that promises something; a tag of the entry itself is nearer still. Breaking holds for all that stands below it. */
function filedUnder(sections: readonly Section[], tags: Tags): SectionKind {
  const kinds = sections.map((section) => section.kind)
  const nearest = kinds.findLast((kind) => kind !== 'plain') ?? 'plain'
  if (nearest === 'harmless' || nearest === 'future' || nearest === 'noise') return nearest
  if (kinds.includes('breaking') && !leavesBreaking(sections.at(-1), tags)) return 'breaking'
  if (kinds.includes('dependencies')) return 'dependencies'
  if (nearest === 'internal' || nearest === 'dependencies') return nearest
  if (tags.kind === null || tags.kind === 'breaking') return nearest
  return tags.kind === 'changed' && nearest !== 'plain' && !tags.change ? nearest : tags.kind
}

/** What is nested below a breaking heading without belonging there: `Bug fixes` of a writer who does not mind ranks, an entry tagged as a feature. */
function leavesBreaking(nearest: Section | undefined, tags: Tags): boolean {
  const otherwise = tags.kind === 'added' || tags.kind === 'fixed' || tags.kind === 'internal' || tags.kind === 'performance'
  if (tags.filed && otherwise) return true
  if (nearest === undefined || nearest.kind === 'breaking') return false
  return BARE.test(nearest.title) || (nearest.kind !== 'removed' && otherwise && tags.kind !== 'performance')
}

/** Places where only what decides by itself is worth showing. */
const QUIET: readonly SectionKind[] = ['added', 'fixed', 'internal', 'dependencies', 'performance', 'noise']

function judged(entry: Entry, parts: readonly Part[], place: Place): Judgement {
  const weight = weigh(parts, place)
  const strong = weight.evidence.filter((evidence) => evidence.weight > 0.2)
  const form = parts.map((part) => part.form).join(' ')
  const quiet = QUIET.includes(place.kind)
  const byRules = place.kind === 'breaking' || entry.form === 'heading' || weight.held || (quiet && weight.score < DECISIVE)
  const score = byRules ? weight.score : withWording(weight.score, entry, form, place)
  const seen = strong.map((evidence) => evidence.why)
  const reasons = [...new Set(weight.score < DECISIVE && score >= SUPPORTING ? [...seen, BY_WORDING] : seen)].slice(0, 3)
  return {
    score: score < DECISIVE && quiet ? 0 : score,
    kind: breakingKind(strong, form),
    why: place.tags.change ? [...reasons, 'filed as a change'].join(', ') : reasons.join(', '),
    quote: quoteOf(parts, weight.decisive),
    form,
    place: place.kind,
    marked: place.tags.bang || place.tags.kind === 'breaking',
    statedFloor: strong.length > 0 && strong.every((evidence) => evidence.stated === true),
    deprecation: weight.deprecation,
    revert: weight.revert,
    pointer: weight.pointer,
    empty: parts.every((part) => isReference(part.form)),
  }
}

/** What the rules see, and how entries of this wording were judged: neither alone sees all. */
function withWording(seen: number, { form: shape }: Entry, form: NormalForm, { kind, setting }: Place): number {
  const wording = wordingOf({ form, place: kind, release: releaseOf(setting.version), shape })
  const score = Math.min(LISTED, seen) + WORDING * wording + EVEN
  return score > seen && seen < DECISIVE && saysLittle(form) ? seen : Math.max(0, score)
}

/** A title, or what is nobody's but the project's own: words alone do not make it a break. */
function saysLittle(form: NormalForm): boolean {
  return form.split(' ', 3).length < 3 || clausesOf(form).some((clause) => removesOwn(clause.text))
}

/** From the beginning to the end of the paragraph that decided; a single sentence for itself. */
function quoteOf(parts: readonly Part[], decisive: number): Stretch {
  const first = parts[0]
  const last = parts[decisive] ?? first
  if (first === undefined || last === undefined) return { start: 0, end: 0 }
  return { start: first.stretch.start, end: parts.length === 1 ? first.stretch.end : Math.max(first.paragraph.end, last.paragraph.end) }
}

/** Under "Breaking changes" an entry counts unless it says nothing, denies, only deprecates, introduces a list or explains the entry above it. */
function listed(entry: Entry, parts: readonly Part[], place: Place, alone: boolean): Judgement {
  const judgement = judged(entry, parts, place)
  const { score, deprecation, pointer } = judgement
  const list = entry.form === 'bullet' || entry.form === 'row'
  const silent = isEmptyTalk(parts[0]?.form ?? '') || parts.some((part) => deniesBreaking(part.form))
  const weak = score < SUPPORTING
  const opens = parts.at(-1)?.raw.endsWith(':') ?? false
  const dropped =
    silent || (weak && (deprecation || entry.parent !== null)) || (!list && (pointer || (weak && opens) || (!alone && score < FAINT)))
  const why = judgement.why === '' ? 'listed as breaking' : `listed as breaking, ${judgement.why}`
  return {
    ...judgement,
    score: dropped ? 0 : Math.max(LISTED, score),
    why,
    pointer: pointer && dropped,
    statedFloor: false,
    marked: !dropped,
  }
}

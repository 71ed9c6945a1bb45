import type { SectionKind } from '../entries/section-kind.ts'
import { type Clause, clausesOf } from '../language/clauses.ts'
import { isAnnouncement, isDeprecation } from '../language/future.ts'
import { factorOfLead, type Lead, leadOf } from '../language/lead.ts'
import { pattern } from '../language/lexicon.ts'
import { deniesBreaking, keepsOldWay, pointsToBreaking, saysBreaking } from '../language/marks.ts'
import type { NormalForm } from '../language/normal-form.ts'
import { isReference } from '../language/reference.ts'
import type { Tags } from '../language/tags.ts'
import { evidenceIn } from '../signals/index.ts'
import type { Evidence, Family } from '../signals/rule.ts'
import { placeEvidence } from './place-evidence.ts'
import { type Circumstances, score } from './score.ts'
import { isAboutTheWay, namesThisRelease, onlyMends, requiredBefore, type Setting } from './setting.ts'
import { placeFactor } from './weights.ts'

/** One sentence of an entry. */
export interface Sentence {
  raw: string
  form: NormalForm
}

/** Where the sentences stand. */
export interface Place {
  tags: Tags
  kind: SectionKind
  setting: Setting
  /** No list entry: what words in prose tell a reader to do is often advice on a feature. */
  prose: boolean
  /** Nested under another entry: below one that adds, it tells of the new thing. */
  nested: boolean
  /** Right below a heading `Changed`, where a plain statement is the statement of a change. */
  stated: boolean
}

/** What the words of an entry come to in their place. */
export interface Weight {
  score: number
  /** With the weight that each has here, strongest first. */
  evidence: readonly Evidence[]
  /** Index of the sentence that weighs most. */
  decisive: number
  /** Says that something is deprecated or that a later release will remove it. */
  deprecation: boolean
  /** Only says that breaking changes exist. */
  pointer: boolean
  /** Takes back what an earlier release did. */
  revert: boolean
  /** Says itself that nothing breaks or that the old way is kept, takes a change back, or speaks of another release: no wording outweighs that. */
  held: boolean
}

/** Behind these words an entry says something else than what it began with. */
const CONTRAST = /^(?:however|please note that|note that|but|beware that|be aware that),? /
/** `This retires the variable.` */
const CONSEQUENCE = /^(?:this|which|that) (?:also )?(removes|drops|retires|renames) /
/** `This should have no effect on end users`. */
const UNFELT = pattern(
  '(?:^| )(?:no|without|little to no|zero) (?:[a-z-]+ ){0,2}(?:effects?|impact|consequences?|change|changes|difference) (?:on|for|to) (?:[a-z-]+ ){0,2}(?:users?|consumers?|callers?|clients?|applications?|anyone|anybody|behaviours?|existing)|(?:^| )(?:transparent|invisible) (?:to|for) (?:[a-z-]+ ){0,2}(?:users?|callers?|clients?)|(?:^| )(?:users?|callers?|clients?) (?:will|should) not (?:notice|see|be affected)|(?:^| )(?:existing|current|previous|default|present) (?:[a-z]+ )?(?:behaviours?|callers?|users?|code|apis?|methods?|output) (?:is|are|remains?|stays?) (?:unchanged|unaffected|not changed|not affected|not altered|the same|preserved|as (?:it|they) (?:was|were))|(?:^| )the (?:[a-z]+ )?behaviours? (?:is|are|remains?|stays?) the same(?:[ ,.;]|$)|(?:^| )(?:they|it|methods?|functions?|apis?|signatures?) (?:is|are|remains?|stays?) unchanged(?:[ ,.;)]|$)',
)
const MENDS = pattern('^(?:this|that|it|which) (?:also |should )?(?:resolves?|fixes|fix|addresses|solves?|mends) ')
/** `We have reverted that change in this release.` */
const REVERTED = pattern(
  '(?:^| )(?:have|has|was|were|been|is|are|we|and|now) reverted (?:that|this|the|those|these) (?:[^ ]+ ){0,2}(?:changes?|commits?|behaviour|updates?)(?:[ ,.;]|$)',
)
/** `See the guide to migrate your project`: it has to be. */
const MIGRATES = pattern('(?:^| )(?:to|for) migrat(?:e|ing) (?:your|existing) ')
/** `BC break due to …`, below "Fixed". */
const MENDED_BREAK = pattern(
  '^(?:an? |the )?(?:[^ ]+ ){0,2}(?:bc[ -]?breaks?|breakages?|incompatibilit(?:y|ies)|breaking change) (?:due to|caused by|in|with|when|on|for|of|from|introduced)(?: |$)',
)
const OLD_NAME_KEPT = 0.4
const ADVICE_IN_PROSE = 0.8
const IN_A_MENDING_RELEASE = 0.8
/** Under these headings maintainers tell what they changed on purpose. */
const TOLD_ON_PURPOSE: readonly SectionKind[] = ['breaking', 'upgrade', 'removed']
const OF_A_NEW_THING = 0.6
const IN_BRACKETS = 0.4
const WHILE_DEPRECATING = 0.3
/** What a release that only mends is careful not to do on purpose. */
const SOFT: readonly Family[] = ['default', 'restriction', 'swap', 'loss', 'signature', 'action', 'data']
/** What describes a new thing rather than a change of an old one. */
const DESCRIBING: readonly Family[] = ['default', 'restriction', 'action', 'floor', 'swap']

/** Weighs the sentences of one entry. */
export function weigh(sentences: readonly Sentence[], place: Place): Weight {
  const lead = leadOfEntry(sentences)
  const seen = {
    deprecation: place.kind === 'deprecated' || place.kind === 'future' || lead === 'deprecate',
    pointer: false,
    denied: false,
    told: 0,
  }
  const belowNew = place.nested && place.kind === 'added'
  const found: (Evidence & { sentence: number })[] = []
  for (const [index, sentence] of sentences.entries()) {
    if ((isReference(sentence.form) && !MIGRATES.test(sentence.form)) || requiredBefore(sentence.raw, place.setting)) continue
    if (isAnnouncement(sentence.form) && !namesThisRelease(sentence.raw, place.setting)) {
      seen.deprecation = true
      continue
    }
    seen.told += 1
    seen.deprecation ||= isDeprecation(sentence.form)
    seen.pointer ||= pointsToBreaking(sentence.form)
    seen.denied ||= deniesBreaking(sentence.form) || UNFELT.test(sentence.form)
    if (place.kind !== 'breaking' && isAboutTheWay(sentence.raw, place.setting)) continue
    const aside = sentence.form.replace(CONTRAST, '').replace(CONSEQUENCE, '$1 ')
    const own = aside === sentence.form ? lead : leadOf(aside)
    // What a fix says aside it says of its users, not of the fault.
    const here = aside !== sentence.form && place.kind === 'fixed' ? { ...place, kind: 'changed' as const } : place
    const newThing = belowNew || (index > 0 && (lead === 'add' || lead === 'widen'))
    for (const one of sentenceEvidence({ ...sentence, form: aside }, own, here)) {
      found.push({ ...one, weight: one.weight * tellingFactor(one.family, place, newThing), sentence: index })
    }
  }
  if ((place.tags.bang || place.tags.kind === 'breaking') && lead !== 'revert') {
    found.push({ family: 'explicit', kind: 'behaviour', why: 'marked as breaking', weight: 2, sentence: 0 })
  }
  const evidence = found.filter((one) => one.weight > 0).sort((a, b) => b.weight - a.weight)
  const silent = place.kind === 'harmless' || place.kind === 'future' || seen.pointer
  const circumstances = circumstancesOf(sentences, place, lead, seen.denied)
  return {
    score: silent ? 0 : score(evidence, circumstances),
    evidence,
    decisive: evidence[0]?.sentence ?? 0,
    deprecation: seen.deprecation,
    pointer: seen.pointer,
    revert: lead === 'revert',
    held: silent || seen.denied || lead === 'revert' || seen.told === 0 || circumstances.kept,
  }
}

/** By the verb that it begins with; where the next sentence says that this mends something, that is what it does. */
function leadOfEntry([first, second, ...more]: readonly Sentence[]): Lead {
  const lead = leadOf(first?.form ?? '')
  if ([second, ...more].some((one) => one !== undefined && REVERTED.test(one.form))) return 'revert'
  return lead === 'other' && second !== undefined && MENDS.test(second.form) ? 'fix' : lead
}

function circumstancesOf(sentences: readonly Sentence[], place: Place, lead: Lead, denied: boolean): Circumstances {
  const forms = sentences.map(({ form }) => form).join(' ')
  return {
    forms,
    kept: keepsOldWay(forms),
    urgent: place.tags.urgent,
    change: place.tags.change,
    stated: place.stated,
    mended: lead === 'fix' || place.kind === 'fixed',
    denied,
  }
}

/** What else holds evidence back: advice in prose, a release that mends, a sentence that tells of the new thing that the entry is about. */
function tellingFactor(family: Family, place: Place, newThing: boolean): number {
  const advice = place.prose && family === 'action' ? ADVICE_IN_PROSE : 1
  const mending =
    !TOLD_ON_PURPOSE.includes(place.kind) && onlyMends(place.setting.version) && SOFT.includes(family) ? IN_A_MENDING_RELEASE : 1
  return advice * mending * (newThing && DESCRIBING.includes(family) ? OF_A_NEW_THING : 1)
}

/** What stands behind the main clause tells of the thing that is added; in brackets, of the thing that is mended or of what it takes. */
function asideFactor(clause: Clause, { family, stated }: Evidence, added: boolean, mended: boolean): number {
  if (clause.inside && (mended || stated === true || family === 'restriction')) return IN_BRACKETS
  return !clause.leading && added && DESCRIBING.includes(family) ? OF_A_NEW_THING : 1
}

function sentenceEvidence(sentence: Sentence, lead: Lead, place: Place): Evidence[] {
  const { form } = sentence
  const found: Evidence[] = []
  if (lead !== 'revert' && saysBreaking(form) && !(place.kind === 'fixed' && MENDED_BREAK.test(form))) {
    found.push({ family: 'explicit', kind: 'behaviour', why: 'said to be breaking', weight: 2 * placeFactor(place.kind, 'explicit') })
  }
  const own = leadOf(form)
  const clauses = clausesOf(form)
  const kept = clauses.some((clause) => clause.inside && keepsOldWay(clause.text))
  for (const clause of clauses) {
    const soft = isDeprecation(clause.text)
    const clauseLead = lead === 'fix' ? 'fix' : clause.leading || own === 'add' ? own : 'other'
    for (const evidence of evidenceIn(clause.text)) {
      const held = soft && !['removal', 'support', 'platform'].includes(evidence.family) ? WHILE_DEPRECATING : 1
      const aside =
        asideFactor(clause, evidence, own === 'add', lead === 'fix') * (kept && evidence.family === 'rename' ? OLD_NAME_KEPT : 1)
      const led = aside * factorOfLead(clauseLead, evidence.family, place.tags.change)
      found.push({ ...evidence, weight: evidence.weight * held * Math.min(placeFactor(place.kind, evidence.family), led) })
    }
  }
  return [...found, ...placeEvidence(sentence, place, found.length === 0)]
}

import { clausesOf, withoutScope } from './clauses.ts'
import { isAnnouncement, isDeprecation } from './future.ts'
import { type Lead, leadOf } from './lead.ts'
import { KEPT, pattern } from './lexicon.ts'
import { deniesBreaking, pointsToBreaking, saysBreaking } from './marks.ts'
import type { NormalForm } from './normal-form.ts'
import { isReference } from './reference.ts'
import type { SectionKind } from './section-kind.ts'
import { isAboutTheWay, namesThisRelease, onlyMends, opensLine, type Setting } from './setting.ts'
import { evidenceIn } from './signals/index.ts'
import { majorDependency } from './signals/major-dependency.ts'
import { thingAfter } from './signals/object.ts'
import type { Evidence } from './signals/rule.ts'
import type { Tags } from './tags.ts'
import { placeFactor } from './weights.ts'

/** One sentence of an entry. */
export interface Sentence {
  raw: string
  form: NormalForm
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
}

const BEFORE =
  /(?:^| )(?:previously|formerly|used to|in the past|before this|prior to this|until now|so far|in previous versions|in earlier versions|historically)(?:[ ,]|$)/
const STILL = pattern(`(?:^| )(?:${KEPT})(?:[ ,.;:]|$)`)
/** What words in prose tell a reader to do is often advice on a feature. */
const ADVICE_IN_PROSE = 0.8
const MENDING = 0.8
const NEW_THING = 0.6

/** Weighs the sentences of one entry. `prose`: no list entry, so that advice counts less. */
export function weigh(sentences: readonly Sentence[], tags: Tags, place: SectionKind, setting: Setting, prose: boolean): Weight {
  const lead = leadOf(sentences[0]?.form ?? '')
  const weight = {
    score: 0,
    decisive: 0,
    deprecation: place === 'deprecated' || place === 'future' || lead === 'deprecate',
    pointer: false,
    revert: lead === 'revert',
  }
  const found: Evidence[] = []
  let best = 0
  let denied = false
  for (const [index, sentence] of sentences.entries()) {
    if (isReference(sentence.form)) continue
    if (isAnnouncement(sentence.form) && !namesThisRelease(sentence.raw, setting)) {
      weight.deprecation = true
      continue
    }
    weight.deprecation ||= isDeprecation(sentence.form)
    weight.pointer ||= pointsToBreaking(sentence.form)
    denied ||= deniesBreaking(sentence.form)
    if (place !== 'breaking' && isAboutTheWay(sentence.raw, setting)) continue
    const told = sentenceEvidence(sentence, tags, lead, place, setting).map((one) => ({
      ...one,
      weight:
        one.weight *
        tellingFactor(one, { prose, mends: place !== 'breaking' && onlyMends(setting.version), newThing: lead === 'add' && index > 0 }),
    }))
    found.push(...told)
    const strongest = Math.max(0, ...told.map((evidence) => evidence.weight))
    if (strongest > best) {
      best = strongest
      weight.decisive = index
    }
  }
  if ((tags.bang || tags.kind === 'breaking') && lead !== 'revert')
    found.push({ family: 'explicit', kind: 'behaviour', why: 'marked as breaking', weight: 2 })
  const evidence = found.filter((one) => one.weight > 0).sort((a, b) => b.weight - a.weight)
  const mended = lead === 'fix' || place === 'fixed'
  const score =
    place === 'harmless' || place === 'future' || weight.pointer
      ? 0
      : total(evidence, tags, sentences.map(({ form }) => form).join(' '), denied, mended)
  return { ...weight, score, evidence }
}

/** What else holds evidence back: advice in prose, a release that mends, a sentence that tells of the new thing that the entry is about. */
function tellingFactor(evidence: Evidence, about: { prose: boolean; mends: boolean; newThing: boolean }): number {
  const { family } = evidence
  const soft =
    family === 'default' ||
    family === 'restriction' ||
    family === 'swap' ||
    family === 'loss' ||
    family === 'signature' ||
    family === 'action' ||
    family === 'data'
  const advice = about.prose && family === 'action' ? ADVICE_IN_PROSE : 1
  const mended = about.mends && soft ? MENDING : 1
  const described =
    about.newThing && (family === 'default' || family === 'restriction' || family === 'action' || family === 'floor' || family === 'swap')
      ? NEW_THING
      : 1
  return advice * mended * described
}

function sentenceEvidence(sentence: Sentence, tags: Tags, lead: Lead, place: SectionKind, setting: Setting): Evidence[] {
  const { form, raw } = sentence
  const found: Evidence[] = saysBreaking(form)
    ? [{ family: 'explicit', kind: 'behaviour', why: 'said to be breaking', weight: 2 * placeFactor(place, 'explicit') }]
    : []
  const own = leadOf(form)
  for (const clause of clausesOf(form)) {
    const soft = isDeprecation(clause.text)
    const clauseLead = lead === 'fix' ? 'fix' : clause.leading ? own : 'other'
    for (const evidence of evidenceIn(clause.text)) {
      const held = soft && evidence.family !== 'removal' && evidence.family !== 'support' && evidence.family !== 'platform' ? 0.3 : 1
      found.push({
        ...evidence,
        weight: evidence.weight * held * Math.min(placeFactor(place, evidence.family), leadFactor(clauseLead, evidence, tags)),
      })
    }
  }
  if (place === 'removed' && found.length === 0) found.push(...listedRemoval(form))
  if (opensLine(setting.version))
    found.push(...majorDependency(form, raw).map((one) => ({ ...one, weight: one.weight * placeFactor(place, one.family) })))
  return found
}

/** Under "Removed" a thing is removed by being named: `The legacy theme`. */
function listedRemoval(form: NormalForm): Evidence[] {
  if (isReference(form)) return []
  const thing = thingAfter(withoutScope(form), 0)
  return thing === 'internal'
    ? []
    : [{ family: 'removal', kind: thing === 'platform' ? 'requirement' : 'removal', why: 'listed as removed', weight: 1.05 }]
}

/** How the verb that a sentence begins with holds evidence in it back. What is filed under `[CHANGE]` is a change, whatever its verb. */
function leadFactor(lead: Lead, evidence: Evidence, tags: Tags): number {
  if (tags.change && (lead === 'fix' || lead === 'add' || lead === 'care' || lead === 'improve')) return 1
  if (lead === 'fix') return placeFactor('fixed', evidence.family)
  if (lead === 'add') return placeFactor('added', evidence.family)
  if (lead === 'bump') return placeFactor('dependencies', evidence.family)
  if (lead === 'deprecate') return placeFactor('deprecated', evidence.family)
  if (lead === 'internal') return evidence.family === 'platform' ? 0.9 : 0.5
  if (lead === 'care') return 0.6
  if (lead === 'improve') return 0.7
  return lead === 'revert' ? 0.15 : 1
}

/** The strongest evidence, a little for each further kind of it, and what sets the entry apart. */
function total(evidence: readonly Evidence[], tags: Tags, forms: string, denied: boolean, mended: boolean): number {
  const byFamily = new Map<string, number>()
  for (const one of evidence) byFamily.set(one.family, Math.max(byFamily.get(one.family) ?? 0, one.weight))
  const [strongest = 0, ...others] = [...byFamily.values()].sort((a, b) => b - a)
  if (strongest < 0.3) return 0
  let score = strongest + Math.min(0.5, 0.25 * others.reduce((sum, weight) => sum + weight, 0))
  if (tags.urgent) score += 0.3
  if (tags.change) score += 0.4
  if (BEFORE.test(forms) && !mended) score += 0.25
  if (STILL.test(forms) && !tags.urgent) score *= 0.6
  return denied && !byFamily.has('explicit') ? score * 0.4 : score
}

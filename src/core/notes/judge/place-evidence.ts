import { withoutScope } from '../language/clauses.ts'
import { pattern } from '../language/lexicon.ts'
import type { NormalForm } from '../language/normal-form.ts'
import { isEmptyTalk } from '../language/reference.ts'
import { majorDependency } from '../signals/major-dependency.ts'
import { thingAfter } from '../signals/object.ts'
import type { Evidence } from '../signals/rule.ts'
import { opensLine } from './setting.ts'
import type { Place, Sentence } from './weigh.ts'
import { placeFactor } from './weights.ts'

const STEP = pattern(
  '^(?:(?:if|when|before|after|for|in case|please|first|then|next|finally)[^,]{0,120},? )?(?:please |manually |explicitly )?(?:set|delete|remove|rename|add|replace|change|move|run|migrate|convert|drop|recreate|re-create|adjust|configure|enable|disable|back up|stop|dump|reindex|rebuild|rewrite|adapt|switch|uninstall|regenerate) [^ ]',
)

/** A whole sentence tells a story; the name of a thing does not. */
const TOLD = pattern('(?:^| )(?:is|are|was|were|has|have|had|will|can|could|do|does|did|you|we|it|this|they|there)(?:[ ,.;:]|$)')

/** Evidence that the words are only in their place: a thing named under "Removed", an imperative under "Upgrade notes", a new major in a new line. */
export function placeEvidence(sentence: Sentence, place: Place, silent: boolean): Evidence[] {
  const { form, raw } = sentence
  const { kind, setting } = place
  return [
    ...(kind === 'removed' && silent && !isEmptyTalk(form) && !(place.prose && TOLD.test(form)) ? namedAsRemoved(form) : []),
    ...(kind === 'upgrade' ? stepToTake(form) : []),
    ...(opensLine(setting.version)
      ? majorDependency(form, raw).map((one) => ({ ...one, weight: one.weight * placeFactor(kind, one.family) }))
      : []),
  ]
}

/** `The legacy theme`, below "Removed". */
function namedAsRemoved(form: NormalForm): Evidence[] {
  const thing = thingAfter(withoutScope(form), 0)
  if (thing === 'internal') return []
  return [{ family: 'removal', kind: thing === 'platform' ? 'requirement' : 'removal', why: 'listed as removed', weight: 1.05 }]
}

/** What everybody does anyway (download, install, restart) is no step. */
function stepToTake(form: NormalForm): Evidence[] {
  return STEP.test(form) ? [{ family: 'action', kind: 'behaviour', why: 'a step of the upgrade', weight: 1.1 }] : []
}

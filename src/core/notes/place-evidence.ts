import { withoutScope } from './clauses.ts'
import type { NormalForm } from './normal-form.ts'
import type { SectionKind } from './section-kind.ts'
import { opensLine, type Setting } from './setting.ts'
import { majorDependency } from './signals/major-dependency.ts'
import { thingAfter } from './signals/object.ts'
import type { Evidence } from './signals/rule.ts'
import { placeFactor } from './weights.ts'

const STEP =
  /^(?:(?:if|when|before|after|for|in case|please|first|then|next|finally)[^,]{0,120},? )?(?:please |manually |explicitly )?(?:set|delete|remove|rename|add|replace|change|move|run|migrate|convert|drop|recreate|re-create|adjust|configure|enable|disable|back up|stop|dump|reindex|rebuild|rewrite|adapt|switch|uninstall|regenerate) [^ ]/

/** Evidence that the words are only in their place: a thing named under "Removed", an imperative under "Upgrade notes", a new major in a new line. */
export function placeEvidence(
  sentence: { raw: string; form: NormalForm },
  place: SectionKind,
  setting: Setting,
  silent: boolean,
): Evidence[] {
  const { form, raw } = sentence
  return [
    ...(place === 'removed' && silent ? namedAsRemoved(form) : []),
    ...(place === 'upgrade' ? stepToTake(form) : []),
    ...(opensLine(setting.version)
      ? majorDependency(form, raw).map((one) => ({ ...one, weight: one.weight * placeFactor(place, one.family) }))
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

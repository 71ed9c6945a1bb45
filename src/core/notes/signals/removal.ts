import { gap, pattern, REMOVE, REMOVED } from '../language/lexicon.ts'
import { located } from '../phrases/located.ts'
import { type Thing, thingAfter, thingBefore } from './object.ts'
import type { Evidence } from './rule.ts'

/** Where a verb opens a clause: `Remove x`, `Add y, remove x`, `we dropped x`, `this removes x`, not `allow to remove x`. */
const OPENING = `(?:^|[,;:] (?:and |but |or |then )?|(?:^| )(?:and|but|we|this|also|have|has|release|version|&|\\+) )`
const ADVERBS =
  '(?:(?:also|now|actually|really|completely|temporarily|finally|fully|officially|entirely|permanently|have|has|already) ){0,2}'
const ACTIVE = located(`${OPENING}${ADVERBS}(?:${REMOVE}) `)
const PASSIVE = located(`(?: |^)(?:has|have|had|was|were|is|are|been|got)(?: ${gap(2)}| )(?:${REMOVED})(?:[ ,.;:)!]|$)`)
/** `roots features removed`, `Deprecated flags removed in this release`: no verb of being. */
const PARTICIPLE = located(`^((?:[^ ]+ ){1,8})(?:removed|dropped)(?:$|[,.;:]| in | as | from | due to | because | since | for )`)
const NOUN = located('^(?:the )?(?:removal|deletion) of ')
const PRESENT = pattern(' (?:is|are) (?:[^ ]+ ){0,2}$')
/** `the old names from the module were removed`: before a passive, a preposition holds nothing back. */
const HELD_IN_PASSIVE = pattern(
  '(?: |^)(?:when|whenever|if|while|after|before|once|until|unless|where|because|since|to|without|not|never|avoid|prevent|cannot|could|would|may|might|can|should|despite|that|will|shall|must|did|do|does|still|going to)(?: [^ ,]+){0,1}$',
)
/** A caveat inside the passive: `was not removed`, `is only removed when`. */
const DENIED = pattern(
  ' (?:being|not|never|only|no longer|incorrectly|wrongly|accidentally|mistakenly|automatically|correctly|properly|always|also|later|then) ',
)

/** `remove the old flag when another is given`: what a program does as it runs. */
const CONDITION = pattern(
  ' (?:when|whenever|if|once) (?:[^ ]+ ){0,2}(?:is|are|was|were|using|use|used|change|changes|changed|changing|not|set|there|given|no|called|calling|it|they|you) ',
)
/** `Nothing was removed`. */
const NOTHING = pattern('(?:^| )(?:nothing|no [^ ]+|none)(?: [^ ]+)?$')
/** `Removed shell escaping completely`. */
const WHOLLY = pattern('(?:^| )(?:completely|entirely|altogether)[.]?$')
const UNDER_A_CONDITION = 0.6

const ACTIVE_WEIGHT: Readonly<Record<Thing, number>> = { public: 1.3, outgoing: 1.6, platform: 2, named: 1.15, internal: 0, unknown: 0.5 }
const PASSIVE_WEIGHT: Readonly<Record<Thing, number>> = {
  public: 1.6,
  outgoing: 1.8,
  platform: 2,
  named: 1.5,
  internal: 0.2,
  unknown: 1.05,
}

/** Something was taken away. */
export function removals(clause: string): Evidence[] {
  return [...activeRemovals(clause), ...passiveRemovals(clause), ...nominalRemovals(clause)].filter((evidence) => evidence.weight > 0)
}

/** `Remove dead code of the parser`: what is taken away was the project's own. */
export function removesOwn(clause: string): boolean {
  return ACTIVE.all(clause).some((match) => thingAfter(clause, match.index + match[0].length) === 'internal')
}

function activeRemovals(clause: string): Evidence[] {
  return ACTIVE.all(clause).map((match) => {
    const thing = thingAfter(clause, match.index + match[0].length)
    const held = CONDITION.test(clause.slice(match.index)) ? UNDER_A_CONDITION : 1
    const known = thing === 'unknown' && WHOLLY.test(clause) ? 'public' : thing
    return evidence(known, ACTIVE_WEIGHT[known] * held, 'something is removed')
  })
}

function passiveRemovals(clause: string): Evidence[] {
  return PASSIVE.all(clause)
    .filter(
      (match) =>
        !DENIED.test(`${match[0]} `) &&
        !NOTHING.test(clause.slice(0, match.index)) &&
        !HELD_IN_PASSIVE.test(clause.slice(0, match.index)) &&
        !subordinateClause(clause.slice(0, match.index)),
    )
    .map((match) => {
      const thing = thingBefore(clause, match.index)
      const present = PRESENT.test(match[0].replace(/[^ ]+$/, '')) || / (?:is|are) /.test(match[0])
      return evidence(thing, PASSIVE_WEIGHT[thing] * (present ? 0.7 : 1), 'something has been removed')
    })
}

/** `when the file has been removed`: a condition that is still open where the passive stands. */
function subordinateClause(before: string): boolean {
  const last = /(?:^|[ ,])(?:when|whenever|if|while|after|once|until|unless|because|since|where|that|which|before)(?: [^ ,]+){0,9}$/.exec(
    before,
  )
  return last !== null
}

function nominalRemovals(clause: string): Evidence[] {
  const participle = PARTICIPLE.exec(clause)
  if (participle !== null && !/\b(?:is|are|was|were|be|been|has|have|being|fix|fixes|fixed|get|gets)\b/.test(participle[1] ?? '')) {
    const thing = thingBefore(clause, (participle[1] ?? '').length)
    return [evidence(thing, PASSIVE_WEIGHT[thing] * 0.8, 'something has been removed')]
  }
  const noun = NOUN.exec(clause)
  if (noun === null) return []
  const thing = thingAfter(clause, noun[0].length)
  return [evidence(thing, ACTIVE_WEIGHT[thing], 'something is removed')]
}

function evidence(thing: Thing, weight: number, what: string): Evidence {
  const why = thing === 'platform' ? 'a platform or runtime is dropped' : what
  return { family: thing === 'platform' ? 'platform' : 'removal', kind: thing === 'platform' ? 'requirement' : 'removal', why, weight }
}

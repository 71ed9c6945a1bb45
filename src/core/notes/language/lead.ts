import { placeFactor } from '../judge/weights.ts'
import type { Phrase } from '../phrases/phrase.ts'
import { sieve } from '../phrases/sieve.ts'
import type { Family } from '../signals/rule.ts'
import { withoutScope } from './clauses.ts'
import { oneOf, pattern } from './lexicon.ts'
import type { NormalForm } from './normal-form.ts'

/** What an entry does, told by the verb that it begins with. */
export type Lead = 'fix' | 'care' | 'add' | 'widen' | 'improve' | 'internal' | 'bump' | 'deprecate' | 'revert' | 'other'

/** `X now correctly does y`, `y works again`: mended, whatever the verb. */
const MENDED = pattern(
  '^(?:remove|removes|removed|drop|drops|dropped|replace|replaced|move|moved|rewrite|rewrote|default|set|change|changed|raise|raised|increase|increased|lower|lowered|switch|switched) (?:[^ ]+ ){1,10}(?:to fix|fixing|thereby fixing|which fixes|this fixes) (?:an? |the |some |this )?(?:[^ ]+ ){0,3}(?:[^ ]+ing|bugs?|errors?|issues?|problems?|crash|crashes|failures?|leaks?|races?)(?:[ ,.;]|$)|(?:^| )(?:now|are now|is now|again) (?:correctly|properly)(?: |$)|(?:^| )works? again(?:[ ,.;]|$)',
)
/** `X can now y`, `X now supports y`: more than before, nothing less. */
const WIDENED = pattern(
  '^(?:[^ ]+ ){1,3}(?:learns?|learned|gains?|gained|grows?|grew) |^(?:[^ ]+ ){0,5}(?:can|may) now |^(?:[^ ]+ ){0,8}now (?:also )?(?:supports?|allows?|exposes?|offers?|provides?|works with|(?:accepts?|takes?) (?:also|an? optional|both|any)|also )',
)

/** `Adding jobs is now done by …`: how things are, not what was done. */
const GERUND = pattern('^[a-z]{2,14}ing (?:[^ ]+ ){1,5}(?:is|are|was|were|will|now|must|requires?|needs?|raises?|throws?|returns?|fails?) ')

/** `Make sure you update the CRD`: said to who upgrades, not of what was done. */
const TO_READER = pattern('^(?:ensure|make sure|be sure) (?:that )?(?:you|to) ')

const ROWS: readonly (readonly [Lead, Phrase])[] = [
  [
    'revert',
    pattern(
      `^(?:${oneOf('revert|reverts|reverted|reverting|restore|restores|restored|restoring|re-add|re-adds|re-added|readd|readded|reinstate|reinstated|undo|undid|undoes|bring back|brings back|brought back|roll back|rolled back|rollback|reintroduce|reintroduced|re-introduce|re-enable|reenable|re-enabled|back out|backed out|unyank|add back|postpone|postpones|postponed|defer|defers|deferred|re-allow|reallow|re-allowed')})(?: |$|:)`,
    ),
  ],
  [
    'deprecate',
    pattern(
      `^(?:${oneOf('deprecate|deprecates|deprecated|deprecating|soft-deprecate|soft deprecate|hard-deprecate|mark CODE as deprecated|mark the [^ ]+ command as deprecated')})(?: |$|:)`,
    ),
  ],
  [
    'fix',
    pattern(
      `^(?:${oneOf('fix|fixes|fixed|fixing|fis|bugfix|bug fix|hotfix|resolve a|resolves a|resolved a|resolve an|resolves an|resolve issue|resolve the|resolves the|resolved|resolves issue|correct|corrects|corrected|correctly|repair|repairs|address|addresses|addressed|work around|workaround|patch|solve|solves|solved|mitigate|plug|cve')}|(?:[^ ]+ ){0,3}regression|(?:[^ ]+ ){1,2}(?:bug|bugfix|bug fix|fix):)(?: |$|:)`,
    ),
  ],
  // `Do not support x anymore` is no care that is taken.
  ['other', pattern('^(?:do|does) not (?:[^ ]+ ){1,12}anymore(?:[ ,.;]|$)')],
  [
    'care',
    pattern(
      `^(?:${oneOf('prevent|prevents|prevented|avoid|avoids|avoided|handle|handles|handled|ensure|ensures|ensured|make sure|makes sure|properly|do not|does not|never|guard|protect against|allow for|respect|honour|honor|preserve|preserves|keep|keeps|retain|retains|sanitize|escape|catch|gracefully|more robust|robust')})(?: |$|:)`,
    ),
  ],
  [
    'add',
    pattern(
      `^(?:${oneOf('add|adds|added|adding|support|supports|supported|introduce|introduces|introduced|implement|implements|implemented|allow|allows|allowed|allowing|enable support|new|provide|provides|provided|expose|exposes|exposed|include|includes|included|accept|accepts|create|created|creates|feature|extend|extends|extended|initial|it is now possible|it is possible|make it possible|makes it possible|you can now|option|ability to|possibility to|first|learn|learns|learned|gain|gains|gained|added support|experimental support|beta|preview|enhance|enhanced|enhances')})(?: |$|:|,)`,
    ),
  ],
  [
    'improve',
    pattern(
      `^(?:${oneOf('improve|improves|improved|improving|improvements|optimi[sz]e|optimi[sz]es|optimi[sz]ed|speed up|speeds up|speedup|reduce|reduces|reduced|refine|polish|better|cache|caches|faster|simplify|simplifies|simplified|clarify|clarified|tune|tweak|minor|various|general|massive|significant|more|smarter|performance|memory')})(?: |$|:)`,
    ),
  ],
  [
    'internal',
    pattern(
      `^(?:${oneOf('refactor|refactors|refactored|refactoring|clean up|cleanup|cleaned up|clean-up|reorganize|reorganise|restructure|document|documents|documented|docs|test|tests|testing|lint|chore|ci|internal|internally|re-organize|rewrite internals|housekeeping|format code|typo|typos|code cleanup|tidy|use|uses|apply')})(?: |$|:)`,
    ),
  ],
  [
    'bump',
    pattern(
      `^(?:bump|bumps|bumped|update|updates|updated|upgrade|upgrades|upgraded|chore|pin|pins|lock) (?:to )?(?:the )?(?:[^ ]+ ){0,6}(?:dependenc\\w{1,4}|deps|from (?:CODE|VER|v?[0-9a-f.]+) to|to (?:the )?(?:latest|version|VER|v?\\d|CODE)|(?:CODE )?(?:VER|v\\d+)$|lock ?file|packages?|image|actions?|submodule|translations?|copyright|licen[cs]e|locales?|docs|documentation|readme)`,
    ),
  ],
]

const leading = sieve(ROWS.map(([, row]) => row))

/** The sentence asked about last: its entry asks, and then the sentence itself. */
let latest: { sentence: NormalForm; lead: Lead } | null = null

/** Lead of the sentence that an entry begins with. */
export function leadOf(sentence: NormalForm): Lead {
  if (latest?.sentence !== sentence) latest = { sentence, lead: leadIn(sentence) }
  return latest.lead
}

function leadIn(sentence: NormalForm): Lead {
  const text = withoutScope(sentence)
  const named = GERUND.test(text) || TO_READER.test(text) ? undefined : ROWS[leading(text)[0] ?? -1]?.[0]
  // A requirement that is raised is no dependency that is updated.
  if (named === 'bump' && / (?:minimum|minimal|required|oldest|msrv|default|defaults) /.test(text) && !/ dependenc| deps /.test(text))
    return 'other'
  if (named === undefined && MENDED.test(text)) return 'fix'
  if (named === undefined && WIDENED.test(text) && !/ (?:only|instead of) /.test(text)) return 'widen'
  return named ?? 'other'
}

const OF_INTERNAL = 0.5
const OF_CARE = 0.6
const OF_IMPROVEMENT = 0.7
const OF_REVERT = 0.15
/** What mends something is seldom what somebody used. */
const REMOVED_TO_MEND = 0.65

/** How the verb that a sentence begins with holds evidence in it back. What is filed under `[CHANGE]` is a change, whatever its verb. */
export function factorOfLead(lead: Lead, family: Family, filedAsChange: boolean): number {
  if (filedAsChange && (lead === 'fix' || lead === 'add' || lead === 'care' || lead === 'improve' || lead === 'internal')) return 1
  if (lead === 'fix') return family === 'removal' ? REMOVED_TO_MEND : placeFactor('fixed', family)
  if (lead === 'add' || lead === 'widen') return placeFactor('added', family)
  if (lead === 'bump') return placeFactor('dependencies', family)
  if (lead === 'deprecate') return placeFactor('deprecated', family)
  if (lead === 'internal') return family === 'platform' || family === 'default' ? 0.9 : OF_INTERNAL
  if (lead === 'care') return family === 'default' ? 1 : OF_CARE
  if (lead === 'improve') return family === 'default' ? 1 : OF_IMPROVEMENT
  return lead === 'revert' ? OF_REVERT : 1
}

import { gap, pattern } from './lexicon.ts'
import type { NormalForm } from './normal-form.ts'

/** What a later release will do. It breaks nobody today and is reported among the deprecations. */
const ANNOUNCED = [
  pattern(
    `(?:^| )(?:will|shall|would|may|might|to be|going to) (?:likely |probably |eventually |soon |also |then |be |become |get |not |no longer |only |start |stop |require |switch |default |change |drop |remove |refuse |reject |fail |raise |break ){1,4}${gap(12)}?(?:in|with|from|by|until|starting|as of|on|for) (?:an? |the |our )?(?:future|upcoming|next|later|coming|following|subsequent|version VER|VER|release VER|v\\d|\\d+\\.x|CODE VER|[a-z]+ VER|[a-z]+ v?\\d|major)`,
  ),
  pattern(
    '(?:^| )(?:will|going to|about to) (?:soon |eventually |be soon |be eventually |probably |be )(?:removed|dropped|removal|deprecated|discontinued|unsupported)(?: soon| eventually| later| then| shortly| after| once)?(?:[ ,.;:]|$)',
  ),
  pattern(
    '(?:^| )(?:scheduled|planned|slated|targeted|marked|proposed|pending|up) (?:for|to be) (?:[^ ]+ )?(?:removal|removed|dropped|deletion|deprecated)',
  ),
  pattern(
    `(?:^| )(?:this|it) (?:is|will be|was|marks) ${gap(3)}the (?:last|final) (?:[^ ]+ ){0,3}(?:release|version|minor|major|series)|(?:^| )(?:last|final) (?:[^ ]+ ){0,3}(?:release|version|minor|series) (?:to|that|which|of [^ ]+ for which|for which|with|of|supporting)(?: |$)`,
  ),
  pattern(
    `(?:^| )(?:in|with) (?:a |the |one of the )?(?:future|upcoming|next|later|coming)(?: [^ ]+){0,3} (?:we|it|this|they|these|support|the) (?:will|plan|may|might|intend)`,
  ),
  pattern(
    '(?:^| )(?:we|the team) (?:plan|plans|intend|intends|are planning|expect|may|might|will|hope) (?:to )?(?:eventually |soon |probably )?(?:remove|drop|deprecate|change|require|make|stop|end|replace|rename|disable)',
  ),
  pattern(
    '(?:^| )(?:left|kept|reserved|saved|deferred|postponed) (?:for|until|to) (?:a |the |some )?(?:future|next|later|upcoming|coming)(?: |$)',
  ),
  pattern(
    '(?:^| )(?:will|may or may not|may|might) (?:be |become )(?:the default|enabled|activated|disabled|required|mandatory) (?:[^ ]+ ){0,4}(?:in|with|for) (?:[^ ]+ ){0,2}(?:VER|future|next|upcoming|v?\\d)',
  ),
  pattern(
    '(?:^| )(?:future|upcoming|next|following|subsequent|later) (?:[^ ]+ ){0,3}(?:release|releases|version|versions|major) (?:will|may|might|is going|are going|only)',
  ),
]

const OF_NOW = pattern('(?:^| )(?:will now|now|this release|this version) (?:be |no longer |require|remove|drop|fail|raise|default)')

/** Whether a sentence tells what a later release will do. `now` and `will now` tell of this one. */
export function isAnnouncement(sentence: NormalForm): boolean {
  if (OF_NOW.test(sentence)) return false
  return ANNOUNCED.some((row) => row.test(sentence))
}

const DEPRECATES = pattern(
  '(?:^| )(?:deprecat(?:e|es|ing|ion|ions)|(?:is|are|was|were|been|being|be|now|as|soft|hard|officially) (?:now |been |also |officially |hereby |soft-|hard-|formally )?(?:soft-|hard-)?deprecated|deprecated (?:in favou?r|and|since|as of|by|use|because|:|,|\\.)|deprecated$|discouraged|soft-deprecated|hard-deprecated)(?:[ ,.;:)]|$)',
)

const RID_OF = pattern(
  '(?:^| )(?:fix|fixes|fixed|suppress|silence|ignore|remove|removes|removed|avoid|avoids|address|addresses|resolve) (?:[^ ]+ ){0,3}(?:deprecations(?:[ ,.;:)]|$)|(?:deprecation|deprecated) (?:warning|warnings|notice|notices|message|usage|use|call|calls|api))',
)

/** Whether a sentence says that something is deprecated. `Remove the deprecated option` and `Fix deprecations` do not. */
export function isDeprecation(sentence: NormalForm): boolean {
  return DEPRECATES.test(sentence) && !RID_OF.test(sentence)
}

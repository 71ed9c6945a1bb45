import { gap, OMIT, oneOf, pattern, REFUSE } from '../language/lexicon.ts'
import type { PatternRule } from './rule.ts'

const OPENING = '(?:^|[,;:] (?:and )?|(?:^| )(?:and|we|also) )'
/** Told of what is possible, or of a fault. */
export const TOLD = pattern(
  '(?:^| )can now |(?:^| )(?:fix|fixes|fixed|when it|option to|bug|issue|regression|instead of) (?:[^ ]+ ){0,6}now',
)
const FORBID = oneOf(
  'reject|rejects|rejected|disallow|disallows|disallowed|forbid|forbids|forbade|prohibit|prohibits|enforce|enforces|enforced|require|requires|mandate|refuse|refuses|deny|denies|restrict|restricts|restricted',
)
const COMPLAIN = oneOf('raise|raises|throw|throws|fail|error|errors|abort|panic|return an error|report an error|emit an error|log an error')
const HIDE = oneOf('ignore|ignores|exclude|excludes|skip|skips|hide|hides|omit|omits|strip|strips|block|blocks')

/** What was let through is refused or left out. */
export const RESTRICTION_RULES: readonly PatternRule[] = [
  {
    family: 'restriction',
    kind: 'behaviour',
    why: 'something is forbidden now',
    weight: 1.2,
    find: pattern(`^${gap(10)}(?:is|are) (?:prohibited|forbidden|disallowed|not allowed|not permitted) now(?:[ ,.;(]|$)`),
    unless: pattern('(?:^| )(?:if|when|fix|fixes|fixed|add|adds|added) '),
  },
  {
    family: 'restriction',
    kind: 'behaviour',
    why: 'something is now refused',
    weight: 1.15,
    find: pattern(
      `(?:^| )now (?:also )?(?:[a-z]{2,14}ly )?(?:${REFUSE})(?: |[,.;]|$)|(?:^| )now (?:[a-z]{2,14}|CODE) (?:always )?(?:raises|throws|rejects|refuses|fails|disallows|forbids|prohibits|denies|requires|enforces|returns an error|responds with an error)(?: |[,.;]|$)|(?:^| )(?:will|would) now (?:[a-z]{2,14}ly )?(?:be )?(?:${REFUSE}|rejected|refused|denied|blocked|forbidden)(?: |[,.;]|$)|(?:^| )now (?:always )?(?:returns?|gives?|reports?|results? in|produces?|emits?|leads? to|causes?) (?:an? |the )?${gap(2)}?(?:error|exception|failure|non-zero|4\\d\\d|5\\d\\d)`,
    ),
    unless: pattern(
      `${TOLD.source}|now (?:raises?|throws?|returns?|gives?|reports?|emits?|fails?|errors?) ${gap(3)}?(?:better|clearer|proper|helpful|descriptive|correct|appropriate|meaningful|useful|early|fast|gracefully|informative|friendlier|specific)`,
    ),
  },
  {
    family: 'restriction',
    kind: 'behaviour',
    why: 'only a part is supported from now on',
    weight: 1.1,
    find: pattern(
      '(?:^| )(?:now|will|will now) (?:only (?:supports?|accepts?|allows?|works?|returns?|matches)|(?:supports?|accepts?|allows?|works?|returns?) only)(?: |$)|(?:^| )(?:is|are) now only (?:supported|available|allowed|possible|accepted|enabled|applied)|(?:^| )(?:takes?|accepts?) (?:[^ ]+ ){1,4}only[.]?$',
    ),
    unless: pattern(`${TOLD.source}|(?:^| )(?:following|subsequent|later|future|next|coming) (?:versions?|releases?) `),
  },
  {
    family: 'restriction',
    kind: 'behaviour',
    why: 'something is otherwise from now on',
    weight: 1.05,
    find: pattern(
      '(?:^| )(?:from now on|from this (?:release|version) on|as of this (?:release|version)|starting with this (?:release|version)|beginning with this (?:release|version))(?:[ ,.;:]|$)',
    ),
    unless: pattern(
      '^(?:fix|fixes|fixed|add|adds|added) |(?:^| )(?:following|support|supports|available|possible|can be|docs|documentation|semver|semantic versioning|builds?|reproducible|artifacts|changelog) ',
    ),
  },
  {
    family: 'restriction',
    kind: 'behaviour',
    why: 'something is refused',
    weight: 0.85,
    find: pattern(
      `^(?:[^ ]+ ){1,10}(?:rejects?|refuses?|disallows?|forbids?|throws?|raises?|enforces?|requires?) |(?:^| )(?:is|are) (?:rejected|refused|denied|blocked|forbidden|disallowed|disabled|turned off|limited to|capped at)(?:[ ,.;]|$)|(?:^| )(?:returns?|accepts?|allows?|keeps?) ${gap(2)}?(?:at most|no more than|up to) (?:\\d|VER|CODE)|^(?:[^ ]+ ){1,5}(?:is|are) (?:[a-z]{2,14}ly )?(?:case[- ](?:in)?sensitive|keyword-only|positional-only|read-only|readonly|immutable|mandatory|required|ignored|mutually exclusive|async|asynchronous|synchronous|private|final|sealed|abstract|[^ ]+ only|not (?:read|accepted|loaded|recogni[sz]ed|parsed|applied|included|built|published))(?:[ ,.;]|$)`,
    ),
    unless: pattern(
      String.raw`^(?:fix|fixes|fixed|add|adds|added|new|support|supports|allow|allows|improve|document|when|if|option|introduce|introduces|implement|no|nothing|only|what|which|at least) |(?:^| )(?:that|which|if|option|flag|setting|can|may|bug|issue|error message|incorrectly|no longer|not|never|now|tests?|warning|warnings|deprecat\w{1,6}) (?:[^ ]+ ){0,6}(?:rejects?|refuses?|throws?|raises?|requires?|enforces?|rejected|refused|denied|blocked|limited)`,
    ),
  },
  {
    family: 'restriction',
    kind: 'behaviour',
    why: 'something is left out from now on',
    weight: 0.8,
    find: pattern(`(?:^| )(?:now|will now) (?:[a-z]{2,14}ly )?(?:${OMIT})(?: |$)`),
    unless: TOLD,
  },
  {
    family: 'restriction',
    kind: 'behaviour',
    why: 'something is refused',
    weight: 1.1,
    find: pattern(
      `${OPENING}(?:[a-z]{2,14}ly |always )?(?:${FORBID}) |(?:^| )(?:have|has) (?:now |also )?(?:disallowed|forbidden|prohibited|restricted|rejected) `,
    ),
    unless: pattern(
      `^(?:fix|fixes|fixed) |(?:^| )(?:require|requires) CODE (?:before|after|first|lazily|eagerly|directly|explicitly|conditionally|only when|on demand)(?: |$)|(?:^| )(?:enforce|require|requires) (?:[^ ]+ ){0,2}(?:code style|const|strict equality|naming|conventions?|coding|formatting|lint|2fa|mfa|reviews?|approvals?|signed commits|sign-off|dco|changelog)|(?:^| )(?:earlier|early|sooner|faster)(?:[ .]|$)|(?:reject|rejects|rejected|refuse|refuses|deny|denies) (?:[^ ]+ ){0,2}(?:invalid|malformed|bogus|corrupt|corrupted|bad) |(?:^| )(?:option|flag|setting|config) to |(?:^| )(?:new|optional) `,
    ),
  },
  {
    family: 'restriction',
    kind: 'behaviour',
    why: 'something faulty is refused',
    weight: 0.7,
    find: pattern(`${OPENING}(?:${FORBID}) (?:[^ ]+ ){0,2}(?:invalid|malformed|bogus|corrupt|corrupted|bad) `),
    unless: pattern('(?:^| )(?:earlier|early|sooner|faster|fix|fixes|fixed)(?:[ .]|$)'),
  },
  {
    family: 'restriction',
    kind: 'behaviour',
    why: 'what was made for an older version is refused',
    weight: 1.2,
    find: pattern(
      `(?:^| )(?:written|built|made|compiled|created|generated|exported) (?:for|with|by|against|using) (?:v?\\d|VER|older|the old|previous|earlier) ?${gap(5)}?(?:do not|does not|cannot|will not|are not|is not|no longer|must|have to|need to)(?: |$)`,
    ),
    unless: pattern('(?:^| )(?:fix|fixes|fixed|if|when|where|bug|issue) '),
  },
  {
    family: 'restriction',
    kind: 'requirement',
    why: 'it will not start or install',
    weight: 1.2,
    find: pattern(
      '(?:^| )(?:will|would) (?:now )?(?:refuse|fail|decline) to (?:install|start|build|compile|run|load|boot|open|work)(?:[ ,.;:]|$)',
    ),
    unless: pattern('^(?:fix|fixes|fixed) |(?:^| )(?:if|when|where|bug|issue|would have) '),
  },
  {
    family: 'restriction',
    kind: 'behaviour',
    why: 'a warning has become an error',
    weight: 1.3,
    find: pattern(
      '(?:^| )(?:has|have) become (?:hard|fatal) errors?(?: |[.,;]|$)|(?:^| )(?:is|are|becomes?|became|turned into) (?:now )?(?:an? )?(?:hard |fatal )?errors?,? (?:and )?(?:not|instead of|rather than) (?:an? |just |only )?(?:a )?warnings?(?:[ ,.;]|$)',
    ),
    unless: pattern('^(?:fix|fixes|fixed) |(?:^| )(?:if|option|optionally) '),
  },
  {
    family: 'restriction',
    kind: 'behaviour',
    why: 'something raises an error',
    weight: 0.7,
    find: pattern(
      `${OPENING}(?:also )?(?:${COMPLAIN}) (?:[^ ]+ ){0,4}(?:if|when|on|for|unless|in case|error|exception|CODE)(?: |$)|(?:^| )will (?:raise|throw|fail|error|be rejected|result in an error|abort|panic)(?:[ ,.;]|$)|(?:^| )(?:will )?(?:now )?results? in (?:an? )?(?:[a-z]+ )?(?:error|exception|failure)(?:[ ,.;]|$)`,
    ),
    unless: pattern(
      '^(?:fix|fixes|fixed|do not|never|avoid|prevent) |(?:^| )(?:in|for|on) (?:the |our )?(?:tests?|ci|test suite|docs)(?:[ ,.;]|$)|(?:^| )(?:better|clearer|proper|helpful|descriptive|meaningful|useful|nicer|friendlier|more informative|warning|gracefully|cleanly|nicely|politely) ',
    ),
  },
  {
    family: 'restriction',
    kind: 'behaviour',
    why: 'something is left out',
    weight: 0.6,
    find: pattern(`^(?:${HIDE}) `),
    unless: pattern('(?:^| )(?:option|flag|in ci|tests?|warning|warnings|docs) '),
  },
]

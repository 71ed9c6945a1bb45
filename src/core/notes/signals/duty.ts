import { gap, pattern, STRICT } from '../language/lexicon.ts'
import { TOLD } from './restriction.ts'
import type { PatternRule } from './rule.ts'

/** What was free to choose is required, or held to a rule. */
export const DUTY_RULES: readonly PatternRule[] = [
  {
    family: 'restriction',
    kind: 'behaviour',
    why: 'something is now required',
    weight: 1.15,
    find: pattern(
      `(?:^| )now (?:also )?(?:requires?|expects?|needs?|demands?|insists?) |(?:^| )(?:must|has to|have to|needs to|need to) now |(?:^| )now (?:must|has to|have to|needs to|need to) |(?:^| )(?:must|has to|have to|needs?|requires?|expects?) (?:[^ ]+ ){1,6}now[.]?$|(?:^| )(?:becomes?|became|made|make|makes) (?:now )?(?:an? )?(?:${STRICT})(?: now)?(?:[ ,.;:)]|$)`,
    ),
    unless: pattern(
      `${TOLD.source}|^(?:fix|fixes|fixed|add|adds|added|allow) |(?:^| )(?:if|when|unless|where|while|which|that|not|no longer|longer|option|support|supports|it|currently|already|still|to) (?:[^ ]+ ){0,5}(?:is|are|becomes?|be|made|make|been) (?:now )?(?:an? )?(?:${STRICT})`,
    ),
  },
  {
    family: 'restriction',
    kind: 'behaviour',
    why: 'something is now strictly so',
    weight: 1.2,
    find: pattern(
      `(?:^| )(?:is|are) now (?:[a-z]{2,14}ly )?(?:an? )?(?:${STRICT})(?:[ ,.;:)]|$)|(?:^| )(?:is|are) now (?:[^ ]+ )?(?:behind|gated|guarded|opt-in|crate features?|optional)(?:[ ,.;:]|$)|(?:^| )(?:make|makes|made) ${gap(3)}?(?:CODE |FLAG )?(?:an? )?(?:required|mandatory|private|immutable|read-only|readonly|keyword-only|case-sensitive|case-insensitive|case sensitive|case insensitive|async|sealed|final|non-exhaustive|strict|optional (?:cargo )?features?)(?:[ ,.;:]|$)|(?:^| )to be (?:an? )?(?:required|mandatory|immutable|read-only|keyword-only|optional (?:[a-z]+ )?features?)(?:[ ,.;:]|$)`,
    ),
    unless: pattern(
      `${TOLD.source}|^(?:fix|fixes|fixed|allow) |(?:^| )(?:if|when|unless|truly|really|actually|properly|correctly|indeed) |(?:^| )not (?:[^ ]+ ){0,5}now |(?:^| )(?:arguments?|parameters?|params?|fields?|endpoints?|keys?|options?|property|properties|names?|values?|attributes?|settings?|flags?|block|it|CODE) (?:[^ ]+ ){0,6}(?:is|are) now (?:[^ ]+ )?optional(?:[ ,.;]|$)`,
    ),
  },
  {
    family: 'restriction',
    kind: 'requirement',
    why: 'what came along is installed only when asked for',
    weight: 1.15,
    find: pattern(
      `(?:^|[,;:] |(?:^| )and )(?:make|makes|made) ${gap(5)}(?:an? )?optional (?:peer )?(?:install|dependency|dependencies|extras?|package)(?:[ ,.;]|$)|(?:^| )(?:is|are) now (?:an? )?(?:optional|peer|extra) (?:peer )?(?:dependency|dependencies|extras?|install)(?:[ ,.;]|$)`,
    ),
    unless: pattern('^(?:fix|fixes|fixed) |(?:^| )(?:dev|development|test|tests|build) '),
  },
  {
    family: 'restriction',
    kind: 'api',
    why: 'something must have a part',
    weight: 0.9,
    find: pattern('^(?:[^ ]+ ){1,4}must (?:have|implement|provide|define|include|declare|export|return|extend) '),
    unless: pattern('(?:^| )(?:if|when|you|we|it|that|which|fix|tests?|docs) '),
  },
  {
    family: 'restriction',
    kind: 'requirement',
    why: 'what came along is to be asked for',
    weight: 1.15,
    find: pattern(
      '(?:^| )(?:support|integration|compatibility) (?:is|are|becomes?|became|was made|has been made) (?:now )?(?:fully |entirely |completely )?(?:optional|opt-in|an? (?:optional |separate )?(?:extra|add-on|plugin|package|feature flag))(?:[ ,.;]|$)',
    ),
    unless: pattern('^(?:fix|fixes|fixed|add|adds|added|new) |(?:^| )(?:if|when|which|that is) '),
  },
  {
    family: 'signature',
    kind: 'api',
    why: 'something must be from now on',
    weight: 1.35,
    find: pattern(
      `(?:^| )must now (?:be|implement|have|return|use|include|specify|provide|pass|call|define|contain|inherit|declare|set)(?: |$)`,
    ),
    unless: pattern('^(?:fix|fixes|fixed) |(?:^| )(?:if|when|unless) (?:[^ ]+ ){0,6}must now '),
  },
  {
    family: 'restriction',
    kind: 'api',
    why: 'what could be left out is required',
    weight: 1.35,
    find: pattern(
      `(?:^| )(?:arguments?|parameters?|params?|fields?|options?|keys?|attributes?|property|properties|CODE|FLAG) ${gap(4)}?(?:is|are) now (?:required|mandatory)(?:[ ,.;]|$)`,
    ),
    unless: pattern(`${TOLD.source}|^(?:fix|fixes|fixed|allow) |(?:^| )(?:not|no longer|only|properly|correctly) `),
  },
  {
    family: 'restriction',
    kind: 'behaviour',
    why: 'credentials are required',
    weight: 1.1,
    find: pattern(
      `^(?:[^ ]+ ){1,6}(?:requires?|needs?) (?:an? |the )?(?:[^ ]+ )?(?:authentication|auth|authori[sz]ation|tokens?|login|credentials|permissions?|api keys?|admin)(?:[ ,.;]|$)`,
    ),
    unless: pattern('^(?:fix|fixes|fixed|add|adds|added|new|support|if|when|option) |(?:^| )(?:that|which|if|when|no longer|not|can|may) '),
  },
  {
    family: 'restriction',
    kind: 'behaviour',
    why: 'something must not be',
    weight: 0.8,
    find: pattern(
      '(?:^| )(?:should never be|must never be|must not be|may not be|is not allowed|are not allowed|not permitted|is forbidden|are forbidden|mutually exclusive)(?:[ ,.;:)]|$)',
    ),
    unless: pattern('(?:^| )(?:if|when|unless|where|fix|fixes|fixed|that|which|error|message|because) '),
  },
]

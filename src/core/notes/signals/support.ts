import { gap, oneOf, PLATFORM, pattern } from '../language/lexicon.ts'
import type { PatternRule } from './rule.ts'

const END = oneOf(
  'drop|drops|dropped|dropping|remove|removes|removed|removing|end|ends|ended|stop|stops|stopped|discontinue|discontinued|cease|ceases|withdraw|withdrawn|abandon|abandoned',
)
const NOT_NOW = pattern(
  '(?:^| )(?:library|upstream|dependency) (?:has |have )?(?:recently |since |meanwhile )(?:removed|dropped|ended|discontinued) |(?:^| )already |(?:^| )(?:will|would|to be|going to|plan|plans|planned|may|might|could|about to|without|not|never|if|when|before|after|until|instead of|allow|allows|ability to|option to|fix|fixes|fixed|since|because) (?:[^ ]+ ){0,3}(?:drop|dropped|dropping|remove|removed|removing|end|ended|discontinued|stop|stopped|supported|unsupported)',
)
/** `Remove a notice on PHP 8`: the platform is where, not what. */
const WHERE = pattern(
  `(?:drop|drops|dropped|dropping|remove|removes|removed|ditch|kill) ${gap(3)}?(?:on|in|with|under|when|running) (?:the )?(?:${PLATFORM}) `,
)
const LOCAL = pattern(
  '(?:^| )(?:drop|drops|dropped|remove|removes|removed|stop|stops|stopped) (?:the |our )?(?:ci|tests?|testing|monitoring|jobs?|travis|appveyor|workflows?) |(?:^| )(?:CODE|workaround|hack|shim) for (?:[^ ]+ ){0,3}compatibility|(?:^| )(?:in|from|on) (?:the )?(?:ci|tests?|docs?|documentation|travis|workflows?|matrix|benchmarks?)(?:[ ,.;]|$)',
)

/** `Python 3.7 is no longer supported by the Python core team`: tells of somebody else. */
const BY_OTHERS = '(?:^| )supported by (?:the |its )?(?:[^ ]+ ){0,3}(?:team|upstream|vendor|project|community|maintainers)(?:[ ,.;]|$)'

/** A platform, a runtime or a way of working is not supported any more. */
export const SUPPORT_RULES: readonly PatternRule[] = [
  {
    family: 'support',
    kind: 'requirement',
    why: 'it does not work with older versions',
    weight: 1.6,
    find: pattern(
      `(?:^| )(?:cannot|must not|may not|should not) be (?:mixed|used|combined|run|clustered) (?:together )?with ${gap(5)}(?:earlier|older|previous) (?:versions?|releases?)(?:[ ,.;]|$)`,
    ),
  },
  {
    family: 'platform',
    kind: 'requirement',
    why: 'an old version of something is no longer supported',
    weight: 2,
    find: pattern(`(?:^|[ ,(])(?:${END}) support for ${gap(3)}(?:versions? )?(?:VER\\+?|v?\\d{1,4})(?:[ ,.;]|$)`),
    unless: pattern(`${NOT_NOW.source}|${LOCAL.source}`),
  },
  {
    family: 'support',
    kind: 'requirement',
    why: 'support is dropped',
    weight: 2,
    find: pattern(`(?:^|[ ,(])(?:${END}) (?:[^ ,;]+ ){0,8}?(?:support|compatibility)(?: |$|[,.;:)])`),
    unless: pattern(
      `${NOT_NOW.source}|${LOCAL.source}| (?:tests?|warnings?|docs?|message|messages) (?:for|about)| (?:that|which|to|files) support |support (?:of|for) (?:unused|test|tests|dead)| for (?:legacy|older?|backwards?) (?:[a-z-]+ )?(?:support|compatibility)|support (?:links?|pages?|buttons?|forms?|tickets?|contacts?|channels?|information|notes?|notice|policy|code|files?|library|libraries|module|request|requests|email|bundle)(?: |$)`,
    ),
  },
  {
    family: 'support',
    kind: 'requirement',
    why: 'support is dropped',
    weight: 2,
    find: pattern(
      `(?:^| )support (?:for |of )?${gap(8)}(?:has|have|had|was|were|is|are|has now|is now) (?:now |also |been |officially |finally ){0,2}(?:removed|dropped|ended|discontinued|withdrawn|gone)`,
    ),
    unless: NOT_NOW,
  },
  {
    family: 'support',
    kind: 'requirement',
    why: 'no longer supported',
    weight: 2,
    find: pattern(`(?:^| )(?:no longer|not) (?:officially |fully |be )?support(?:s|ed|ing)?(?: ${gap(8)}anymore)?(?:[ ,.;:)]|$)`),
    unless: pattern(
      `${BY_OTHERS}|(?:^| )(?:if|when|that|which|for|fix|fixes|fixed|error|warn|warns|warning|currently|still|is|are|does|do|was|were|did|yet|feature|features) (?:[^ ]+ ){0,6}not (?:officially |fully |be )?support|will (?:soon )?(?:no longer|not) (?:be )?support|(?:if|when|for|fix|fixes|fixed|remove|removes|removed|handle|avoid|using|on|use of) (?:[^ ]+ ){0,4}no longer support`,
    ),
  },
  {
    family: 'support',
    kind: 'requirement',
    why: 'no longer supported',
    weight: 2,
    find: pattern(`(?:^| )(?:is|are|does|do) not ${gap(4)}support(?:s|ed)? ${gap(8)}?anymore|(?:^| )not supported anymore`),
  },
  {
    family: 'support',
    kind: 'requirement',
    why: 'no longer supported',
    weight: 2,
    // The whole sentence says it, so that what stands between tells only what is meant.
    find: pattern(`^${gap(9)}(?:is|are) no longer (?:officially )?supported[.!]?$`),
    unless: pattern('(?:^| )(?:if|when|that|which|because|since|until|fix|fixes|fixed|warn|warns|error|bug|detect|ignore|skip) '),
  },
  {
    family: 'support',
    kind: 'requirement',
    why: 'a platform or runtime is dropped',
    weight: 2,
    find: pattern(
      `(?:^|[,;:] |(?:^| )(?:and|we|also|this|release|have|has) )(?:also |now |officially |finally )?(?:drop|drops|dropped|dropping|remove|removes|removed|ditch|kill) ${gap(3)}?(?:${PLATFORM})(?:'s)? (?:VER|<|>|≤|v?\\d|support|version|versions|and (?:below|older)|or (?:below|older))`,
    ),
    unless: pattern(
      `${LOCAL.source}|${WHERE.source}|(?:^| )(?:remove|removes|removed|removing|drop|drops|dropped|dropping) (?:[^ ]+ ){0,5}(?:warnings?|work-?arounds?|hacks?|code|usages?|use|mentions?|references?|tests?|docs?|checks?|special|dependency|badges?|links?|classifiers?)(?: |$)`,
    ),
  },
  {
    family: 'support',
    kind: 'requirement',
    why: 'a platform or runtime is dropped',
    weight: 2,
    find: pattern(
      `(?:^| )(?:${PLATFORM}) ${gap(5)}?(?:has|have|was|were|is|are) (?:been |now )?(?:dropped|no longer supported|unsupported)(?:[ ,.;:]|$)`,
    ),
    unless: pattern(`(?:^| )(?:if|when|because|since) |${BY_OTHERS}`),
  },
  {
    family: 'support',
    kind: 'requirement',
    why: 'a platform or runtime is dropped',
    weight: 1.6,
    find: pattern(
      `(?:^|[,;:] |(?:^| )(?:and|we|also) )(?:drop|drops|dropped|dropping|remove|removes|removed) ${gap(2)}?(?:eol|end-of-life|unsupported|old|older|ancient|obsolete) ${gap(2)}?(?:${PLATFORM}|versions?|platforms?|releases?)(?:[ ,.;:]|$)`,
    ),
    unless: LOCAL,
  },
]

import { gap, oneOf, pattern } from '../lexicon.ts'
import type { PatternRule } from './rule.ts'

const OPENING = '(?:^|[,;:] (?:and )?|(?:^| )(?:and|we|also|this|have|has) )'
const CHANGE = oneOf(
  'change|changes|changed|changing|switch|switches|switched|flip|flips|flipped|alter|alters|altered|modify|modifies|modified',
)
const ADJUST = oneOf(
  'raise|raises|raised|increase|increases|increased|lower|lowers|lowered|reduce|reduces|reduced|bump|bumps|bumped|update|updates|updated|adjust|adjusts|adjusted|set|sets|make|makes|made|decrease|decreases|decreased|shorten|extend',
)
const OFF = oneOf(
  'disable|disables|disabled|turn off|turns off|turned off|skip|skips|skipped|ignore|ignores|ignored|exclude|excludes|excluded|hide|hides|hidden|block|blocks|blocked|deny|denies|protect|protected|omit|omits|omitted|deactivate|deactivated|inactivate|inactivated|off',
)
const ON = oneOf('enable|enables|enabled|turn on|turns on|turned on|activate|activates|activated|on')
const OPTIONAL = pattern(
  '(?:^| )(?:option|options|flag|setting|ability|allow|allows|allowing|possible|configure|configurable|customi[sz]e|customi[sz]able|support|supports|able|way|not|fix|fixes|fixed|document|documents|show|shows|display|displays|previous|same as the|opt-in) (?:[^ ]+ ){0,8}default',
)
const LATER = pattern(
  '(?:^| )(?:future|next|upcoming|will be the default|may or may not)(?:[ ,.;:]|$)|(?:^| )by default in (?:the |a )?(?:future|next|upcoming|later|VER|v?\\d)',
)

/** What happens to those who set nothing. */
export const DEFAULT_RULES: readonly PatternRule[] = [
  {
    family: 'default',
    kind: 'config',
    why: 'a default is changed',
    weight: 1.5,
    find: pattern(`${OPENING}(?:${CHANGE}) ${gap(8)}?(?:defaults?|default-value)(?:[ ,.;:]|$)`),
    unless: pattern(`${OPTIONAL.source}|${LATER.source}|(?:^| )default (?:branch|branches|template|readme|docs|assignee|reviewers?)`),
  },
  {
    family: 'default',
    kind: 'config',
    why: 'a default has changed',
    weight: 1.5,
    find: pattern(
      `(?:^| )defaults? ${gap(10)}?(?:has been|have been|was|were|has|have) ${gap(1)}?(?:changed|switched|flipped|raised|increased|lowered|reduced|bumped|modified|updated)|(?:^| )defaults? ${gap(6)}?(?:is|are) now |(?:^| )defaults? ${gap(4)}?(?:is|are) ${gap(4)}?now[.]?$|(?:^| )defaults? ${gap(5)}?(?:is|are|will) now |(?:^| )(?:changed|new) defaults? |^defaults? ${gap(4)}(?:changed|moved|raised|lowered|increased|reduced|bumped) (?:from|to) |(?:^| )(?:the )?(?:old|previous|former) default (?:value )?(?:was|is) |(?:^| )now,? ${gap(8)}defaults? instead to |(?:^| )now defaults? to |(?:^| )defaults? (?:is |are |changed |moved |switched )?(?:from (?:CODE|VER|\\d\\S*|QUOTE|[a-z]+) )to |(?:^| )default (?:changed|is different)|^defaults? (?:[^ ]+ ){0,4}(?:updated|changed|replaced|switched|bumped)(?:: | to | from |[.]?$)`,
    ),
    unless: pattern(`${OPTIONAL.source}|${LATER.source}|(?:^| )(?:docs|documentation|correctly|properly) `),
  },
  {
    family: 'default',
    kind: 'config',
    why: 'a setting has another default',
    weight: 1.4,
    find: pattern('(?:^| )now defaults? to (?:[^ ]|$)'),
    unless: pattern(`${LATER.source}|^(?:fix|fixes|fixed|add|adds|added|new|docs|document) |(?:^| )(?:correctly|properly) `),
  },
  {
    family: 'default',
    kind: 'config',
    why: 'a setting is given by default',
    weight: 1.2,
    find: pattern(
      `(?:^| )(?:CODE|FLAG|options?|settings?|flags?) ${gap(2)}?(?:is|are) (?:now )?(?:set|on|off|true|false|CODE|enabled|disabled|activated) (?:to (?:CODE|QUOTE|true|false|[^ ]+) )?by default(?:[ ,.;:(]|$)|^[^ ]+ = [^ ]+ by default(?:[ ,.;:(]|$)`,
    ),
    unless: pattern(
      `${LATER.source}|^(?:fix|fixes|fixed|add|adds|added|new|docs|document) |(?:^| )(?:which|that|new|if|when|still|already) `,
    ),
  },
  {
    family: 'default',
    kind: 'behaviour',
    why: 'something is limited by default',
    weight: 1.3,
    find: pattern(
      `(?:^| )(?:is|are) (?:now )?(?:limited|restricted|capped|disabled|turned off|switched off|blocked|hidden|ignored|skipped|excluded) ${gap(5)}by default(?:[ ,.;:]|$)`,
    ),
    unless: pattern(
      `${LATER.source}|^(?:fix|fixes|fixed|add|adds|added|new) |(?:^| )(?:which|that|new|if|still|these|this|it|they) (?:[^ ]+ ){0,2}(?:is|are) `,
    ),
  },
  {
    family: 'default',
    kind: 'behaviour',
    why: 'something will happen by default',
    weight: 1.1,
    find: pattern(
      `(?:^| )will (?:[a-z]{2,14}ly )?(?:use|be|run|try|prefer|include|exclude|create|write|send|show|set|enable|disable|return|require|check) ${gap(7)}by default(?:[ ,.;:]|$)`,
    ),
    unless: pattern(`${LATER.source}|${OPTIONAL.source}|^(?:fix|fixes|fixed|add|adds|added|new) |(?:^| )(?:which|that|new|if|still) `),
  },
  {
    family: 'default',
    kind: 'behaviour',
    why: 'something is now the default',
    weight: 1.4,
    find: pattern(
      `(?:^| )(?:is|are|becomes?|became|make|makes|made|making) (?:now )?${gap(5)}?(?:the|a|by) (?:new )?default(?:[ ,.;:]|$)|(?:^| )now ${gap(7)}?by default|(?:^| )by default now|(?:^| )will (?:now )?by default |(?:^| )now (?:the )?default(?:[ ,.;:]|$)|(?:^| )implicitly `,
    ),
    unless: pattern(
      `${LATER.source}|(?:^| )(?:still|already|fix|fixes|fixed|if|when|which is|it is|this is|that is|option|configurable|supported|included) (?:[^ ]+ ){0,6}default|(?:^| )(?:not|no longer) implicitly|(?:^| )implicitly [a-z]{3,14}ed (?:[a-z]+s|CODE)(?:[ ,.;]|$)|^(?:fix|fixed|fixes) `,
    ),
  },
  {
    family: 'default',
    kind: 'config',
    why: 'a default is another now',
    weight: 1.2,
    find: pattern(
      `(?:^| )now (?:the )?${gap(4)}default(?: value)? (?:is|are) |(?:^| )now (?:[^ ]+ )?uses? (?:an? |the )?(?:new |different )?default ${gap(5)}?(?:of |VER|CODE|-?\\d)`,
    ),
    unless: pattern(`${LATER.source}|(?:^| )(?:docs|documentation|documented|correctly|properly|configurable) `),
  },
  {
    family: 'default',
    kind: 'behaviour',
    why: 'something is off by default',
    weight: 1.3,
    find: pattern(`^(?:do not|does not|never) ${gap(9)}by default(?:[ ,.;:]|$)`),
    unless: pattern('(?:^| )(?:in the future|in a future|if|when|unless) '),
  },
  {
    family: 'default',
    kind: 'behaviour',
    why: 'something is off unless it is asked for',
    weight: 1.3,
    find: pattern(`^(?:disable|disables|disabled|turn off|turns off|turned off|skip|skips) ${gap(7)}unless `),
    unless: pattern('(?:^| )(?:tests?|ci|docs) '),
  },
  {
    family: 'default',
    kind: 'behaviour',
    why: 'something happens by default',
    weight: 0.85,
    find: pattern(`^(?:the )?CODE [a-z]{3,20}s ${gap(9)}by default[.]?$`),
    unless: pattern('(?:^| )(?:is|was|has|still|already) '),
  },
  {
    family: 'default',
    kind: 'config',
    why: 'a default is taken away',
    weight: 1.2,
    find: pattern('^(?:remove|removes|removed|drop|drops|dropped) (?:the )?default (?:[^ ]+ )'),
    unless: pattern(
      'default (?:dashboard|branch|docs|image|template|text|message|client|logo|icon|import|export|exports|props|constructor|case|impl|implementation|feature)',
    ),
  },
  {
    family: 'default',
    kind: 'config',
    why: 'a default is given another value',
    weight: 1.3,
    find: pattern(
      `^(?:set|sets|raise|raises|raised|lower|lowers|lowered|increase|increases|increased|reduce|reduces|reduced|decrease|decreases|decreased|shorten|shortened|extend|extended|bump|bumps|bumped|update|updates|updated) (?:the )?default ${gap(5)}to (?:CODE|VER|QUOTE|FLAG|\\d)|^(?:remove|removes|removed|drop|drops|dropped) ${gap(4)}as (?:the |a )?default(?: |$)`,
    ),
    unless: pattern(`${OPTIONAL.source}|default (?:dashboard|branch|docs|image|template|text|message|client|logo|icon)`),
  },
  {
    family: 'default',
    kind: 'behaviour',
    why: 'it runs as another user',
    weight: 0.9,
    find: pattern('(?:^| )(?:run|runs|running) (?:as|under) (?:a |an |the )?(?:user |non-root |unprivileged |CODE)'),
    unless: pattern('^(?:add|adds|added|allow|allows|support|supports|fix|fixes|fixed|document) |(?:^| )(?:if|when|option|can|tests?|ci) '),
  },
  {
    family: 'default',
    kind: 'config',
    why: 'a limit is another than before',
    weight: 1.2,
    find: pattern(
      `^(?:the )?(?:default |maximum |minimum |max |min )${gap(7)}(?:was|were|has been|have been|is now|are now) (?:decreased|increased|reduced|raised|lowered|changed) from (?:about )?(?:\\d|VER|CODE|QUOTE)`,
    ),
  },
  {
    family: 'default',
    kind: 'config',
    why: 'a value is another than before',
    weight: 0.8,
    find: pattern(
      `(?:^| )(?:was|were|has been|have been|is now|are now) (?:decreased|increased|reduced|raised|lowered|changed|shortened|extended|expanded|widened|narrowed) from (?:about )?(?:[a-z]?\\d|VER|CODE|QUOTE)[^ ]* ${gap(2)}?to (?:about )?(?:[a-z]?\\d|VER|CODE|QUOTE)`,
    ),
    unless: pattern('(?:^| )(?:logging level|log level|memory|size of the binary|startup|latency|runtime|compile|build|tests?|coverage) '),
  },
  {
    family: 'default',
    kind: 'behaviour',
    why: 'something is off by default',
    weight: 1.2,
    find: pattern(
      `(?:^|[ ,;:])(?:${OFF}) ${gap(11)}?by default|(?:^| )(?:${OFF}) (?:\\(protected\\) )?by default|(?:^| )no ${gap(4)}by default|(?:^| )by default ${gap(6)}(?:disabled|off|blocked|ignored|skipped|rejected|hidden)(?:[ ,.;:]|$)`,
    ),
    unless: pattern(
      `${OPTIONAL.source}|${LATER.source}|^(?:add|adds|added|fix|fixes|fixed|new|introduce|implement|support) |(?:^| )new (?:[^ ]+ ){0,4}(?:option|flag|setting|feature)`,
    ),
  },
  {
    family: 'default',
    kind: 'behaviour',
    why: 'something is on by default',
    weight: 1.3,
    find: pattern(
      `(?:^|[ ,;:])(?:${ON}) ${gap(11)}?by default|${OPENING}(?:stop|stops|start|starts|deploy|deploys|encrypt|encrypts|encode|escape|quote|compress|show|shows|print|prints|log|logs|emit|emits|report|reports|sort|sorts|follow|follows|resolve|resolves|format|formats|keep|keeps|strip|retry|retries|cache|caches|listen|listens|bind|binds|serve|serves|expose|exposes|redirect|redirects|open|write|writes|read|reads|link|compile|bundle|scan|scans|collect|collects|parse|parses|trim|limit|limits|use|uses|run|runs|include|includes|prefer|prefers|require|requires|return|returns|send|sends|validate|validates|enforce|enforces|create|generate|load|treat|convert|follow|verify|install|build|set|pull|make|makes|made) ${gap(9)}?by default`,
    ),
    unless: pattern(
      `${OPTIONAL.source}|${LATER.source}|^(?:add|adds|added|fix|fixes|fixed|new|introduce|introduces|implement|implements|support|supports|allow|provide) |(?:^| )(?:new|as it is|already) `,
    ),
  },
  {
    family: 'default',
    kind: 'config',
    why: 'a default is changed',
    weight: 1.3,
    find: pattern(
      `^(?:defaults?|new defaults?) (?:[^ ]+ ){1,4}(?:->|→|=>) |^(?:[^ ]+ )?default to [^ ]+ (?:on|off|enabled|disabled|true|false)(?:[ ,.;]|$)|^(?:default|defaults) ${gap(4)}?to (?:CODE|VER|FLAG|\\d|[a-z]+)(?:[ ,.;:]|$)|^(?:default|defaults) (?:CODE|FLAG) to |(?:^|[,;:] |(?:^| )and )(?:make|makes|made) ${gap(6)}?(?:the )?default(?:[ ,.;:]|$)|(?:^| )new default ${gap(3)}?(?:values?|sort|order|settings?|behaviours?|configuration|options?|format|exclusions?|port|limits?|timeouts?|theme)?`,
    ),
    unless: pattern(
      `${OPTIONAL.source}|${LATER.source}|^defaults? (?:[^ ]+ ){0,3}(?:are|is) (?:not|no longer|correctly|properly) (?:[^ ]+ ){0,8}(?:twice|incorrectly|wrongly)`,
    ),
  },
  {
    family: 'default',
    kind: 'config',
    why: 'a default value is adjusted',
    weight: 1,
    find: pattern(
      `^(?:use|uses|used|take|takes) ${gap(5)}?as (?:the |a )?(?:new )?default |${OPENING}(?:${ADJUST}) (?:the )?${gap(3)}?default(?:[ ,.;:]|$)`,
    ),
    unless: pattern(`${OPTIONAL.source}|${LATER.source}|default (?:dashboard|branch|docs|image|template|text|message|client|logo|icon)`),
  },
  {
    family: 'default',
    kind: 'behaviour',
    why: 'a default list or filter is changed',
    weight: 0.6,
    find: pattern(
      `^(?:add|adds|added|exclude|excludes|excluded|ignore|ignores|ignored) ${gap(7)}?(?:in|to|from) ${gap(2)}?default(?:ed|s)?(?: |$)`,
    ),
  },
  {
    family: 'default',
    kind: 'behaviour',
    why: 'something is taken out of a default list',
    weight: 0.95,
    find: pattern(`^(?:remove|removes|removed|drop|drops|dropped) ${gap(7)}?from ${gap(2)}?default(?:ed|s)?(?: |$)`),
  },
]

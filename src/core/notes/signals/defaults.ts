import { gap, oneOf, pattern } from '../language/lexicon.ts'
import { LATER, OPENING, OPTIONAL } from './default-words.ts'
import type { PatternRule } from './rule.ts'

const CHANGE = oneOf(
  'change|changes|changed|changing|switch|switches|switched|flip|flips|flipped|alter|alters|altered|modify|modifies|modified',
)
const ADJUST = oneOf(
  'raise|raises|raised|increase|increases|increased|lower|lowers|lowered|reduce|reduces|reduced|bump|bumps|bumped|update|updates|updated|adjust|adjusts|adjusted|set|sets|make|makes|made|decrease|decreases|decreased|shorten|extend',
)

/** What holds for those who set nothing has another value. */
export const DEFAULT_RULES: readonly PatternRule[] = [
  {
    family: 'default',
    kind: 'config',
    why: 'what had to be asked for is given, or the other way round',
    weight: 1.3,
    find: pattern(`(?:^| )(?:make|makes|made|is|are|becomes?) (?:the |now )?${gap(3)}?opt[- ](?:in|out)(?:[ ,.;]|$)`),
    unless: pattern(
      '^(?:add|adds|added|new|fix|fixes|fixed) |(?:^| )(?:will|would|can|remains?|still|new|to) (?:[^ ]+ ){0,3}opt[- ](?:in|out)',
    ),
  },
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
      `(?:^| )defaults? ${gap(10)}?(?:has been|have been|was|were|has|have) ${gap(1)}?(?:changed|switched|flipped|raised|increased|lowered|reduced|bumped|modified|updated)|(?:^| )defaults? ${gap(6)}?(?:is|are) now |(?:^| )defaults? ${gap(4)}?(?:is|are) ${gap(4)}?now[.]?$|(?:^| )defaults? ${gap(5)}?(?:is|are|will) now |(?:^| )(?:changed|new) defaults? |^defaults? ${gap(4)}(?:changed|moved|raised|lowered|increased|reduced|bumped) (?:from|to) |(?:^| )(?:the )?(?:old|previous|former) default (?:value )?(?:was|is) |(?:^| )now,? ${gap(8)}defaults? instead to |(?:^| )now defaults? to |(?:^| )defaults? (?:is |are |changed |moved |switched )?(?:from (?:CODE|VER|\\d\\S*|QUOTE|[a-z]+) )to |(?:^| )default (?:changed|is different)|^defaults? (?:[^ ]+ ){0,4}(?:updated|changed|replaced|switched|bumped|increased|decreased|raised|lowered|reduced)(?:: | to | from |[.]?$)`,
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
    why: 'a default is another now',
    weight: 1.2,
    find: pattern(
      `(?:^| )now (?:the )?${gap(4)}default(?: value)? (?:is|are) |(?:^| )now (?:[^ ]+ )?uses? (?:an? |the )?(?:new |different )?default ${gap(5)}?(?:of |VER|CODE|-?\\d)`,
    ),
    unless: pattern(`${LATER.source}|(?:^| )(?:docs|documentation|documented|correctly|properly|configurable) `),
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
    kind: 'config',
    why: 'a default is changed',
    weight: 1.3,
    find: pattern(
      `^(?:defaults?|new defaults?) (?:[^ ]+ ){1,4}(?:->|→|=>) |^(?:[^ ]+ )?default to [^ ]+ (?:on|off|enabled|disabled|true|false)(?:[ ,.;]|$)|^(?:default|defaults) ${gap(4)}?to (?:CODE|VER|FLAG|\\d|[a-z]+)(?:[ ,.;:]|$)|^(?:default|defaults) (?:CODE|FLAG) to |(?:^|[,;:] |(?:^| )and )(?:make|makes|made) ${gap(6)}?(?:the )?default(?:[ ,.;:]|$)|(?:^| )new default ${gap(3)}?(?:values?|sort|order|settings?|behaviours?|configuration|options?|format|exclusions?|port|limits?|timeouts?|theme)?`,
    ),
    unless: pattern(
      `${OPTIONAL.source}|${LATER.source}|^defaults? (?:[^ ]+ ){0,3}(?:are|is) (?:not|no longer|correctly|properly) (?:[^ ]+ ){0,8}(?:twice|incorrectly|wrongly)|^defaults? (?:[^ ]+ ){1,4}to (?:connect|use|send|listen|read|write|show|run|be|load|call|ask)(?: |$)`,
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

import { gap, oneOf, pattern } from '../language/lexicon.ts'
import { LATER, OPENING, OPTIONAL } from './default-words.ts'
import type { PatternRule } from './rule.ts'

const OFF = oneOf(
  'disable|disables|disabled|turn off|turns off|turned off|skip|skips|skipped|ignore|ignores|ignored|exclude|excludes|excluded|hide|hides|hidden|block|blocks|blocked|deny|denies|protect|protected|omit|omits|omitted|deactivate|deactivated|inactivate|inactivated|off',
)
const ON = oneOf('enable|enables|enabled|turn on|turns on|turned on|activate|activates|activated|on')

/** What happens to those who set nothing. */
export const BY_DEFAULT_RULES: readonly PatternRule[] = [
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
      `(?:^|[ ,;:])(?:${ON}) ${gap(11)}?by default|${OPENING}(?:stop|stops|suppress|suppresses|start|starts|deploy|deploys|encrypt|encrypts|encode|escape|quote|compress|show|shows|print|prints|log|logs|emit|emits|report|reports|sort|sorts|follow|follows|resolve|resolves|format|formats|keep|keeps|strip|retry|retries|cache|caches|listen|listens|bind|binds|serve|serves|expose|exposes|redirect|redirects|open|write|writes|read|reads|link|compile|bundle|scan|scans|collect|collects|parse|parses|trim|limit|limits|use|uses|run|runs|include|includes|prefer|prefers|require|requires|return|returns|send|sends|validate|validates|enforce|enforces|create|generate|load|treat|convert|follow|verify|install|build|set|pull|make|makes|made) ${gap(9)}?by default`,
    ),
    unless: pattern(
      `${OPTIONAL.source}|${LATER.source}|^(?:add|adds|added|fix|fixes|fixed|new|introduce|introduces|implement|implements|support|supports|allow|provide) |(?:^| )(?:new|as it is|already) `,
    ),
  },
]

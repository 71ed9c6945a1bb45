import { gap, pattern } from '../language/lexicon.ts'
import type { PatternRule } from './rule.ts'

/** What is stored, written or exchanged has another form. */
export const DATA_RULES: readonly PatternRule[] = [
  {
    family: 'data',
    kind: 'data',
    why: 'what was kept is lost',
    weight: 1.1,
    find: pattern(
      '(?:^| )(?:sessions?|tokens?|caches?|keys?|passwords?|indexes|certificates?|settings|histories|history|statistics) (?:is|are|will be|were|have been|become) (?:[a-z]+ly )?(?:invalidated|reset|lost|discarded|wiped|deleted|forgotten)(?:[ ,.;]|$)',
    ),
    unless: pattern('(?:^| )(?:if|when|fix|fixes|fixed|not|bug|issue|where|could|after a crash|can be) '),
  },
  {
    family: 'data',
    kind: 'data',
    why: 'what was kept is no longer valid',
    weight: 1.15,
    find: pattern(
      `(?:^| )invalidates? (?:all |any |the |your |every ){0,2}(?:existing |persisted |stored |old |previous |cached |current ){0,2}(?:[^ ]+ ){0,2}(?:fingerprints?|sessions?|tokens?|caches?|keys?|passwords?|indexes|certificates?|data|cookies|links|hashes|ids)(?:[ ,.;]|$)`,
    ),
    unless: pattern('(?:^| )(?:if|when|fix|fixes|fixed|not|bug|issue|where|could|can|option|ability|automatically|correctly|properly) '),
  },
  {
    family: 'data',
    kind: 'data',
    why: 'there is no way back for data',
    weight: 1.5,
    find: pattern(
      `(?:^| )(?:cannot|can no longer|not possible to|impossible to|not be able to|unable to|do not|no) (?:be )?(?:[^ ]+ )?(?:downgrade|downgraded|downgrading|roll back|rolled back|read by (?:older|previous|earlier))|downgrad(?:e|es|ing) ${gap(6)}?(?:is|are) (?:not|no longer|impossible|unsupported)|(?:^| )irreversibl[ey]`,
    ),
    unless: pattern('^(?:fix|fixes|fixed) |(?:^| )(?:if|when|prevent|bug) '),
  },
  {
    family: 'data',
    kind: 'data',
    why: 'a stored form is changed',
    weight: 1.15,
    find: pattern(
      `(?:^| )(?:is|are|will be|gets?) now ${gap(2)}?(?:stored|encoded|serialized|serialised|saved|written|persisted|hashed|represented|replicated|kept|logged|exported) (?:as|in|with|using|under|at|internally|by)(?: |$)|(?:^| )stores? ${gap(5)}?(?:as|in) ${gap(6)}(?:instead of|rather than)|(?:^| )(?:uses?|using) (?:a |the )?new ${gap(4)}?(?:format|schema|encoding|layout)(?:[ ,.;:]|$)`,
    ),
    unless: pattern(
      '^(?:fix|fixes|fixed|add|adds|added|allow) |(?:^| )(?:internally cached|memory|in memory|more efficiently|cached|log level|if|when) ',
    ),
  },
  {
    family: 'data',
    kind: 'data',
    why: 'a stored form is changed',
    weight: 1.2,
    find: pattern(
      `(?:^| )(?:change|changes|changed|new|update|updates|updated|bump|bumps|bumped|upgrade|upgrades) ${gap(4)}?(?:on-disk|storage|database|db|data|index|state|wire|serialization|file|schema|snapshot|dump|log|cache) (?:format|schema|version|layout)(?:[ ,.;:]|$)|(?:^| )(?:database|db|index|storage|data|state|snapshot|cache) (?:format|schema|layout) ${gap(3)}?(?:changed|changes|is changed|has changed|updated|bumped)`,
    ),
    unless: pattern('^(?:fix|fixes|fixed|add|adds|support|allow) |(?:^| )(?:option|docs|documentation|support for) '),
  },
]

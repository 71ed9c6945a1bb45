import { gap, KEPT, oneOf, PUBLIC_THING, pattern } from '../language/lexicon.ts'
import type { PatternRule } from './rule.ts'

const OPENING = '(?:^|[,;:] (?:and )?|(?:^| )(?:and|we|also|this|have|has) )'
const KEEPS = pattern(`(?:^| )(?:${KEPT})(?:[ ,.;:]|$)`)
const HIDDEN = oneOf(
  'test|tests|internal|internals|internally|private|variable|variables|file|files|branch|master|main|repository|repo|organization|helper|helpers|docs|documentation|workflow|job|branch|directory|folder|local|examples?|ci|readme|changelog|fixtures?|benchmarks?|crate-private|spec|typo|package internals',
)
const INWARD = pattern(
  `(?:^| )(?:renam\\w{1,4}|replac\\w{1,4}|mov\\w{1,4}|extract\\w{0,4}|split|merge\\w{0,4}) ${gap(5)}?(?:${HIDDEN})(?:[ ,.;:]|$)|(?:^| )in (?:the )?(?:docs|documentation|tests?|examples?|readme|ci)(?:[ ,.;:]|$)|(?:^| )where appropriate|(?:^| )to (?:get rid of|silence|fix|avoid) (?:[^ ]+ ){0,3}warnings?(?:[ ,.;:]|$)|(?:^| )(?:to avoid|avoiding) (?:compiler confusion|name confusion|conflict|conflicts|shadowing|clash|clashes)`,
)
const DEPRECATED = pattern(String.raw`(?:^| )(?:deprecat\w{1,8}|alias|aliased|aliases)(?:[ ,.;:]|$)`)
const COMMON = oneOf(
  'options?|flags?|settings?|config|configs|configurations?|commands?|subcommands?|metrics?|labels?|linters?|rules?|endpoints?|env vars?|environment variables?|arguments?|parameters?|properties|property|attributes?|fields?|headers?|methods?|functions?|class|classes|modules?|packages?|types?|keys?|events?|hooks?|features?|plugins?|presets?|tags?',
)

/** Something is reached by another name or at another place. */
export const RENAME_RULES: readonly PatternRule[] = [
  {
    family: 'rename',
    kind: 'api',
    why: 'something is renamed',
    weight: 1.4,
    find: pattern(
      `${OPENING}(?:rename|renames|renamed|renaming) (?:${gap(6)}?(?:${PUBLIC_THING}|errors?|exceptions?|error codes?)(?:[ ,.;:]|$)|${gap(4)}?(?:CODE|FLAG|VER)(?:[ ,.;:]|$))`,
    ),
    unless: pattern(`${KEEPS.source}|${INWARD.source}|^(?:added )?support for `),
  },
  {
    family: 'rename',
    kind: 'config',
    why: 'something is at another place now',
    weight: 1.1,
    find: pattern(
      '(?:^| )(?:is|are) now (?:found |placed |kept |located )?(?:under|inside|within|part of|nested under|nested in) (?:the |a )?(?:CODE|FLAG)(?:[ ,.;:]|$)',
    ),
    unless: pattern(`${KEEPS.source}|${INWARD.source}|(?:^| )(?:licen[cs]ed|released|tracked) `),
  },
  {
    family: 'rename',
    kind: 'api',
    why: 'something has been renamed',
    weight: 1.5,
    find: pattern(`(?:^| )(?:has|have|was|were|is|are|been|get|gets)(?: now)? ${gap(2)}(?:renamed|rebranded)(?:[ ,.;:]|$)`),
    unless: pattern(
      `${KEEPS.source}|(?:^| )(?:if|when|after|where|which|that|not|can be|could be|will be|fix|fixes|fixed)(?: [^ ]+){0,7} ${gap(2)}renamed|(?:^| )(?:branch|branches|repository|repo|files?) (?:has|have|was|were|is|are) (?:been )?renamed`,
    ),
  },
  {
    family: 'rename',
    kind: 'api',
    why: 'something is renamed',
    weight: 1.3,
    find: pattern(
      `(?:^| )(?:${COMMON}) (?:renaming|renamed)(?:[ ,.;:]|$)|(?:^| )(?:is|are) now (?:called|named|known as|available as|available under) (?:just |simply )?(?:CODE|FLAG|QUOTE)|^(?:[^ ]+ ){0,5}renamed (?:to|from|into|as) `,
    ),
    unless: pattern(`${KEEPS.source}|${INWARD.source}`),
  },
  {
    family: 'rename',
    kind: 'api',
    why: 'one name stands for another now',
    weight: 1.1,
    find: pattern(
      `^(?:the |new )?${gap(3)}?CODE replaces (?:the )?${gap(2)}?CODE(?:[ ,.;:]|$)|(?:^| )CODE (?:->|→|=>) CODE ?(?:renam(?:e|ed|ing))?(?:[ ,.;:]|$)`,
    ),
    unless: pattern(`${KEEPS.source}|${INWARD.source}|(?:^| )(?:if|when|fix|fixes|fixed|from) `),
  },
  {
    family: 'rename',
    kind: 'api',
    why: 'something changed from one name to another',
    weight: 1.3,
    find: pattern(
      `(?:^| )(?:has|have|was|were|is|are|been)? ?(?:been )?changed from (?:CODE|FLAG|QUOTE|the CODE) ${gap(2)}?to (?:CODE|FLAG|QUOTE)|(?:^| )(?:CODE|FLAG) (?:is|are|has been|was) (?:changed to|now) (?:CODE|FLAG)(?:[ ,.;:]|$)|(?:^| )(?:CODE|FLAG|QUOTE) changed (?:its name )?to (?:CODE|FLAG|QUOTE)(?:[ ,.;:)]|$)|(?:^| )(?:has|have|was|were) (?:been )?changed to (?:CODE|FLAG|QUOTE)(?:[ ,.;:)]|$)|(?:^| )(?:CODE|FLAG) (?:flag|option|setting|argument|parameter|metric|property|method|function|field) is now (?:CODE|FLAG)(?:[ ,.;:]|$)|(?:^| )(?:moved|relocated) from (?:the )?(?:CODE|FLAG|QUOTE) ${gap(3)}?to (?:the )?(?:CODE|FLAG|QUOTE)|(?:^| )(?:is|are) (?:now )?${gap(3)}?(?:called|named) (?:CODE|FLAG|QUOTE) (?:instead of|rather than|and not)|(?:^| )(?:is|are) now ${gap(3)}?(?:called|named) (?:CODE|FLAG|QUOTE)`,
    ),
    unless: pattern('(?:^| )(?:if|when|fix|fixes|fixed) '),
  },
  {
    family: 'rename',
    kind: 'api',
    why: 'something is replaced',
    weight: 1.3,
    find: pattern(
      `(?:^| )(?:CODE|FLAG|${COMMON}) ${gap(3)}?(?:has been|have been|was|were|is|are|is now|are now) (?:[^ ]+ )?(?:replaced|superseded|substituted)(?: (?:by|with)|$|[,.;:])`,
    ),
    unless: pattern(
      `${DEPRECATED.source}|${INWARD.source}|(?:^| )(?:if|when|which|that|can be|will be|use of|usage of|internally|use|unsafe|thread-unsafe|buggy|slow|insecure|broken) `,
    ),
  },
  {
    family: 'rename',
    kind: 'api',
    why: 'something is replaced',
    weight: 1.2,
    find: pattern(
      `, replacing (?:the )?(?:old |former |previous )?(?:CODE|FLAG)(?:[ ,.;]|$)|${OPENING}(?:replace|replaces|replaced) ${gap(4)}?(?:CODE |FLAG )?(?:${COMMON}) ${gap(6)}?(?:by|with) `,
    ),
    unless: pattern(
      `${DEPRECATED.source}|${INWARD.source}|replaced? (?:the )?(?:use|uses|usage|usages|calls?|all|custom|internal|occurrences?|dependency|deprecated)`,
    ),
  },
  {
    family: 'rename',
    kind: 'api',
    why: 'something is replaced',
    weight: 0.8,
    find: pattern(
      `${OPENING}(?:replace|replaces|replaced) (?:the )?(?:CODE|FLAG) (?:by|with) (?:the )?(?:new )?(?:CODE|FLAG)(?:[ ,.;:]|$)`,
    ),
    unless: pattern(`${DEPRECATED.source}|${INWARD.source}`),
  },
  {
    family: 'rename',
    kind: 'api',
    why: 'names are changed',
    weight: 1.3,
    find: pattern(
      `(?:^| )(?:change|changes|changed) (?:the )?names? of ${gap(3)}?(?:CODE|FLAG|${COMMON})|(?:^| )(?:names|signatures?|return (?:types?|values?)) ${gap(3)}?(?:has|have) (?:been )?changed(?:[ ,.;]|$)|(?:^| )(?:was |has been |have been )?swapped (?:out )?for (?:the )?[^ ]`,
    ),
    unless: pattern(`${KEEPS.source}|${INWARD.source}|(?:^| )(?:if|when|fix|fixes|fixed) `),
  },
  {
    family: 'rename',
    kind: 'api',
    why: 'something is replaced',
    weight: 1.3,
    find: pattern(
      `^(?:the )?(?:${COMMON}) (?:CODE|FLAG) (?:is |was |has been )?replaced (?:with|by) |^(?:CODE|FLAG) (?:is |was |has been )?replaced (?:with|by) (?:the )?(?:CODE|FLAG)[.]?$`,
    ),
    unless: pattern(`${DEPRECATED.source}|${INWARD.source}`),
  },
  {
    family: 'rename',
    kind: 'api',
    why: 'something is at another place now',
    weight: 1.2,
    find: pattern(
      `^(?:move|moves|moved|extract|extracts|extracted) ${gap(6)}(?:in)?to (?:a|its|their|an) (?:new|own|separate) (?:[^ ]+ )?(?:package|module|repository|crate|gem|library|plugin|namespace)(?:[ ,.;]|$)|^split (?:the )?(?:old )?${gap(2)}(?:CODE|${COMMON}) ${gap(1)}into `,
    ),
    unless: INWARD,
  },
  {
    family: 'rename',
    kind: 'api',
    why: 'its former name is given',
    weight: 1.3,
    find: pattern('^(?:formerly|previously|renamed from|was called|was named) (?:the |known as |called |named )?(?:CODE|FLAG|QUOTE)'),
  },
  {
    family: 'rename',
    kind: 'api',
    why: 'one name leads to another',
    weight: 1.2,
    find: pattern(
      '^(?:rename|renames|renamed) [^ ]+ (?:->|=>|→) [^ ]+$|^(?:CODE|FLAG) (?:->|=>|→|becomes?) (?:CODE|FLAG)[.]?$|^(?:[^ ]+ ){0,3}CODE (?:[^ ]+ ){0,2}renamed (?:to |as )?(?:CODE|FLAG)(?:[ ,.;]|$)',
    ),
    unless: pattern(`${KEEPS.source}|${INWARD.source}`),
  },
  {
    family: 'rename',
    kind: 'api',
    why: 'something moved out into a part of its own',
    weight: 1.2,
    find: pattern(
      '(?:^| )(?:moved|extracted|split off|broken out|factored out) (?:in|into|to) (?:an? |its |their |the )?(?:external|separate|own|standalone|independent|optional|dedicated) (?:[^ ]+ )?(?:plugins?|packages?|extensions?|modules?|repository|repositories|repo|gems?|crates?|collections?|libraries|library|add-ons?|projects?)(?:[ ,.;(]|$)|^(?:extract|extracts|extracted) (?:[^ ]+ ){1,7}(?:in|into|to) (?:its|their) (?:own )?(?:repository|repo|package|gem|crate|module|plugin|library)(?:[ ,.;(]|$)|(?:^| )(?:is|are) now (?:packaged|distributed|shipped|published|released) (?:separately|as (?:an? )?(?:separate|own))(?:[ ,.;]|$)',
    ),
    unless: INWARD,
  },
  {
    family: 'rename',
    kind: 'api',
    why: 'several things become one',
    weight: 1.1,
    find: pattern(
      '(?:^| )(?:is|are|were|has been|have been) (?:now )?(?:combined|merged|consolidated|unified) into (?:one|a single|a common) ',
    ),
    unless: INWARD,
  },
  {
    family: 'rename',
    kind: 'api',
    why: 'several things become one',
    weight: 1.2,
    find: pattern(
      `${OPENING}(?:merge|merges|merged|combine|combines|combined|consolidate|consolidates|consolidated|unify|unified) ${gap(3)}?(?:CODE|FLAG|${COMMON})${gap(4)}? ?into (?:one|a single|the|a) `,
    ),
    unless: INWARD,
  },
  {
    family: 'rename',
    kind: 'config',
    why: 'something moved to another place',
    weight: 1.3,
    find: pattern(
      `${OPENING}(?:move|moves|moved|relocate|relocated) ${gap(6)}?(?:CODE|FLAG|${COMMON})(?: [^ ]+){0,4} (?:from|out of|into|to) (?:[^ ]+ ){0,2}(?:CODE|FLAG|${COMMON}|own|separate|new|its)`,
    ),
    unless: pattern(
      `${INWARD.source}|(?:^| )(?:logic|code|implementation|generation|schema gen|schemas? to|handling|generation logic|checks?|validation|computation|types? definitions?|initiali[sz]ation|call|calls|hot path|heap|stack|thread|constructor|errors? to)(?:[ ,.;:]|$)`,
    ),
  },
  {
    family: 'rename',
    kind: 'api',
    why: 'something has been moved',
    weight: 1.3,
    find: pattern(
      `(?:^| )(?:has|have|was|were|been|is now|are now|is|are) (?:been |now |all ){0,2}(?:moved|relocated|extracted|split|merged|folded|absorbed)(?: (?:from|out of|into|to|under))`,
    ),
    unless: pattern(
      `${KEEPS.source}|(?:^| )(?:if|when|after|fix|fixes|fixed|repo|repository|docs|documentation|tests?|resources?|file|files|pr|pull|branch|master|main|upstream|patch|patches|commits?) `,
    ),
  },
  {
    family: 'rename',
    kind: 'api',
    why: 'something moved to another place',
    weight: 0.6,
    find: pattern(`${OPENING}(?:move|moves|moved|extract|extracts|extracted|merge|merges|merged|split|splits) ${gap(4)}?(?:CODE|FLAG)[, ]`),
    unless: INWARD,
  },
]

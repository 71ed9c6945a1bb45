import { gap, pattern } from '../language/lexicon.ts'
import type { PatternRule } from './rule.ts'

/** Something is or does otherwise from now on, whatever was before. */
export const OTHERWISE_RULES: readonly PatternRule[] = [
  {
    family: 'swap',
    kind: 'behaviour',
    why: 'something is counted from elsewhere',
    weight: 1.2,
    find: pattern('(?:^| )(?:is|are) now (?:\\d|zero|one)-(?:indexed|based)(?:[ ,.;]|$)'),
  },
  {
    family: 'swap',
    kind: 'behaviour',
    why: 'something is put in another form now',
    weight: 1.1,
    find: pattern(
      '^(?:[^ ]+ ){1,14}(?:is|are) now (?:always )?(?:encoded|prefixed|suffixed|namespaced|nested|wrapped|scoped|keyed|ordered|sorted|capitali[sz]ed|lower-?cased|upper-?cased|quoted|escaped|hashed|truncated|rounded|normali[sz]ed)(?:[ ,.;]|$)',
    ),
    unless: pattern('^(?:fix|fixes|fixed) |(?:^| )now (?:correctly|properly) '),
  },
  {
    family: 'swap',
    kind: 'api',
    why: 'something is of another type now',
    weight: 1.3,
    find: pattern(`^(?:have|make|let) (?:the )?CODE [a-z]+ ${gap(3)}(?:instead of|rather than) (?:an? |the )?(?:CODE|QUOTE|[a-z]+)`),
    unless: pattern('(?:^| )(?:fix|tests?|internally|internal|docs) '),
  },
  {
    family: 'swap',
    kind: 'behaviour',
    why: 'what users have will be treated otherwise',
    weight: 1.05,
    find: pattern(
      `(?:^| )(?:your|existing|all existing|old) (?:[^ ]+ ){1,4}will now (?:be )?[a-z]+|^(?:with|in|from|since|as of) this (?:version|release),? (?:the )?(?:[^ ]+ ){1,6}(?:will (?:be|use|require|have|return|default|run)|must|is now|are now) `,
    ),
    unless: pattern(
      '^(?:fix|fixes|fixed|add|adds|added) |(?:^| )(?:fix|fixed|faster|better|correctly|properly|also|supported|available|possible) ',
    ),
  },
  {
    family: 'swap',
    kind: 'api',
    why: 'something became something else',
    weight: 1.1,
    find: pattern(
      '(?:^| )(?:options?|settings?|flags?|arguments?|parameters?|methods?|functions?|fields?|class|classes|types?|commands?|modules?|errors?|exceptions?) (?:became|have become|has become) (?:an? |the )?[^ ]',
    ),
    unless: pattern('(?:^| )(?:available|stable|optional|faster|easier|possible|public|configurable|obsolete|unnecessary|redundant) '),
  },
  {
    family: 'swap',
    kind: 'behaviour',
    why: 'something has another result',
    weight: 1.1,
    find: pattern('(?:^| )(?:will )?now (?:results?|leads?) (?:in|to) (?:an? |the )'),
    unless: pattern('^(?:fix|fixes|fixed) |(?:^| )(?:better|faster|smaller|correct|improved|fewer|less) '),
  },
  {
    family: 'swap',
    kind: 'config',
    why: 'a value is of another kind',
    weight: 1.1,
    find: pattern(
      `(?:^| )(?:CODE|FLAG) ${gap(1)}is now an? (?:regexp?|regular expression|list|array|map|object|string|boolean|bool|integer|number|duration|enum|glob)(?:[ ,.;]|$)`,
    ),
    unless: pattern('^(?:fix|fixes|fixed) |(?:^| )(?:or|optional|optionally|also) '),
  },
  {
    family: 'swap',
    kind: 'behaviour',
    why: 'something goes elsewhere now',
    weight: 0.85,
    find: pattern(
      `(?:^| )now (?:prints?|logs?|writes?|reports?|goes|is printed|is written|are printed|are written|is logged) ${gap(3)}?to (?:the )?(?:stdout|stderr|standard|syslog|CODE)(?:[ ,.;:]|$)|^use (?:the )?paths? relative to `,
    ),
    unless: pattern('^(?:fix|fixes|fixed|allow|add|support) '),
  },
  {
    family: 'swap',
    kind: 'behaviour',
    why: 'something else is used from now on',
    weight: 1.1,
    find: pattern(
      `^(?:switch|switches|switched|move|moved|migrate|migrated|change|changed) ${gap(4)}?to ${gap(4)}?(?:image|base image|user|port|distroless|formats?|protocols?|algorithms?|engines?|license|driver|non-root|exit codes?|error codes?|status codes?|names?|naming|schemas?|units?|utc|layouts?|paths?|ids?|uuids?|json|yaml|toml|encodings?|semantics)(?:[ ,.;:]|$)|(?:^| )(?:run|runs|running) ${gap(4)}?as (?:a )?non-root|(?:^| )non-root user`,
    ),
    unless: pattern('(?:^| )(?:ci|docs|tests?|internal|internally|option|support|allow)(?:[ ,.;]|$)'),
  },
  {
    family: 'swap',
    kind: 'behaviour',
    why: 'something now returns or does otherwise',
    weight: 1.05,
    find: pattern(
      `(?:^| )now (?:it |they )?(?:always |only |correctly |properly |consistently )?(?:returns?|yields?|evaluates? to|produces?|emits?|outputs?|prints?|contains?|resolves?|inherits?|matches|counts?|means?)(?: |$)`,
    ),
    unless: pattern(
      '(?:^| )now (?:correctly|properly|consistently)|^(?:fix|fixes|fixed|add|adds|added) |(?:^| )now [a-z]{2,12} (?:an? |the |some |even )?(?:additional|extra|more|further|better|richer|detailed)(?: |$)',
    ),
  },
  {
    family: 'swap',
    kind: 'behaviour',
    why: 'something does otherwise now',
    weight: 1.05,
    find: pattern(
      `^(?:[^ ]+ ){1,9}(?:will )?now (?:always |only |also )?(?:reports?|honou?rs?|pass|passes|configures?|operates?|appl(?:y|ies)|treats?|holds?|stops?|disables?|converts?|normali[sz]es?|sorts?|respects?|escapes?|encodes?|strips?|resolves?|takes?|considers?|follows?|forces?|sets?|be|sends?|writes?|starts?|runs?|creates?|generates?|keeps?|leaves?|waits?|checks?|validates?|compares?|rounds?|parses?|reads?|loads?)(?: |$)`,
    ),
    unless: pattern(
      '(?:^| )now (?:correctly|properly|consistently|also )|(?:^| )now be (?:able|possible|used|enabled|configured|set|found)(?: |$)|^(?:fix|fixes|fixed|add|adds|added|allow|support|improve) ',
    ),
  },
]

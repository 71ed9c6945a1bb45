import { gap, pattern } from '../lexicon.ts'
import type { PatternRule } from './rule.ts'

/** What was replaced was a fault or a detail of the making, so that nobody counts on it. */
const BETTER =
  '(?:instead of|rather than) (?:just |simply |always |silently |the )?(?:raising|throwing|crashing|failing|panicking|panic|erroring|hanging|returning an error|crash|an error|aborting|blocking|waiting|looping|copying|allocating|computing|relying|being|using|hardcod|hard-cod|a generic|generic|duplicating|importing|spawning|calling|creating|having|recreating|re-)'

/** One thing instead of another: of a reply, a format, a way to run. */
export const SWAP_RULES: readonly PatternRule[] = [
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
    why: 'something is shown in another way',
    weight: 1.3,
    find: pattern(`(?:^| )now (?:emits?|prints?|outputs?|logs?|displays?|shows?) ${gap(8)}(?:instead of|rather than) `),
    unless: pattern(
      '(?:instead of|rather than) (?:just |simply |silently |an? |the )?(?:crash\\w{0,3}|panick?\\w{0,3}|fail\\w{0,3}|rais\\w{1,3}|throw\\w{0,3}|hang\\w{0,3}|errors?|nothing|stack|generic|wrong|incorrect|confusing|misleading|exception\\w{0,1})|^(?:fix|fixes|fixed) ',
    ),
  },
  {
    family: 'swap',
    kind: 'behaviour',
    why: 'something is put in another form now',
    weight: 1.1,
    find: pattern(
      '^(?:[^ ]+ ){1,6}(?:is|are) now (?:always )?(?:prefixed|suffixed|namespaced|nested|wrapped|scoped|keyed|ordered|sorted|capitali[sz]ed|lower-?cased|upper-?cased|quoted|escaped|hashed|truncated|rounded|normali[sz]ed)(?:[ ,.;]|$)',
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
    why: 'something is read or given as another type',
    weight: 1.05,
    find: pattern(
      `^(?:parse|treat|interpret|store|return|encode|serialize|serialise|represent|decode|output|emit|report|switch to|send) (?:[^ ]+ ){1,5}as (?:an? )?(?:strings?|integers?|ints?|numbers?|floats?|doubles?|booleans?|bools?|lists?|arrays?|objects?|bytes|binary|binaries|maps?|tuples?|json|utc|seconds|milliseconds)(?:[ ,.;]|$)`,
    ),
    unless: pattern('(?:^| )(?:fix|tests?|internally|internal|option|optionally|allow) '),
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
    why: 'something is switched or adjusted',
    weight: 0.65,
    find: pattern(`^(?:switch|switches|switched) ${gap(4)}?(?:to|from|over) |^(?:adjust|adjusts|adjusted) (?:the )?(?:CODE|FLAG) `),
    unless: pattern('(?:^| )(?:tests?|ci|docs|documentation|build|builds|internally|internal|lint|github|image|images|dependency) '),
  },
  {
    family: 'swap',
    kind: 'behaviour',
    why: 'something is returned or done instead of what was',
    weight: 1.15,
    find: pattern(
      `(?:^| )(?:now|will now) (?:[a-z]{2,14}ly )?(?:returns?|emits?|outputs?|prints?|repl(?:y|ies)|reports?|tracks?|sorts?|resolves?|produces?|raises?|throws?|encodes?|exits?|listens?) ${gap(14)}?(?:instead of|rather than|in place of)(?: |$)|(?:^| )(?:exit code|status code|return value|result|response|type|default|value|code|reply) (?:is|are|is now|was) ${gap(3)}instead of|(?:^| )(?:oneof|returns?|emits?|exits? with|output) ${gap(8)}?(?:instead of|rather than|, not )|(?:^| )(?:runs?|listens?|replies|exits?) ${gap(8)}?(?:instead of|rather than)|(?:^| )(?:is|are) now ${gap(10)}?not (?:to |the |in |a |by |from )|(?:^| )now (?:counts?|reads?|writes?|returns?|uses?|looks?|means?) ${gap(6)}?not (?:to |the |in |a |by |from |[a-z]+ ?(?:,|$))|(?:^| )(?:is|are|will) now ${gap(8)}(?:instead of|rather than)`,
    ),
    unless: pattern(`${BETTER}|^(?:fix|fixes|fixed|allow|add|support) `),
  },
  {
    family: 'swap',
    kind: 'behaviour',
    why: 'something is other than it was',
    weight: 1.05,
    find: pattern(
      `(?:^| )(?:returns?|responds?|answers?|replies) (?:with )?(?:an? |the )?(?:status |http |code )?[1-5]\\d\\d (?:[^ ]+ ){0,3}(?:instead of|rather than) |[,(;] ?(?:formerly|previously|it was|was) (?:CODE|VER|FLAG|QUOTE|\\d[^ ]*)[.)]{0,2}$|(?:^| )now ${gap(2)}?takes? precedence|(?:^| )takes? precedence ${gap(6)}?now[.]?$|(?:^| )(?:is|are) now (?:treated|interpreted|considered|handled|parsed|read|counted) as `,
    ),
    unless: pattern('^(?:fix|fixes|fixed|allow|add|support) |(?:^| )(?:error|errors) rather than'),
  },
  {
    family: 'swap',
    kind: 'behaviour',
    why: 'something goes elsewhere or comes in another way',
    weight: 1.05,
    find: pattern(
      `(?:^| )[1-5]\\d\\d (?:errors?|status|codes?|responses?) (?:is|are) (?:now )?(?:returned|sent|used|given) (?:instead of|rather than)|^(?:log|logs|print|prints|write|writes|output|outputs|report) ${gap(6)}?(?:instead of|rather than) (?:to )?${gap(2)}?(?:stdout|stderr|syslog|journald?|console|files?)(?:[ ,.;]|$)|(?:^| )(?:is|are) now (?:called|run|executed|evaluated|processed|applied|sorted|invoked|loaded) (?:in (?:[a-z]+ ){1,3}order|before|after|first|last)(?: |$)|(?:^| )(?:responses?|outputs?|results?|values?|messages?|repl(?:y|ies)|headers?|names?) (?:will|would) (?:now )?change from `,
    ),
    unless: pattern('^(?:fix|fixes|fixed|allow|add|support) '),
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
    why: 'something is other than it was',
    weight: 0.95,
    find: pattern(
      `(?:^| )(?:switch|switches|switched|changes|changed) from [a-z]+ing ${gap(10)}?to |^(?:[^ ]+ ){1,9}(?:is|are|returns?|raises?|throws?|prints?|outputs?|emits?|sends?|accepts?|expects?|takes?|reads?|writes?|defaults?|exits?|responds?|answers?|replies|sorts?) ${gap(12)}?(?:instead of|rather than) |^(?:[^ ]+ ){1,7}(?:is|are) ${gap(4)}?not (?:an? |the )?[a-z]+,? |(?:^| )used to (?:be|return|raise|throw|print|accept|require|default|allow|include|contain|mean|take|have|send|yield|emit|output|ignore|match)(?: |$)`,
    ),
    unless: pattern(
      `${BETTER}|^(?:fix|fixes|fixed|allow|add|support|use|uses|improve|the build|the docs|the tests?|builds?|ci|tests?|docs?|documentation|type stubs|internally|we) |(?:^| )(?:internally|under the hood|if|when|type hints|annotations|is not|are not|not yet|does not) `,
    ),
  },
  {
    family: 'swap',
    kind: 'behaviour',
    why: 'something is used instead of what was',
    weight: 0.85,
    find: pattern(
      `(?:^| )(?:now|will now) (?:[a-z]{2,14}ly )?(?:uses?|sends?|stores?|writes?|generates?|creates?|runs?|installs?|shows?|reads?) ${gap(14)}?(?:instead of|rather than|in place of)(?: |$)|(?:^| )(?:does|is|are|returns?) ${gap(4)}and not (?:an? |the )?`,
    ),
    unless: pattern(
      '^(?:fix|fixes|fixed|allow|add|support|type stubs|docs|tests) |(?:^| )(?:internally|under the hood|type hints|annotations) ',
    ),
  },
  {
    family: 'swap',
    kind: 'behaviour',
    why: 'something is used instead of what was',
    weight: 0.35,
    find: pattern(
      `^(?:use|uses|used|switch|switches|switched|prefer|convert|migrate|migrated|store|return|emit|set|send|print|treat|make) ${gap(14)}?(?:instead of|rather than|in favou?r of|from [^ ]+ to )`,
    ),
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

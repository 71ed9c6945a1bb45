import { gap, oneOf, pattern } from '../lexicon.ts'
import type { PatternRule } from './rule.ts'

const OPENING = '(?:^|[,;:] (?:and )?|(?:^| )(?:and|we|also|this|have|has|to) )'
const CHANGE = oneOf(
  'change|changes|changed|changing|modify|modifies|modified|alter|alters|altered|rework|reworked|redefine|redefined|re-purpose|repurpose|repurposed|swap|swapped|invert|inverted|reverse|reversed|unify|unifies|unified|normalise|normalize|normalizes|rephrase|rephrased',
)
const CONTRACT = oneOf(
  'signatures?|return types?|return values?|returned values?|returned types?|argument order|parameter order|order of arguments|arguments?|parameters?|semantics|meaning|units?|prototype|arity|type hints?|visibility|public api|on-disk format|wire format|exit codes?|status codes?|error codes?|return codes?|naming|names?|calling convention|result type|schema|public interface',
)
const SURFACE = oneOf(
  'behaviours?|outputs?|responses?|repl(?:y|ies)|formats?|formatting|structure|layout|types?|interfaces?|order|ordering|precedence|messages?|error messages?|paths?|urls?|locations?|log(?:s|ging)?(?: format)?|encodings?|apis?|labels?|metrics?|images?|entrypoint|user|port',
)
const INNER =
  /(?:^| )(?:internal|internally|internals|private|tests?|docs?|documentation|ci|build|example|examples|readme|comments?|log level to debug|color|colors|icon|website|tox|lint|source code|implementation) /
const OPTION =
  /(?:^| )(?:option|options|flag|ability|allow|allows|allowing|possible|way|support|supports|able|fix|fixes|fixed|no|not|without|do|does|detect|detects|if|when|can) (?:[^ ]+ ){0,6}(?:change|changes|changed|changing|modify|modified|alter|altered)/

/** The contract of a call, a reply or an output differs. */
export const SIGNATURE_RULES: readonly PatternRule[] = [
  {
    family: 'signature',
    kind: 'api',
    why: 'a contract is changed',
    weight: 1.3,
    find: pattern(`${OPENING}(?:${CHANGE}) ${gap(6)}?(?:${CONTRACT})(?:[ ,.;:]|$)`),
    unless: pattern(`${INNER.source}|${OPTION.source}`),
  },
  {
    family: 'signature',
    kind: 'behaviour',
    why: 'a value is changed',
    weight: 0.8,
    find: pattern(`(?:^|[,;:] |(?:^| )(?:this|also|and|we|it) )(?:change|changes|changed) ${gap(4)}?(?:CODE|FLAG) ${gap(2)}?(?:to|from) `),
    unless: pattern(`${INNER.source}|${OPTION.source}`),
  },
  {
    family: 'signature',
    kind: 'behaviour',
    why: 'labels are changed',
    weight: 0.65,
    find: pattern(
      `^(?:fix|fixes|fixed|add|adds|added|correct|corrects|corrected|change|changes|changed|merge|merged|split) ${gap(3)}?labels?(?: |$)`,
    ),
  },
  {
    family: 'signature',
    kind: 'behaviour',
    why: 'a behaviour or an output is changed',
    weight: 0.95,
    find: pattern(`${OPENING}(?:${CHANGE}) ${gap(6)}?(?:${SURFACE})(?:[ ,.;:]|$)`),
    unless: pattern(`${INNER.source}|${OPTION.source}`),
  },
  {
    family: 'signature',
    kind: 'api',
    why: 'a contract has changed',
    weight: 1.2,
    find: pattern(
      `(?:^| )(?:${CONTRACT}|${SURFACE}|defaults?|handling|name|class name|way|algorithm) ${gap(8)}?(?:has|have|was|were|is|are) (?:been |now )?(?:[a-z]{2,14}ly )?(?:changed|modified|altered|inverted|reversed|swapped|different|reworked)(?:[ ,.;:]|$)`,
    ),
    unless: pattern(
      `${INNER.source}|${OPTION.source}|(?:^| )(?:if|when|whether|after|where|which|that|until|unless) ${gap(10)}(?:changed|modified|different)`,
    ),
  },
  {
    family: 'signature',
    kind: 'api',
    why: 'a call takes something else',
    weight: 0.95,
    find: pattern(
      `(?:^| )(?:receives?|takes?|accepts?|expects?|gets?) ${gap(4)}?as (?:the |its |an? )?(?:first|second|third|last|only|sole|single) (?:argument|parameter)|(?:^| )(?:now|only) (?:takes?|expects?|accepts? only|receives?|is called with|are called with|be called with) (?:an? |the |two |three |only |one |\\d )?|(?:^| )(?:accepts?|takes?) only |to take different `,
    ),
    unless:
      /(?:^| )now (?:also )?(?:takes?|accepts?) (?:an? |the )?(?:optional|additional|extra|list|more|care|advantage|effect|into account|precedence)|^(?:fix|fixes|fixed|add|allow) /,
  },
  {
    family: 'signature',
    kind: 'api',
    why: 'something required is added',
    weight: 1.3,
    find: pattern(
      `(?:^| )(?:add|adds|added|new|introduce|introduces) (?:an? |the )?(?:new )?(?:required|mandatory) ${gap(2)}?(?:parameters?|arguments?|args?|fields?|options?|methods?|properties|property|settings?|config|attributes?|inputs?|flags?)`,
    ),
  },
  {
    family: 'signature',
    kind: 'api',
    why: 'something is now of another type',
    weight: 0.65,
    find: pattern(
      `(?:^| )(?:is|are) now (?:represented|implemented|defined|returned|stored|passed|treated|typed|an? )${gap(3)}?(?:as |an? )?(?:CODE|enum|struct|class|promise|function|string|strings|tuple|object|map|list|iterator|generator|error|trait|interface|async)(?:[ ,.;:]|$)`,
    ),
    unless: /^(?:fix|fixes|fixed) |(?:^| )now (?:a|an) (?:valid|proper|first-class|optional)|(?:^| )internally cached/,
  },
  {
    family: 'swap',
    kind: 'behaviour',
    why: 'something is returned or done instead of what was',
    weight: 1.15,
    find: pattern(
      `(?:^| )(?:now|will now) (?:[a-z]{2,14}ly )?(?:returns?|emits?|outputs?|prints?|repl(?:y|ies)|reports?|tracks?|sorts?|resolves?|produces?|raises?|throws?|encodes?|exits?|listens?) ${gap(14)}?(?:instead of|rather than|in place of)(?: |$)|(?:^| )(?:exit code|status code|return value|result|response|type|default|value|code|reply) (?:is|are|is now|was) ${gap(3)}instead of|(?:^| )(?:oneof|returns?|emits?|exits? with|output) ${gap(8)}?(?:instead of|rather than|, not )|(?:^| )(?:runs?|listens?|replies|exits?) ${gap(8)}?(?:instead of|rather than)|(?:^| )(?:is|are) now ${gap(10)}?not (?:to |the |in |a |by |from )|(?:^| )now (?:counts?|reads?|writes?|returns?|uses?|looks?|means?) ${gap(6)}?not (?:to |the |in |a |by |from |[a-z]+ ?(?:,|$))|(?:^| )(?:is|are|will) now ${gap(8)}(?:instead of|rather than)`,
    ),
    unless:
      /(?:instead of|rather than) (?:just |simply |always |silently |the )?(?:raising|throwing|crashing|failing|panicking|panic|erroring|hanging|returning an error|crash|an error|aborting|blocking|waiting|looping|copying|allocating|computing|relying|being|using|hardcod|hard-cod|a generic|generic|duplicating|importing|spawning|calling|creating|having|recreating|re-)|^(?:fix|fixes|fixed|allow|add|support) /,
  },
  {
    family: 'swap',
    kind: 'behaviour',
    why: 'something is other than it was',
    weight: 1.05,
    find: pattern(
      `(?:^| )(?:returns?|responds?|answers?|replies) (?:with )?(?:an? |the )?(?:status |http |code )?[1-5]\\d\\d (?:[^ ]+ ){0,3}(?:instead of|rather than) |[,(;] ?(?:formerly|previously|it was|was) (?:CODE|VER|FLAG|QUOTE|\\d[^ ]*)[.)]{0,2}$|(?:^| )now ${gap(2)}?takes? precedence|(?:^| )takes? precedence ${gap(6)}?now[.]?$|(?:^| )(?:is|are) now (?:treated|interpreted|considered|handled|parsed|read|counted) as `,
    ),
    unless: /^(?:fix|fixes|fixed|allow|add|support) |(?:^| )(?:error|errors) rather than/,
  },
  {
    family: 'swap',
    kind: 'behaviour',
    why: 'something is other than it was',
    weight: 0.95,
    find: pattern(
      `(?:^| )(?:switch|switches|switched|changes|changed) from [a-z]+ing ${gap(10)}?to |^(?:[^ ]+ ){1,9}(?:is|are|returns?|raises?|throws?|prints?|outputs?|emits?|sends?|accepts?|expects?|takes?|reads?|writes?|defaults?|exits?|responds?|answers?|replies|sorts?) ${gap(12)}?(?:instead of|rather than) |^(?:[^ ]+ ){1,7}(?:is|are) ${gap(4)}?not (?:an? |the )?[a-z]+,? |(?:^| )used to (?:be|return|raise|throw|print|accept|require|default|allow|include|contain|mean|take|have|send|yield|emit|output|ignore|match)(?: |$)`,
    ),
    unless:
      /(?:instead of|rather than) (?:just |simply |always |silently |the )?(?:raising|throwing|crashing|failing|panicking|panic|erroring|hanging|returning an error|crash|an error|aborting|blocking|waiting|looping|copying|allocating|computing|relying|being|using|hardcod|hard-cod|a generic|generic|duplicating|importing|spawning|calling|creating|having|recreating|re-)|^(?:fix|fixes|fixed|allow|add|support|use|uses|improve|the build|the docs|the tests?|builds?|ci|tests?|docs?|documentation|type stubs|internally|we) |(?:^| )(?:internally|under the hood|if|when|type hints|annotations|is not|are not|not yet|does not) /,
  },
  {
    family: 'swap',
    kind: 'behaviour',
    why: 'something is used instead of what was',
    weight: 0.75,
    find: pattern(
      `(?:^| )(?:now|will now) (?:[a-z]{2,14}ly )?(?:uses?|sends?|stores?|writes?|generates?|creates?|runs?|installs?|shows?|reads?) ${gap(14)}?(?:instead of|rather than|in place of)(?: |$)|(?:^| )(?:does|is|are|returns?) ${gap(4)}and not (?:an? |the )?`,
    ),
    unless: /^(?:fix|fixes|fixed|allow|add|support|type stubs|docs|tests) |(?:^| )(?:internally|under the hood|type hints|annotations) /,
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
      `^(?:switch|switches|switched|move|moved|migrate|migrated|change|changed) ${gap(4)}?to ${gap(4)}?(?:image|base image|user|port|distroless|format|protocol|algorithm|engine|license|driver|non-root)(?:[ ,.;:]|$)|(?:^| )(?:run|runs|running) ${gap(4)}?as (?:a )?non-root|(?:^| )non-root user`,
    ),
    unless: /(?:^| )(?:ci|docs|tests?|internal|internally|option|support|allow) /,
  },
  {
    family: 'swap',
    kind: 'behaviour',
    why: 'something now returns or does otherwise',
    weight: 0.55,
    find: pattern(
      `(?:^| )now (?:it |they )?(?:always |only |correctly |properly |consistently )?(?:returns?|yields?|evaluates? to|produces?|emits?|outputs?|prints?|contains?|resolves?|inherits?|matches|counts?|means?)(?: |$)`,
    ),
    unless: /(?:^| )now (?:correctly|properly|consistently)|^(?:fix|fixes|fixed|add|adds|added) /,
  },
]

import { gap, oneOf, pattern } from '../language/lexicon.ts'
import type { PatternRule } from './rule.ts'

const OPENING = '(?:^|[,;:] (?:and )?|(?:^| )(?:and|we|also|this|have|has|to) )'
const CHANGE = oneOf(
  'change|changes|changed|changing|modify|modifies|modified|alter|alters|altered|rework|reworked|redefine|redefined|re-purpose|repurpose|repurposed|swap|swapped|invert|inverted|reverse|reversed|unify|unifies|unified|normalise|normalize|normalizes|rephrase|rephrased',
)
const CONTRACT = oneOf(
  'signatures?|structure|return types?|return values?|returned values?|returned types?|argument order|parameter order|order of arguments|arguments?|parameters?|semantics|meaning|units?|prototype|arity|type hints?|visibility|public api|on-disk format|wire format|exit codes?|status codes?|error codes?|return codes?|naming|names?|calling convention|result type|schema|public interface',
)
const SURFACE = oneOf(
  'behaviours?|outputs?|responses?|repl(?:y|ies)|formats?|formatting|structure|layout|types?|interfaces?|order|ordering|precedence|messages?|error messages?|paths?|urls?|locations?|log(?:s|ging)?(?: format)?|encodings?|apis?|labels?|metrics?|images?|entrypoint|user|port|prefix|prefixes|suffix|suffixes|separators?|delimiters?|key ?bindings?|shortcuts?',
)
const INNER = pattern(
  '(?:^| )(?:internal|internally|internals|private|tests?|docs?|documentation|ci|build|example|examples|readme|comments?|log level to debug|color|colors|icon|website|tox|lint|source code|implementation|loop|loops) ',
)
const OPTION = pattern(
  '(?:^| )(?:option|options|flag|ability|allow|allows|allowing|possible|way|support|supports|able|fix|fixes|fixed|no|not|without|do|does|detect|detects|if|when|can) (?:[^ ]+ ){0,6}(?:change|changes|changed|changing|modify|modified|alter|altered)',
)

/** The contract of a call, a reply or an output differs. */
export const SIGNATURE_RULES: readonly PatternRule[] = [
  {
    family: 'signature',
    kind: 'api',
    why: 'a contract is changed',
    weight: 1.3,
    find: pattern(`${OPENING}(?:${CHANGE}) ${gap(6)}?(?:${CONTRACT})(?:[ ,.;:]|$)`),
    unless: pattern(`${INNER.source}|${OPTION.source}|(?:^| )(?:more correct|more accurate|more precise|better|clearer|to public) `),
  },
  {
    family: 'signature',
    kind: 'api',
    why: 'a type is of another kind now',
    weight: 1.15,
    find: pattern(
      '(?:^| )(?:class|classes|methods?|functions?|types?|members?|property|properties|fields?|modules?|interfaces?|structs?|enums?|constructors?|traits?) (?:is|are) now (?:marked (?:as )?)?(?:CODE|sealed|final|readonly|abstract|internal|private|protected)(?:[ ,.;:]|$)|^CODE (?:is|are) now marked (?:as )?(?:CODE|sealed|final|readonly|abstract|internal|private|protected|must-use)(?:[ ,.;:]|$)',
    ),
    unless: pattern('^(?:fix|fixes|fixed|add|adds|added) |(?:^| )(?:deprecated|documented|tested) '),
  },
  {
    family: 'signature',
    kind: 'api',
    why: 'something public is changed',
    weight: 0.8,
    find: pattern(
      '^changed? (?:the |several |some |many |all )?(?:[^ ]+ ){0,3}(?:filters?|signals?|methods?|functions?|hooks?|callbacks?|events?|commands?|traits?|structs?|fields?|constructors?|interfaces?|errors?|exceptions?|variables)(?:[ ,.;(]|$)',
    ),
    unless: pattern(`${INNER.source}|${OPTION.source}`),
  },
  {
    family: 'signature',
    kind: 'api',
    why: 'something was changed to do otherwise',
    weight: 1.1,
    find: pattern(
      `(?:^| )(?:was|were|has been|have been) changed to (?:give|take|return|use|require|expect|accept|be|have|raise|throw|yield|produce|match|follow|emit) `,
    ),
    unless: pattern(`${INNER.source}|(?:^| )(?:if|when|fix|fixes|fixed|also|correctly|properly) `),
  },
  {
    family: 'signature',
    kind: 'behaviour',
    why: 'a value is changed',
    weight: 1.05,
    find: pattern(`(?:^|[,;:] |(?:^| )(?:this|also|and|we|it) )(?:change|changes|changed) ${gap(4)}?(?:CODE|FLAG) ${gap(2)}?(?:to|from) `),
    unless: pattern(
      `${INNER.source}|${OPTION.source}|(?:^| )(?:change|changes|changed) (?:[^ ]+ ){0,5}to (?:use|avoid|make|allow|support|handle|prevent|ensure|fix|improve|match|reflect|work|detect|check|run|call) `,
    ),
  },
  {
    family: 'signature',
    kind: 'behaviour',
    why: 'one value takes the place of another',
    weight: 1.3,
    find: pattern(
      `${OPENING}(?:change|changes|changed|changing|switch|switched|rename|renamed) ${gap(8)}?from (?:CODE|FLAG|QUOTE|VER|\\d[^ ]*) (?:over )?to (?:CODE|FLAG|QUOTE|VER|\\d[^ ]*)(?:[ ,.;]|$)|${OPENING}(?:change|changes|changed) ${gap(4)}urls? from [^ ]+ to [^ ]|${OPENING}(?:change|changes|changed) ${gap(4)}?to (?:CODE|FLAG|QUOTE) from (?:CODE|FLAG|QUOTE)(?:[ ,.;]|$)`,
    ),
    unless: pattern(
      `${INNER.source}|${OPTION.source}|(?:^| )(?:version|dependency|library) (?:[^ ]+ ){0,3}from |(?:^| )to (?:generate|build|render|compile) (?:the |its |our )?(?:man|docs|documentation|website|site|manual)`,
    ),
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
    kind: 'api',
    why: 'parameters stand in another order',
    weight: 1.2,
    find: pattern(
      `${OPENING}(?:re-?orders?|re-?ordered|flips?|flipped|swaps?|swapped) ${gap(4)}?(?:arguments?|parameters?|signatures?|operands?)(?:[ ,.;:]|$)`,
    ),
    unless: pattern(`${INNER.source}|${OPTION.source}`),
  },
  {
    family: 'signature',
    kind: 'behaviour',
    why: 'a behaviour or an output is changed',
    weight: 0.95,
    find: pattern(`${OPENING}(?:${CHANGE}) ${gap(6)}?(?:${SURFACE})(?:[ ,.;:]|$)`),
    unless: pattern(`${INNER.source}|${OPTION.source}|(?:^| )(?:help|FLAG|usage|tooltip|hint) (?:text|message|output|page|screen)`),
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
    why: 'a contract changed',
    weight: 1.3,
    find: pattern(
      `(?:^| )(?:changes?|changed) (?:its|their|the) (?:signatures?|return types?|semantics|arity|prototypes?)(?:[ ,.;:]|$)|(?:^| )(?:signatures?|return types?|return values?|prototypes?|arity|exit codes?|formats?|syntax|schema|layout) (?:[^ ]+ ){0,3}?changed(?: from| to| so| and|[,.;]|$)`,
    ),
    unless: pattern(
      `${INNER.source}|(?:^| )(?:if|when|whether|after|where|which|that|until|unless) (?:[^ ]+ ){0,10}(?:change|changes|changed)`,
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
    unless: pattern(
      '(?:^| )now (?:also )?(?:takes?|accepts?) (?:an? |the )?(?:optional|additional|extra|list|more|care|advantage|effect|into account|precedence)|^(?:fix|fixes|fixed|add|allow) ',
    ),
  },
  {
    family: 'signature',
    kind: 'api',
    why: 'another error or value is given',
    weight: 1.3,
    find: pattern('^(?:raised|thrown|returned|emitted|sent) (?:instead of|in place of|rather than) (?:the )?(?:[^ ]+ ){0,2}(?:CODE|QUOTE)'),
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
    weight: 0.8,
    find: pattern(
      `(?:^| )(?:is|are) now (?:represented|implemented|defined|returned|stored|passed|treated|typed|an? )${gap(3)}?(?:as |an? )?(?:CODE|enum|struct|class|promise|function|string|strings|tuple|object|map|list|iterator|generator|error|trait|interface|async)(?:[ ,.;:]|$)`,
    ),
    unless: pattern('^(?:fix|fixes|fixed) |(?:^| )now (?:a|an) (?:valid|proper|first-class|optional)|(?:^| )internally cached'),
  },
]

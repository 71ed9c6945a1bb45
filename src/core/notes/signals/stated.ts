import { gap, oneOf, pattern } from '../language/lexicon.ts'
import type { PatternRule } from './rule.ts'

/** A sentence that begins with one of these says what was done, not how things are. */
const DOING = pattern(
  '^(?:the |our )?(?:type stubs|[a-z]+ed|[a-z]+ing|change|changes|fix|fixes|use|uses|allow|allows|add|adds|make|makes|return|send|emit|store|set|sets|treat|prefer|convert|switch|load|read|write|call|get|do|be|try|check|run|improve|support|ensure|avoid|handle|show|print|log|display|build|builds|ci|docs?|tests?|internally|if|when|no|nothing|only|we|some) |(?:^| )(?:internally|under the hood|if|when|while|bug|issue|tests?|docs|type (?:stubs|hints)|annotations|stubs|was|were|had|most|documents|internal) ',
)

/** What others read, send or keep. */
const OUTWARD = oneOf(
  'timestamps?|dates?|times|responses?|logs?|outputs?|errors?|ids?|tokens?|requests?|replies|results?|headers?|messages?|metrics?|labels?|durations?|paths?|keys?|values?|sizes?|units?|names?|urls?|links?|events?|files?|records?|sessions?|cookies|passwords|exit codes?',
)
const SERVED = oneOf(
  'variables?|settings?|options?|flags?|files?|keys?|headers?|fields?|arguments?|parameters?|metrics?|endpoints?|labels?|columns?|packages?|images?|CODE|FLAG',
)
const GIVEN = oneOf(
  'read|sent|included|exposed|reported|exported|emitted|written|returned|logged|generated|installed|shipped|bundled|built|published|honou?red|respected|consulted|evaluated|recognised|recognized|understood|looked up|part of',
)

/** How things are now, said plainly: under "Changed" that is news; elsewhere more must speak for it. */
export const STATED_RULES: readonly PatternRule[] = [
  {
    family: 'swap',
    kind: 'behaviour',
    why: 'something is other than it was',
    weight: 0.85,
    find: pattern(
      `^(?:the |all |each |every |an? )?(?:[^ ]+ ){2,9}(?:instead of|rather than) |(?:^| )(?:is|are|takes?|returns?|expects?|means?|counts?|yields?|holds?|contains?|measures?) ${gap(3)}?[a-z]+, not (?:an? |the |in )?[a-z]+[.]?$|^(?:[^ ]+ ){2,9}(?:and not|, not|but not) (?:to |as |in |by )?(?:CODE|QUOTE|FLAG|null|none)[.]?$`,
    ),
    unless: pattern(`${DOING.source}|(?:^| )(?:can|may|could|lets?|helps?|option) `),
  },
  {
    family: 'swap',
    kind: 'behaviour',
    why: 'all of something where one was',
    weight: 1.05,
    find: pattern(
      '(?:^| )(?:instead of|rather than) (?:[a-z]+ing )?(?:only|just) (?:the |an? )?(?:first|last|one|single|top|latest)|(?:^| )(?:instead of|rather than) only [a-z]+ing ',
    ),
    unless: pattern(
      '^(?:fix|fixes|fixed|allow|allows|add|adds|added|support|supports|improve|new) |(?:^| )(?:can|may|could|lets?|option) ',
    ),
  },
  {
    family: 'swap',
    kind: 'config',
    why: 'a format is another now',
    weight: 1.1,
    find: pattern(
      '^(?:the )?(?:[^ ]+ ){0,4}(?:formats?|encoding|syntax|protocol|schema|layout|separator|delimiter|units?) (?:is|are) now (?:an? |the )?(?:CODE|QUOTE|VER|json|yaml|toml|xml|csv|[a-z]+)(?:[ ,.;]|$)',
    ),
    unless: pattern(
      `${DOING.source}|(?:^| )now (?:documented|supported|stable|configurable|checked|valid|validated|correct|correctly|properly|also|available|optional|detected|inferred|customizable|faster|better|more|preserved|kept) `,
    ),
  },
  {
    family: 'swap',
    kind: 'behaviour',
    why: 'something of another kind is used now',
    weight: 1.05,
    find: pattern(`(?:^| )now (?:uses?|follows?|has|have) (?:an? |the )?(?:entirely |completely |slightly )?(?:different|another) [a-z]`),
    unless: pattern(
      '^(?:fix|fixes|fixed|tests?|docs|ci|internally) |(?:^| )(?:internally|under the hood|internal|algorithm|implementation|library) ',
    ),
  },
  {
    family: 'swap',
    kind: 'behaviour',
    why: 'how something is handled has changed',
    weight: 1.05,
    find: pattern(
      '(?:^| )(?:has|have|had|brings?|introduces?|contains?|includes?|comes with|makes?|there are) (?:some |a few |several |many |major |minor |small )?changes (?:in|to) (?:the way|how|what|which|the (?:behaviour|handling|semantics|format|output|api|syntax|default)) ',
    ),
    unless: pattern('^(?:fix|fixes|fixed) |(?:^| )(?:internal|internally|no|without) '),
  },
  {
    family: 'swap',
    kind: 'behaviour',
    why: 'a status is given for a condition',
    weight: 0.9,
    find: pattern(
      '^(?:return|exit|exits|returns?)(?: with)? (?:an? |the )?(?:exit |status |return |http )?(?:code |status )?(?:\\d+|VER|non-zero|nonzero)(?: exit code| status| code)? (?:if|when|on|for) ',
    ),
    unless: pattern('^(?:fix|fixes|fixed) '),
  },
  {
    family: 'swap',
    kind: 'behaviour',
    why: 'one option implies another',
    weight: 1,
    find: pattern('^(?:the )?(?:option |flag )?(?:CODE|FLAG)(?: option| flag)? (?:now )?implies (?:the )?(?:CODE|FLAG)'),
  },
  {
    family: 'swap',
    kind: 'behaviour',
    why: 'something is of another kind now',
    weight: 0.95,
    find: pattern(`^(?:[^ ]+ ){1,6}(?:is|are|has|have|takes?|returns?|means?|needs?|counts?) ${gap(4)}now[.]?$`),
    unless: pattern(
      `${DOING.source}|(?:^| )(?:better|faster|smaller|easier|possible|supported|available|fixed|stable|documented|tested|optional|configurable|correct|also|green|working|done|ready) `,
    ),
  },
  {
    family: 'swap',
    kind: 'behaviour',
    why: 'how something is given is stated as a change',
    weight: 0.8,
    find: pattern(
      `^(?:the |all |each |every )?(?:[^ ]+ ){0,3}(?:${OUTWARD}) (?:[^ ]+ ){0,4}(?:is|are) (?:always |now )?(?:given|returned|sent|written|read|shown|kept|stored|sorted|measured|encoded|escaped|hashed|signed|counted|compared|truncated|rounded|lower-?cased?|upper-?cased?|json|utc|strings?|numbers?|relative|absolute|case[- ](?:in)?sensitive|unique|treated|prefixed|separated|quoted|nested|grouped|nanoseconds|microseconds|milliseconds|seconds|minutes|bytes|kilobytes|integers?|floats?|booleans?|arrays?|objects?|uuids?)(?:[ ,.;]|$)`,
    ),
    unless: DOING,
  },
  {
    family: 'default',
    kind: 'config',
    why: 'a default is stated as a change',
    weight: 1,
    find: pattern(
      '^(?:the )?(?:[^ ]+ ){0,3}(?:CODE|FLAG)(?: [a-z]+)? defaults to |^(?:[^ ]+ ){1,8}defaults? to (?:the |an? )?(?:[a-z]+ )?[^ ]+(?: |[.]|$)',
    ),
    unless: pattern(`${DOING.source}|(?:^| )(?:which|that|it|this|and|also|can|new|wrongly|incorrectly) (?:[^ ]+ ){0,2}defaults? to `),
  },
  {
    family: 'restriction',
    kind: 'behaviour',
    why: 'a need is stated as a change',
    weight: 0.85,
    find: pattern('^(?:the |all |each |every )?(?:[^ ]+ ){1,5}needs? (?:at least |an? |to be |CODE|FLAG|QUOTE)'),
    unless: DOING,
  },
  {
    family: 'loss',
    kind: 'behaviour',
    why: 'a command takes something away',
    weight: 0.6,
    find: pattern(
      '^(?:the )?(?:CODE|FLAG)(?: [a-z]+)? (?:deletes?|overwrites?|removes?|truncates?|drops?|ignores?|skips?|hides?|excludes?) ',
    ),
    unless: DOING,
  },
  {
    family: 'swap',
    kind: 'behaviour',
    why: 'a result is stated as a change',
    weight: 0.65,
    find: pattern(
      String.raw`^(?:the )?(?:CODE|FLAG)(?: [a-z]+)? (?:returns?|exits? with|prints?|yields?|answers?|replies with|writes?) (?:\d|CODE|QUOTE|an? |the )`,
    ),
    unless: DOING,
  },
  {
    family: 'swap',
    kind: 'behaviour',
    why: 'something leads elsewhere now',
    weight: 1,
    find: pattern(
      `^(?:the )?(?:[^ ]+ ){0,6}(?:tags?|alias|aliases|names?|urls?|endpoints?|paths?|routes?|commands?|symlinks?|CODE|FLAG) (?:[^ ]+ ){0,4}now (?:points?|refers?|resolves?|maps?|redirects?) to `,
    ),
    unless: pattern(`${DOING.source}|(?:^| )(?:website|readme|badge|homepage) `),
  },
  {
    family: 'swap',
    kind: 'behaviour',
    why: 'something runs as another user',
    weight: 0.95,
    find: pattern(`^(?:the )?${gap(3)}?(?:images?|containers?|services?|processes|process|daemons?|units?|pods?) (?:now )?runs? as `),
    unless: DOING,
  },
  {
    family: 'loss',
    kind: 'removal',
    why: 'something is no longer given or read',
    weight: 1.1,
    find: pattern(`^(?:the |an? |all )?(?:[^ ]+ ){0,4}(?:${SERVED}) (?:[^ ]+ ){0,2}(?:is|are) no longer (?:${GIVEN})(?:[ ,.;]|$)`),
    unless: pattern(`${DOING.source}|(?:^| )(?:twice|unnecessarily|needlessly|by accident|accidentally|that|which) `),
  },
  {
    family: 'rename',
    kind: 'api',
    why: 'something became something else',
    weight: 1.1,
    find: pattern(
      `(?:CODE|FLAG) (?:[^ ]+ ){0,4}(?:became|becomes|turned into|is now called|are now called) (?:the )?(?:CODE|FLAG)|(?:^|[,;:] )(?:split|splits|broke up) (?:the )?${gap(3)}?(?:packages?|modules?|options?|settings?|commands?|metrics?|charts?|images?|flags?|endpoints?|tables?) ${gap(3)}?into `,
    ),
    unless: pattern(String.raw`(?:^| )(?:internal|tests?|docs|private|for example|such as|formats|rewrites|refactor\w{0,4}) `),
  },
  {
    family: 'action',
    kind: 'behaviour',
    why: 'a command is to be run',
    weight: 1.05,
    find: pattern(
      `(?:^|[,;.] )(?:please )?(?:run|execute) (?:CODE|QUOTE|the ${gap(3)}?(?:command|script|migrations?)) (?:before|after|once|to (?:migrate|upgrade|update|convert))(?: |$)`,
    ),
    unless: pattern('(?:^| )(?:tests?|benchmarks?|lint|to try|optionally) '),
  },
]

import { plainHeading } from '../outline/heading-text.ts'
import { type Phrase, phrase } from '../phrases/phrase.ts'
import { sieve } from '../phrases/sieve.ts'

/** What the heading above an entry can promise. `plain`: nothing. */
export const SECTION_KINDS = [
  'breaking',
  'harmless',
  'upgrade',
  'removed',
  'deprecated',
  'changed',
  'added',
  'fixed',
  'security',
  'performance',
  'dependencies',
  'internal',
  'floor',
  'future',
  'noise',
  'elsewhere',
  'plain',
] as const

export type SectionKind = (typeof SECTION_KINDS)[number]

/**
 * Read from top to bottom, the first that matches decides. The words are those of maintainers of many projects; each row names what is
 * meant, never one project. Matched against the heading in lower case without markup and emoji.
 */
const ROWS: readonly (readonly [SectionKind, Phrase])[] = [
  [
    'harmless',
    phrase(
      String.raw`\b(?:no|non|not|without|fixe[sd]|reverted)[ -](?:known |any |new |api )?(?:breaking|backwards?[ -]incompatib|incompatib)`,
    ),
  ],
  [
    'harmless',
    phrase(
      String.raw`\bbreaking(?: changes?)?:? (?:none|n\/a)\b|\b(?:considered|is|are) non-breaking|^(?:backwards?[ -]compatible) (?:changes|features|additions)`,
    ),
  ],
  [
    'future',
    phrase(
      String.raw`\b(?:future|upcoming|planned|coming|announced|pending|scheduled)\b.{0,40}\b(?:breaking|removals?|deprecations?|changes|incompatib)`,
    ),
  ],
  ['future', phrase(String.raw`\b(?:what's next|roadmap|next release|looking ahead|early warning|advance notice)\b`)],
  [
    'breaking',
    phrase(String.raw`\bbreak(?:ing|s|ages?)?\b|\bincompatib|\bbc[ -]breaks?\b|\bbackwards? compat|\bsemver[ -]major\b|^major changes$`),
  ],
  [
    'breaking',
    phrase(
      String.raw`\bbehaviou?r(?:al)? changes?\b|\bchanges? (?:in|of|to) (?:default )?behaviou?r|\bchanged behaviou?r|\bchanges? (?:of|in|to) (?:the )?defaults?\b`,
    ),
  ],
  [
    'breaking',
    phrase(String.raw`\b(?:compatibility|porting) (?:notes|issues|warnings?|changes)\b|^(?:api|abi) (?:changes|breaks?)(?: that)? break`),
  ],
  [
    'breaking',
    phrase(String.raw`\b(?:migrations?|action|upgrade steps?|manual (?:steps?|action|intervention)) (?:is |are )?(?:required|needed)\b`),
  ],
  ['upgrade', phrase(String.raw`\bdeprecations? ?(?:\/|&|and) ?(?:other )?(?:changes|notable)|\bchanges ?(?:\/|&|and) ?deprecations?\b`)],
  [
    'elsewhere',
    phrase(
      String.raw`^(?:see |for )?(?:the )?(?:previous|older|earlier|past|prior|old) (?:releases?|versions?|changelogs?|changes|history)\b|^other (?:releases|versions)\b|^licen[sc]e$|^history$`,
    ),
  ],
  [
    'upgrade',
    phrase(
      String.raw`\bupgrad(?:e|es|ing)\b|\bmigrat(?:e|ion|ions|ing)\b|\bupdating\b|\bbefore you (?:upgrade|update)\b|\baction (?:required|needed)\b|\bmust read\b`,
    ),
  ],
  [
    'upgrade',
    phrase(
      String.raw`^(?:important|urgent|critical|attention|warnings?|caution|notice)(?: (?:notes?|changes|notices?|information|updates?))?$|^important\b|\bread (?:this|me) first\b`,
    ),
  ],
  ['internal', phrase(String.raw`\b(?:obsolete|dead|unused) (?:code|files|tests|scripts)\b`)],
  ['deprecated', phrase(String.raw`^(?:removed|removals?|dropped) ?(?:and|&|\/|or) ?deprecat`)],
  ['removed', phrase(String.raw`^(?:removed|removals?|dropped)\b`)],
  ['deprecated', phrase(String.raw`\bdeprecat`)],
  [
    'removed',
    phrase(String.raw`\bremov(?:ed|als?|es?|ing)\b|\bdropped\b|\bdeleted\b|\bend of (?:life|support)\b|\bdiscontinued\b|\bretired\b`),
  ],
  [
    'noise',
    phrase(
      String.raw`\bcontributors?\b|\bthanks?\b|\bcredits?\b|\backnowledge?ments?\b|\bcommitters?\b|\bsponsors?\b|\bthank you\b|\bshout[- ]?outs?\b|\bauthors?\b`,
    ),
  ],
  [
    'noise',
    phrase(
      String.raw`\bdownloads?\b|\bchecksums?\b|\bassets?\b|^(?:how to )?install(?:ation|ing)?(?: instructions| guide)?$|^verif(?:y|ying|ication)\b|\bbinaries\b|\bfull change ?log\b|\bsource code\b|\bchanged files\b`,
    ),
  ],
  [
    'noise',
    phrase(
      String.raw`\bknown (?:issues|problems|limitations|bugs)\b|\btable of contents\b|^contents$|\bstatistics\b|\bstats\b|\bfeedback\b|\bsupport us\b|\bopen issues\b`,
    ),
  ],
  [
    'noise',
    phrase(
      String.raw`^(?:unit |integration |e2e )?(?:tests?|testing|ci|ci\/cd|continuous integration|docs?|documentation|website|examples?)(?: (?:changes|updates?|improvements|fixes))?$`,
    ),
  ],
  [
    'dependencies',
    phrase(
      String.raw`\bdependenc(?:y|ies)\b|\bdeps\b|\bdependabot\b|\brenovate\b|\blibrar(?:y|ies) (?:updates?|upgrades?)\b|\bvendor(?:ed)?\b`,
    ),
  ],
  ['changed', phrase(String.raw`^other\b|^misc(?:ellaneous)?(?: changes)?$`)],
  [
    'internal',
    phrase(
      String.raw`\binternals?\b|\brefactor|\bchores?\b|\bhousekeeping\b|\bmaintenance\b|\bcode (?:quality|style|clean)|\bclean[- ]?ups?\b|\bunder the hood\b|\bstyles?$`,
    ),
  ],
  ['floor', phrase(String.raw`\brequirements\b`)],
  [
    'internal',
    phrase(
      String.raw`\btests?\b|\btesting\b|\bcontinuous integration\b|\bci(?:\/cd)?\b|\bbuilds?\b|\bbuild system\b|\bdocs?\b|\bdocumentation\b|\bwebsite\b|\bexamples?\b|\btooling\b|\bdevelopment\b|\bfor developers\b|\binfra(?:structure)?\b|\bpackaging\b|\bwork ?flows?\b|\btranslations?\b|\blocali[sz]ation\b|\bi18n\b|\btypos?\b`,
    ),
  ],
  ['performance', phrase(String.raw`\bperformance\b|\bperf\b|\boptimi[sz]ations?\b|\bspeed(?:ups?)?\b|\bresource utili[sz]ation\b`)],
  ['security', phrase(String.raw`\bsecurity\b|\bvulnerabilit|\bcves?\b`)],
  [
    'floor',
    phrase(
      String.raw`^(?:compatibility|requirements?|supported (?:versions|platforms)|prerequisites|system requirements|support)$|\b(?:minimum|new) requirements\b`,
    ),
  ],
  [
    'fixed',
    phrase(
      String.raw`\bfix(?:e[sd]|ing)?\b|\bbug ?fix|\bbugs?\b|\bresolved\b|\bcorrections?\b|\bregressions?\b|\breverts?\b|\breverted\b|\bpatch(?:es)?$`,
    ),
  ],
  [
    'added',
    phrase(
      String.raw`\bfeatures?\b|\badded\b|\badditions?\b|\bnew\b|\benhance(?:d|ments?)\b|\bimprove(?:d|ments?)\b|\bhighlights?\b|\badds?\b|\bextended\b|\bsemver[ -]minor\b|^minor(?: changes)?$|\bexperiment`,
    ),
  ],
  [
    'changed',
    phrase(
      String.raw`\bchange[sd]?\b|\bchanges\b|\bmodified\b|\bupdates?\b|\bupdated\b|\bmajor\b|\bnotable\b|\bnotes?\b|\bgeneral\b|\bmisc|\bother\b|\brenamed\b|\bmoved\b|\bplatform\b`,
    ),
  ],
]

const matching = sieve(ROWS.map(([, pattern]) => pattern))

/** The kind of the section that a heading or a label opens. */
export function sectionKind(rawHeading: string): SectionKind {
  const text = plainHeading(rawHeading)
    .toLowerCase()
    .replace(/[“”"]/g, '')
    .replace(/^[\d.)\s:*-]{1,12}/, '')
    .trim()
  if (text === '') return 'plain'
  return ROWS[matching(text)[0] ?? -1]?.[0] ?? 'plain'
}

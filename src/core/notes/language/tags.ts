import type { SectionKind } from '../entries/section-kind.ts'
import { PICTURES } from '../outline/heading-text.ts'
import { ORIGIN } from './origin.ts'

/** What maintainers put in front of an entry: `[CHANGE]`, `feat!:`, `**SECURITY**`, `Bugfix:`, `*) Feature:`. */
export interface Tags {
  /** The kind that the tag gives, where it is one; null otherwise. */
  kind: SectionKind | null
  /** `feat!:`, `**api!:**`. */
  bang: boolean
  /** A tag that only says that something is meant seriously: NOTE, WARNING, ⚠. Decides nothing by itself. */
  urgent: boolean
  /** `[CHANGE]` and the like: set apart from features, enhancements and fixes. */
  change: boolean
  /** The kind was given in brackets and capitals, `[FEATURE]`, as by those who sort every entry so. */
  filed: boolean
  /** Begins with a verb that adds nothing: `New: Remove the file writer`, `feat: drop node 12`. */
  turned: boolean
}

/** Tag in lower case → the kind of section that it stands for. */
const KINDS: ReadonlyMap<string, SectionKind> = new Map(
  (
    [
      ['fixed', 'semver-patch|fix|fixes|fixed|bugfix|bugfixes|bug fix|buffix|bigfix|bugfixe|bug|bugs|hotfix|regression|revert|reverts'],
      [
        'added',
        'feat|feature|features|new feature|new features|new|add|added|adds|enhancement|enhancements|improvement|improvements|improve|enh|minor',
      ],
      ['changed', 'change|changed|changes|api change|update|updated|modified|note'],
      ['removed', 'removal|removed|remove|removals|removes|drop|dropped'],
      ['deprecated', 'deprecation|deprecated|deprecate|deprecations|deprecates|soft deprecation'],
      [
        'internal',
        'chore|chores|refactor|refactoring|build|style|internal|internals|misc|infra|dev|dev deps|meta|tools|tooling|cleanup|gemspec',
      ],
      [
        'noise',
        'docs|doc|documentation|readme|typo|test|tests|regtests|ci|lint|eslint|actions|gh-actions|travis|workflow|workflows|example|examples|benchmark|benchmarks|website',
      ],
      ['performance', 'perf|performance|optimization|speed'],
      ['security', 'security|sec|cve'],
      ['dependencies', 'deps|deps-dev|dependencies|dep|dependency|bump'],
      [
        'breaking',
        'behavior change|behaviour change|break|breaking|breaking change|breaking changes|bc break|incompatible change|backwards incompatible|backward incompatible|potentially breaking|potentially breaking change|potential breaking change|incompatible|incompat',
      ],
    ] satisfies readonly (readonly [SectionKind, string])[]
  ).flatMap(([kind, words]) => words.split('|').map((word) => [word, kind] as const)),
)

const CONVENTIONAL = /^(?:\*\*|`)?([a-z][a-z-]{1,20})(?:\/[\w/.-]{1,40})?(?:\*\*)?(?:\(([^()]{0,60})\))?(!)?(?:\*\*|`)?(!)?:(?:\*\*)? /i
const BRACKET = /^(?:\*\*|__|`|\\)?\[([^\][]{1,40}?)\\?\](?:\([^()]{0,300}\))?(?:\*\*|__|`)?:? ?/
/** `:bug:`12``, of the Sphinx extension `releases`. */
const ROLE = /^:(bug|feature):`[^`]{0,40}` /
const PARENTHESIS = /^\(([a-z][a-z ]{1,30})\) /i
const BOLD = /^(?:\*\*|__)([^*_]{2,60}?)(?:\*\*|__):?(?:[ ,]|$)/
const WORDS = /^([A-Z][A-Za-z]{1,15}(?: [A-Za-z]{2,12}){0,2})(?: #?\d{1,8})?:(?: |$)/
/** `feat(Canvas) BREAKING: remove x`, `refactor(): **BREAKING beta** …`: in capitals near the front, as a mark and not as a word of the sentence. */
const SHOUTED = /^[^A-Z]{0,12}[a-z][^.]{0,50}?\bBREAKING\b(?: CHANGES?\b)?(?: [a-z]{2,8})?(?:\*{1,2})?[: ]/
/** `… now respond 403 instead of 401. (API change)` */
const CHANGED_AFTER_ALL = /\((?:api|abi|behaviou?r) change\)\.?\s{0,5}$/i
const DENIED = /\b(?:non|not|no|without|un)[ -]?BREAKING\b|\bBREAKING CHANGES? (?:footer|marker|note|section|label|header|token)/i
/** Words in small letters that are a tag all the same. */
const SAID = /^((?:behaviou?r|api|abi|breaking|incompatible) changes?): /i
const TURNED =
  /^(?:remov(?:e|es|ed)|drop(?:s|ped)?|delet(?:e|es|ed)|renam(?:e|es|ed)|chang(?:e|es|ed)|stop(?:s|ped)?|mov(?:e|es|ed)|replac(?:e|es|ed)|flip(?:s|ped)?|disallow(?:s|ed)?|forbids?|forbidden|requir(?:e|es|ed)|switch(?:es|ed)?) /i
const URGENT = /^(?:warning|warn|note|notice|important|attention|caution|heads up|heads-up|critical|urgent|nb|n\.b)$/i
/** `*Warning: this …*` */
const WARNED = /^[*_]{0,2}(?:warning|caution|attention)[*_]{0,2}[:!]/i
const WARNING_SIGN = /⚠|❗|‼|💥|🚨|☠|🔥/

/** Reads the tags at the front of an entry, at most four. `last`: its last sentence, where that is another. */
export function tagsOf(raw: string, last = raw): Tags {
  const found: Tags = {
    kind: null,
    bang: false,
    urgent: WARNING_SIGN.test(raw.slice(0, 200)) || WARNED.test(raw),
    change: false,
    filed: /^\W{0,3}\[[A-Z]{3,15}(?:\/[A-Z]{3,15})?\]/.test(raw),
    turned: false,
  }
  let rest = raw.slice(0, 1200).replace(PICTURES, '').trimStart().replace(ORIGIN, '')
  for (let turn = 0; turn < 4; turn += 1) {
    const taken = takeTag(rest, found)
    if (taken === 0) break
    rest = rest.slice(taken).trimStart()
  }
  found.turned = TURNED.test(rest)
  if (SHOUTED.test(raw) && !DENIED.test(raw)) found.kind = 'breaking'
  else if (CHANGED_AFTER_ALL.test(last.slice(-60))) Object.assign(found, { kind: 'changed', change: true })
  return found
}

function takeTag(rest: string, found: Tags): number {
  const conventional = CONVENTIONAL.exec(rest)
  if (conventional !== null) {
    if (conventional[3] !== undefined || conventional[4] !== undefined) found.bang = true
    note(found, conventional[1] ?? '')
    if (conventional[2] !== undefined) note(found, conventional[2])
    return conventional[0].length
  }
  const other = ROLE.exec(rest) ?? BRACKET.exec(rest) ?? PARENTHESIS.exec(rest) ?? WORDS.exec(rest) ?? SAID.exec(rest)
  if (other !== null) {
    note(found, other[1] ?? '')
    return other[0].length
  }
  const bold = BOLD.exec(rest)
  if (bold === null) return 0
  if ((bold[1] ?? '').replace(/:$/, '').endsWith('!')) found.bang = true
  note(found, bold[1] ?? '')
  return bold[0].length
}

function note(found: Tags, raw: string): void {
  const word = raw
    .toLowerCase()
    .replace(/[:!*_]{1,4}$/, '')
    .replace(/ \d{8}$/, '')
    .trim()
  if (URGENT.test(word)) found.urgent = true
  const kind = KINDS.get(word)
  if (kind === undefined) return
  if (/^(?:api |behaviou?r )?changed?s?$/.test(word)) found.change = true
  if (found.kind === null || kind === 'breaking' || found.kind === 'changed' || found.kind === 'added') found.kind = kind
}

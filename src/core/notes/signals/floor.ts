import { gap, oneOf, PLATFORM, pattern } from '../language/lexicon.ts'
import type { PatternRule } from './rule.ts'

const LIFT = oneOf(
  'bump|bumps|bumped|bumping|raise|raises|raised|raising|increase|increases|increased|increasing|update|updates|updated|updating|upgrade|upgrades|upgraded|change|changes|changed|move|moves|moved|lift|lifts|lifted|set|require|requires|up|ups|upped',
)
const ANY_VERSION = '(?:VER\\+?|v?\\d{1,4}(?:\\+|\\b)|CODE)'
const LOWER = pattern(
  '(?:^| )no (?:[^ ]+ ){0,3}(?:is|are) (?:required|needed)|(?:^| )(?:metadata|badge|policy) |(?:^| )dependency (?:ranges?|versions?) for |(?:^| )(?:lower|lowers|lowered|relax|relaxes|relaxed|reduce|reduces|reduced|decrease|decreased|loosen|loosens|downgrade|no longer|does not|do not|not|without|document|documents|if|when|test|tests|ci) |(?:^| )(?:fix|fixes|fixed) (?:the |an? |[a-z]+ing )',
)

/** The least that a product needs has gone up, or is stated. `stated` floors are compared with those of older releases before they count. */
export const FLOOR_RULES: readonly PatternRule[] = [
  {
    family: 'floor',
    kind: 'requirement',
    why: 'a platform is asked for from a version on',
    weight: 1.3,
    // `Updated to flutter >=1.12`, `Using Java 8 as baseline`, `CMake 3.12 is the new minimum`.
    find: pattern(
      `^(?:update|updates|updated|bump|bumps|bumped|upgrade|upgrades|upgraded) (?:the |to |for ){0,2}(?:${PLATFORM}) (?:to )?VER\\+|^(?:use|uses|using) (?:${PLATFORM}) (?:VER\\+?|v?\\d{1,4}) as (?:the |a )?(?:new )?(?:baseline|minimum)|^${gap(4)}(?:VER\\+?|v?\\d{1,4}) is (?:now )?(?:the |a )?new (?:minimum|baseline)|^(?:minimum|minimal) ${gap(3)}version (?:is )?(?:now )?set to `,
    ),
    unless: pattern('(?:^| )(?:if|when|fix|fixes|fixed|tests?|ci|docs?) '),
  },
  {
    family: 'floor',
    kind: 'requirement',
    why: 'a version is not supported',
    weight: 1.3,
    stated: true,
    find: pattern(
      `^(?:[^ ]+ ){0,2}(?:${PLATFORM}) (?:versions? )?(?:[<≤]=? ?)?(?:VER\\+?|v?\\d{1,4}) ${gap(4)}?(?:is|are) (?:not supported|unsupported)(?:[ ,.;]|$)`,
    ),
    unless: pattern('(?:^| )(?:if|when|currently|yet|fix|fixes|fixed) '),
  },
  {
    family: 'floor',
    kind: 'requirement',
    why: 'the least version is given',
    weight: 1.6,
    stated: true,
    find: pattern(`^(?:min|minimum|minimal|required|oldest)[.]? ${gap(4)}?(?:version|versions)? ?(?:is |are )?: ?(?:VER\\+?|v?\\d{1,4})`),
  },
  {
    family: 'floor',
    kind: 'requirement',
    why: 'a minimum version is raised',
    weight: 2,
    find: pattern(
      `(?:^|[ ,(])(?:${LIFT}) ${gap(4)}(?:minimum|minimal|required|oldest|lowest|msrv|min(?:imum)?\\.?) ${gap(5)}?(?:to |version|versions|support|level|${ANY_VERSION}|->)`,
    ),
    unless: pattern(
      `${LOWER.source}|required (?:fields?|attributes?|parameters?|arguments?|options?|permissions?|properties|checks?|status|reviewers?)|minimum (?:length|size|value|width|height|number|amount|interval|time|duration|timeout|age)`,
    ),
  },
  {
    family: 'floor',
    kind: 'requirement',
    why: 'a minimum version is raised',
    weight: 2,
    find: pattern(
      `(?:^| )(?:bump|bumps|bumped|raise|raises|raised|increase|increases|increased|update|updated) ${gap(2)}(?:msrv|minimum supported|minimum required|minimum|required (?:${PLATFORM}))(?: |$|[:,.])`,
    ),
    unless: pattern(`${LOWER.source}|minimum (?:length|size|value|width|height|number|amount|interval|time|duration|timeout|age)`),
  },
  {
    family: 'floor',
    kind: 'requirement',
    why: 'a minimum version is raised',
    weight: 1.8,
    find: pattern(
      `(?:^| )(?:minimum|minimal|required|oldest supported|msrv) ${gap(6)}(?:is now|are now|is|was|has been|now|raised|bumped|increased|updated|changed|becomes|:)(?: ${gap(3)}| )(?:${ANY_VERSION}|raised|bumped|increased|updated)`,
    ),
    unless: pattern(
      `${LOWER.source}|minimum (?:length|size|value|width|height|number|amount|interval|time|duration|timeout|age)|required (?:fields?|attributes?|parameters?|arguments?|options?)`,
    ),
  },
  {
    family: 'platform',
    kind: 'requirement',
    why: 'the least version is named',
    weight: 1.4,
    stated: true,
    find: pattern(
      `(?:^|[ ,(*])msrv (?:is |of |to |now |at |= ?|: ?)*(?:VER|v?\\d)|^(?:VER|v?\\d{1,4}) is (?:now )?the (?:new )?(?:minimum|least|lowest|oldest) (?:required |supported )?(?:[a-z]+ )?(?:versions?|release)|(?:^| )not possible to (?:run|use|build|install|start) (?:this|it|the) ${gap(6)}(?:prior to|before|older than|below|earlier than) `,
    ),
    unless: pattern('(?:^| )(?:ci|check|test|tests|badge|readme|docs|fix|job|policy|unchanged|still|remains?) '),
  },
  {
    family: 'platform',
    kind: 'requirement',
    why: 'other versions are supported',
    weight: 1.6,
    find: pattern(`(?:^| )supported (?:versions of )?(?:${PLATFORM}) (?:versions? )?(?:have|has|were|was) (?:been )?changed(?:[ ,.;]|$)`),
  },
  {
    family: 'platform',
    kind: 'requirement',
    why: 'it is restricted to a version',
    weight: 1.6,
    find: pattern(
      `(?:^| )(?:restricted|restrict|restricts|limited|limit|limits) ${gap(3)}?to (?:the )?(?:${PLATFORM}) (?:version )?(?:>=? ?|≥ ?)?${ANY_VERSION}`,
    ),
    unless: pattern('(?:^| )(?:if|when|fix|fixes|fixed|tests?|ci|not|no longer) '),
  },
  {
    family: 'platform',
    kind: 'requirement',
    why: 'the release depends on a version',
    weight: 1.6,
    find: pattern(
      `(?:^| )(?:makes?|making|made) (?:this|the) (?:release|version) (?:[^ ]+ )?(?:depend|dependent|require|requiring) ${gap(3)}?VER`,
    ),
  },
  {
    family: 'floor',
    kind: 'requirement',
    why: 'a version is now required',
    weight: 2,
    find: pattern(
      `(?:^| )(?:now|will) (?:also )?(?:requires?|needs?) ${gap(6)}?(?:(?:${PLATFORM})[ ,]|(?:version |at least |minimum |>=? ?|≥ ?)?VER)`,
    ),
    unless: pattern('(?:^| )(?:no longer|not|if|when|fix|fixes|fixed) '),
  },
  {
    family: 'floor',
    kind: 'requirement',
    why: 'a version is required',
    weight: 1.3,
    stated: true,
    find: pattern(
      `(?:^(?:[^ ]+ ){0,7}|(?:and|release|version) )(?:requires?|needs?|requiring) (?:at least |a |an |the |minimum |or |now ){0,3}${gap(5)}?(?:VER\\+?|(?:${PLATFORM}) (?:version )?v?\\d{1,4}(?:\\+|\\b))`,
    ),
    unless: pattern(
      '(?:^| )(?:no longer|not|if|when|that|which|fix|fixes|fixed|add|added|adds|support|supports|supported|new|optional|feature|usage|using|use) (?:[^ ]+ ){0,9}(?:require|need)|^(?:fix|fixes|fixed|add|adds|added|allow|support|document) ',
    ),
  },
  {
    family: 'floor',
    kind: 'requirement',
    why: 'a version is required',
    weight: 1.5,
    find: pattern(
      `(?:^| )(?:${PLATFORM}) ${gap(4)}?(?:VER\\+?|v?\\d{1,4}\\+?) ${gap(5)}?(?:is|are) (?:now )?(?:required|needed|the (?:new )?minimum|the oldest)`,
    ),
    unless: pattern('(?:^| )(?:no longer|not|if|when) '),
  },
  {
    family: 'floor',
    kind: 'requirement',
    why: 'only some versions are supported',
    weight: 1.3,
    stated: true,
    find: pattern(
      `(?:^| )(?:only|exclusively) (?:officially )?(?:supports?|supported|compatible|works?|runs?|tested|available) (?:with |on |for |in )?${gap(3)}?(?:${PLATFORM}|VER\\+?)(?:[ ,.;:]|$)`,
    ),
    unless: pattern(
      '^this (?:release|version) is only available |^(?:the|this) (?:class|method|function|api|feature|type|call|module) (?:is|are) only available |(?:^| )(?:following|subsequent|later|future|next|coming) (?:versions?|releases?) |(?:^| )(?:if|when|fix|fixes|fixed|currently|that|which|who|improve|improved|for) ',
    ),
  },
  {
    family: 'floor',
    kind: 'requirement',
    why: 'supported versions are listed',
    weight: 1.2,
    stated: true,
    find: pattern(
      `^(?:support|supports) (?:for |only )?(?:${PLATFORM}) (?:versions? )?(?:VER\\+|VER (?:or|and) (?:newer|later|higher|above|up|greater))|^(?:supported versions|requirements?|requires|compatibility|minimum versions?) ?:? ?(?:[^ ]+ ){0,4}(?:VER\\+|VER (?:or|and) (?:newer|later|higher|above|up|greater))`,
    ),
  },
  {
    family: 'floor',
    kind: 'requirement',
    why: 'a version is stated as the least',
    weight: 0.45,
    stated: true,
    find: pattern(`^(?:[^ ]+ ){1,5}(?:VER|v?\\d{1,4}) (?:or|and) (?:newer|later|higher|above|up|greater)[.]?$`),
  },
]

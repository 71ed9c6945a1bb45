import { gap, pattern } from '../language/lexicon.ts'
import type { PatternRule } from './rule.ts'

/** What was replaced was a fault or a detail of the making, so that nobody counts on it. */
const BETTER =
  '(?:instead of|rather than) (?:just |simply |always |silently |the )?(?:raising|throwing|crashing|failing|panicking|panic|erroring|hanging|returning an error|crash|an error|aborting|blocking|waiting|looping|copying|allocating|computing|relying|being|using|hardcod|hard-cod|a generic|generic|duplicating|importing|spawning|calling|creating|having|recreating|re-)'

/** One thing instead of another: of a reply, a format, a way to run. */
export const SWAP_RULES: readonly PatternRule[] = [
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
]

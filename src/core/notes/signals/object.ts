import { INNER_MATTER, INTERNAL_PLACE, INTERNAL_THING, OUTGOING, oneOf, PLATFORM, PUBLIC_THING, pattern } from '../language/lexicon.ts'
import { located } from '../phrases/located.ts'

/** What an act is done to, as far as the words around it tell. */
export type Thing = 'public' | 'outgoing' | 'platform' | 'named' | 'internal' | 'unknown'

const STOP = located(
  ` (?:${oneOf('in favou?r|because|as|since|when|which|that|so|due|instead|where|if|while|after|before|until|unless|has|have|is|are|was|were|will|thus|thereby|using|via|rather')})(?: |$)|[,;.:] | [-–—] `,
)
const PLACE = pattern(` (?:from|in|inside|within|of) (?:the |our |all |its )?(?:[^ ]+ ){0,3}(?:${INTERNAL_PLACE})(?:[ ,.;:]|$)`)
/** `Remove X for 1.8.5 compatibility`: so that more works than before. */
const FOR_OTHERS = pattern('^ (?:the |all )?(?:[^ ]+ ){1,3}for (?:[^ ]+ ){0,3}(?:compatibility|portability)(?:[ ,.;:)]|$)')
const INTERNAL = pattern(`(?:^| )(?:${INTERNAL_THING})(?:[ ,.;:)]|$)`)
/** At the end of the name of the thing; a name in code may follow. */
const MATTER = pattern(`(?:^| )(?:${INNER_MATTER})[ ,.;:)]{0,3}(?:(?:CODE|FLAG)[ ,.;:)]{0,3}){0,3}$`)
const PUBLIC = pattern(`(?:^| )(?:${PUBLIC_THING})(?:[ ,.;:)]|$)`)
const LEAVING = pattern(`(?:^| )(?:${OUTGOING})(?:[ ,.;:)]|$)`)
const RUNTIME = pattern(`(?:^| )(?:${PLATFORM})(?: |$|[,.;:])`)
const SWITCH = pattern(
  '(?:^| )FLAG (?:command line |command-line |cli )?(?:options?|flags?|switch|switches|arguments?|parameters?)(?:[ ,.;:)]|$)',
)
/** `CODE about the option`: what only tells something. */
const WARNING = pattern('(?:^| )(?:CODE|warnings?|notices?|messages?|notes?) (?:about|regarding|concerning|that warns?) ')
/** `removed method calls`: maintainers mean the methods. */
const CALLS = pattern('(?:^| )(?:api|methods?|functions?) calls?[ ,.;:)]{0,3}$')
const NAMED = pattern('(?:^| )(?:CODE|FLAG)(?:[ ,.;:)]|$)')
/** Said to be gone, a file with a name is one that somebody may have used. */
const FILE = pattern('^(?:the )?CODE (?:files?|scripts?)$')
/** `Remove it from your mix.exs`: an instruction to the reader. */
const YOURS = pattern('^ ?(?:it|them|any|your|these lines|this line) |^ ?this (?:from|when|in|and|if) |(?:^| )from your ')
/** A list of names with a noun: `foo and bar options`. The noun is what counts. */
const WINDOW = 14

/** `Remove the list from the output`. */
const SHOWN = pattern(
  '^ (?:the )?(?:[^ ]+ ){1,4}from (?:the |its |all )?(?:[^ ]+ )?(?:outputs?|responses?|public api|cli|replies)(?:[ ,.;(]|$)',
)
/** `Remove the embedded chart dependency and related settings`. */
const WITH_SETTINGS = pattern(
  ' and (?:all )?(?:the |its |their )?(?:related|corresponding|associated) (?:[^ ]+ )?(?:settings|options|values|parameters|flags|keys|variables)(?:[ ,.;(]|$)',
)

const DATED = pattern('(?:^| )(?:deprecated|obsolete|unmaintained) (?:since|in|for|already|by|as of)(?: |$)')

/** Classes the words behind an active verb: `remove |the deprecated CODE option| because …`. */
export function thingAfter(clause: string, from: number): Thing {
  const rest = ` ${clause.slice(from).trimStart()}`
  const place = PLACE.test(
    rest
      .split(' ')
      .slice(0, WINDOW + 6)
      .join(' '),
  )
  if (place || FOR_OTHERS.test(rest)) return 'internal'
  if (WITH_SETTINGS.test(rest)) return 'public'
  if (DATED.test(rest)) return 'outgoing'
  const stop = STOP.exec(rest)
  const phrase = (stop === null ? rest : rest.slice(0, stop.index)).split(' ').slice(0, WINDOW).join(' ')
  const thing = classify(phrase)
  return thing === 'unknown' && SHOWN.test(rest) ? 'public' : thing
}

/** Classes the words before a passive verb: `|the legacy backend name CODE| has been removed`. */
export function thingBefore(clause: string, to: number): Thing {
  const before = clause.slice(0, to).trimEnd()
  const start = Math.max(
    before.lastIndexOf(', '),
    before.lastIndexOf('; '),
    before.lastIndexOf(': '),
    before.lastIndexOf(' but '),
    before.lastIndexOf(' so '),
  )
  const subject = listBefore(before, start)
  if (DATED.test(before)) return 'outgoing'
  const phrase = subject.split(' ').slice(-WINDOW).join(' ')
  return FILE.test(phrase) ? 'named' : classify(phrase)
}

/** A comma inside an enumeration of names does not end the subject. */
function listBefore(before: string, comma: number): string {
  if (comma === -1) return before
  const subject = before.slice(comma + 1).trim()
  return /^(?:CODE|FLAG|and|or)\b/.test(subject) || subject === '' ? before : subject
}

function classify(phrase: string): Thing {
  if (YOURS.test(phrase)) return 'internal'
  const head = phrase.split(/ (?:from|in|for|of|on|with|to|by|at|into|inside|within|under|across) /)[0] ?? phrase
  if (LEAVING.test(phrase) && !/ (?:tests?|unittests?|unit-tests?|testcases?|warnings?|usages?|uses|calls?)(?: |$)/.test(phrase))
    return 'outgoing'
  // However useless, somebody may give it on a command line.
  if (SWITCH.test(head)) return 'public'
  if (WARNING.test(phrase)) return 'internal'
  if (INTERNAL.test(head) || (MATTER.test(head) && !CALLS.test(head))) return 'internal'
  if (RUNTIME.test(head) && /VER|\d| support|platform|version/.test(phrase)) return 'platform'
  if (PUBLIC.test(head)) return 'public'
  if (NAMED.test(head)) return 'named'
  return INTERNAL.test(phrase) || MATTER.test(phrase) ? 'internal' : 'unknown'
}

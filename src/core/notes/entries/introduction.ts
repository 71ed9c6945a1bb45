import { isDeprecation } from '../language/future.ts'
import { pattern } from '../language/lexicon.ts'
import { deniesBreaking, saysBreaking } from '../language/marks.ts'
import { type NormalForm, normalForm } from '../language/normal-form.ts'
import type { Entry, Section, Stretch } from './entry.ts'
import type { SectionKind } from './section-kind.ts'
import { sentencesOf } from './sentences.ts'

const GONE = pattern(
  '(?:^| )(?:removed|dropped|deleted|discontinued|no longer (?:be )?(?:supported|available|provided|included))(?:[ ,.:]|$)',
)
const CLEARED = pattern(
  '^(?:remove|removes|removed|drop|drops|dropped) (?:all |the |most |some |many |previously |long |already ){0,3}(?:deprecated|obsolete|legacy)(?: |$)',
)
const DUTY = pattern('(?:^| )(?:must|need to|needs to|have to|has to|required to)(?: |$)')
const BREAKS = pattern(String.raw`(?:^| )(?:incompatib\w{1,9}|not (?:backwards?[ -])?compatible)(?:[ ,.:]|$)`)
const METADATA =
  /^(?:[A-Z]{2,6}-\d{1,6}\s{1,20})?(?:Application\(s\)|Related Id\(s\)|Own Id|Aux Id(?:\(s\))?|Signed-off-by|Co-authored-by)\s{0,3}:/

/** The section that a sentence opens for the list below it: `The following options have been removed:`. Null where it opens none. */
export function introducedSection(text: string, entry: Entry): Section | null {
  const last = entry.paragraphs.at(-1)
  if (last === undefined) return null
  if (text.charAt(last.end - 1) !== ':') return clearance(text, entry, last)
  const sentence = sentencesOf(text, last).at(-1)
  if (sentence === undefined) return null
  const title = text.slice(sentence.start, sentence.end)
  const kind = introducedKind(normalForm(title))
  return kind === null ? null : { title, kind }
}

/** `Remove previously deprecated code.` with a list of it below. */
function clearance(text: string, entry: Entry, only: Stretch): Section | null {
  if (!entry.hasChildren || entry.paragraphs.length > 1 || only.end - only.start > 120) return null
  const title = text.slice(only.start, only.end)
  return CLEARED.test(normalForm(title)) ? { title, kind: 'removed' } : null
}

function introducedKind(form: NormalForm): SectionKind | null {
  if (deniesBreaking(form)) return null
  if (saysBreaking(form) || BREAKS.test(form)) return 'breaking'
  if (isDeprecation(form)) return 'deprecated'
  if (GONE.test(form)) return 'removed'
  return DUTY.test(form) ? 'upgrade' : null
}

/** `OTP-19002    Application(s): thread`: numbers of an entry, not its words. */
export function isMetadata(text: string, entry: Entry): boolean {
  return entry.paragraphs.every(({ start, end }) => METADATA.test(text.slice(start, Math.min(end, start + 200))))
}

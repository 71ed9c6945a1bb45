import * as z from 'zod'
import { SECTION_KINDS, sectionKind } from '../../core/notes/entries/section-kind.ts'
import { normalForm } from '../../core/notes/language/normal-form.ts'
import { parseLoose } from '../../core/notes/outline/loose-version.ts'
import { releaseOf, type Worded } from '../../core/notes/wording/features.ts'

/** An entry, and whether careful readers called it breaking. */
export interface Judged extends Worded {
  breaking: boolean
}

/** A sentence that was chosen because it is hard counts as so many entries. */
const SENTENCE_COUNTS = 2
const RELEASES: readonly Worded['release'][] = ['opens', 'mends', 'minor']
const SHAPES: readonly Worded['shape'][] = ['bullet', 'paragraph', 'row', 'quote', 'alert', 'heading']

/**
 * Entries from lines `breaking or not, release, place, shape, form`, apart by tabs; a line that begins with `#` names the project and step.
 * @throws Error naming the line that is none of these
 */
export function parseJudged(text: string): Judged[] {
  return text.split('\n').flatMap((line, index) => {
    if (line === '' || line.startsWith('#')) return []
    const [breaking, release, place, shape, form] = line.split('\t')
    const known = {
      release: RELEASES.find((one) => one === release),
      place: SECTION_KINDS.find((one) => one === place),
      shape: SHAPES.find((one) => one === shape),
    }
    if (known.release === undefined || known.place === undefined || known.shape === undefined || form === undefined)
      throw new Error(`line ${index + 1} is no judged entry: ${line.slice(0, 80)}`)
    return [{ breaking: breaking === '1', release: known.release, place: known.place, shape: known.shape, form }]
  })
}

/** Single sentences that were judged, with the heading and the release that each stands under. */
export const sentencesSchema = z.array(
  z.object({
    section: z.string().optional(),
    version: z.string().default('3.4.0'),
    /** null: a careful reader may count it or not. */
    breaking: z.boolean().nullable(),
    text: z.string(),
  }),
)

/** The entries that those sentences are, without those on which readers differ. */
export function judgedSentences(rows: z.infer<typeof sentencesSchema>): Judged[] {
  return rows.flatMap(({ text, section = '', version, breaking }) =>
    breaking === null
      ? []
      : Array.from({ length: SENTENCE_COUNTS }, () => ({
          breaking,
          form: normalForm(text),
          place: sectionKind(section),
          release: releaseOf(parseLoose(version)),
          shape: 'bullet' as const,
        })),
  )
}

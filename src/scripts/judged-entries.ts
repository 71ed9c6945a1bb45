/**
 * Makes lines for `fixtures/notes/judged.tsv` out of steps that somebody judged, one JSON object a line:
 *
 *     {"repo": "owner/name", "file": "changelog.md", "from": "1.0", "to": "2.0", "items": ["quote"], "items_optional": ["quote"]}
 *
 * `items` quotes each breaking entry of the step word for word, `items_optional` those on which careful readers differ, which are left
 * out. All other entries of the step count as harmless. Reads the standard input, writes to the standard output.
 */
import { readFileSync } from 'node:fs'
import * as z from 'zod'
import { entriesOf } from '../core/notes/entries/blocks.ts'
import { judgeEntry } from '../core/notes/judge/judge.ts'
import { parseLoose } from '../core/notes/outline/loose-version.ts'
import { outlineOf } from '../core/notes/outline/outlined.ts'
import { spansOfStep } from '../core/notes/read-notes.ts'
import { releaseOf } from '../core/notes/wording/features.ts'
import { isQuoted } from './generate/quoted.ts'

const stepSchema = z.object({
  repo: z.string(),
  file: z.string(),
  from: z.string(),
  to: z.string(),
  items: z.array(z.string()),
  items_optional: z.array(z.string()).default([]),
})
/** What an entry says behind so many characters tells nothing more. */
const LONGEST = 400

for (const line of readFileSync(0, 'utf8').split('\n').filter(Boolean)) {
  const step = stepSchema.parse(JSON.parse(line))
  const entries = entriesOfStep(step)
  if (entries.length > 0) console.log([`# ${step.repo} ${step.from} ${step.to}`, ...entries].join('\n'))
}

function entriesOfStep(step: z.infer<typeof stepSchema>): string[] {
  const text = readFileSync(step.file, 'utf8')
  const [from, to] = [parseLoose(step.from), parseLoose(step.to)]
  if (from === null || to === null) return []
  const outline = outlineOf({ text }, step.to)
  const lines = spansOfStep({ kind: 'changelog', text }, outline, { from, to }).flatMap(({ span, version }) => {
    const entries = entriesOf(outline, span).filter(({ form }) => form !== 'heading')
    return entries.flatMap((entry) =>
      judgeEntry(text, entry, { version, from, to }, false).flatMap(({ quote, form, place }) => {
        const said = text.slice(quote.start, quote.end)
        const breaking = isQuoted(said, step.items)
        if (form === '' || (!breaking && isQuoted(said, step.items_optional))) return []
        return [[breaking ? 1 : 0, releaseOf(version), place, entry.form, form.slice(0, LONGEST).replace(/\s+/g, ' ')].join('\t')]
      }),
    )
  })
  return [...new Set(lines)]
}

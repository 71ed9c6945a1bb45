import * as z from 'zod'
import type { BreakingKind } from '../model/finding.ts'
import { readNotes } from './read-notes.ts'

const rowSchema = z.looseObject({
  id: z.union([z.string(), z.number()]).optional(),
  from: z.string(),
  to: z.string(),
  changelog: z.string(),
  /** A hint that the reader does not need: notations are told by the text itself. */
  format: z.string().optional(),
})

/** Answer of `inspect breaking`; `breaking: null` means that the text does not tell. */
export interface BreakingAnswer {
  id?: string | number
  breaking: boolean | null
  items: { version: string; text: string; kind: BreakingKind }[]
}

/**
 * Answers one row `{id, from, to, changelog, format?}` of `inspect breaking`.
 * @throws Error naming the first field that is missing or of another type
 */
export function answerBreaking(row: unknown): BreakingAnswer {
  const parsed = rowSchema.safeParse(row)
  if (!parsed.success) {
    const issue = parsed.error.issues[0]
    throw new Error(`${issue?.path.join('.') ?? 'row'}: ${issue?.message ?? 'is not as expected'}`)
  }
  const { id, from, to, changelog } = parsed.data
  const reading = readNotes([{ kind: 'changelog', text: changelog }], from, to)
  const breaking = reading.verdict === 'unknown' ? null : reading.verdict === 'breaking'
  const items = breaking === true ? reading.items.map(({ version, text, kind }) => ({ version, text, kind })) : []
  return id === undefined ? { breaking, items } : { id, breaking, items }
}

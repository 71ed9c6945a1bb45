import * as z from 'zod'

const options = {
  loose: z.boolean().optional(),
  include_prerelease: z.boolean().optional(),
  allow_pre: z.boolean().optional(),
}

const text = z.string().max(4096)
const texts = z.array(text)

/** One row of `inspect versioning`, by its op. Further keys are ignored. */
export const rowSchema = z.discriminatedUnion('op', [
  z.object({ op: z.literal('valid'), value: text }),
  z.object({ op: z.literal('stable'), value: text }),
  z.object({ op: z.literal('coerce'), value: z.union([text, z.number(), z.null()]) }),
  z.object({ op: z.literal('compare'), a: text, b: text }),
  z.object({ op: z.literal('parts'), version: text }),
  z.object({ op: z.literal('breaking'), from: text, to: text }),
  z.object({ op: z.literal('satisfies'), constraint: text, version: text, ...options }),
  z.object({ op: z.literal('max'), constraint: text.optional(), versions: texts, ...options }),
  z.object({ op: z.literal('min'), constraint: text.optional(), versions: texts, ...options }),
  z.object({ op: z.literal('compatible'), current: text, candidate: text }),
  z.object({ op: z.literal('next'), current: text, candidates: texts }),
  z.object({ op: z.literal('extract'), pattern: text, tag: text }),
  z.object({ op: z.literal('image'), reference: text }),
])

export type Row = z.infer<typeof rowSchema>

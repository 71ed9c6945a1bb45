import * as z from 'zod'

const subject = { component: z.string(), environment: z.string().nullable() }

const boxSchema = z.discriminatedUnion('do', [
  /** Make the proposal anew from its present base. */
  z.object({ do: z.literal('rebase'), number: z.number().int().positive() }),
  /** Open it without waiting for its age. */
  z.object({ do: z.literal('open'), ...subject, from: z.string(), to: z.string() }),
  /** Lift what a person ordered. */
  z.object({ do: z.literal('lift'), order: z.enum(['ignore', 'hold']), ...subject, from: z.string(), to: z.string() }),
  /** Take a merged step back; `point` is its rollback point. */
  z.object({ do: z.literal('rollback'), ...subject, from: z.string(), to: z.string(), point: z.string().regex(/^rp-\d{1,15}$/) }),
  /** Open all that wait for a limit, this once. */
  z.object({ do: z.literal('unlimited') }),
])

/** Something to trigger by a tick. */
export type Box = z.infer<typeof boxSchema>

const OPEN = '<!-- pinwarden-box:'
const CLOSE = ' -->'

/** A list item with a box that is not ticked; `text` is Markdown of one line. `parseBoxes` gives the same box back. */
export function formatBox(box: Box, text: string): string {
  const json = JSON.stringify(box).replaceAll('>', '\\u003e').replaceAll('<', '\\u003c').replaceAll('--', '-\\u002d')
  return `- [ ] ${OPEN}${json}${CLOSE} ${text.replace(/\s+/g, ' ')}`
}

/** Every box of a body, in order. Lines that are no box of ours are nobody's. */
export function parseBoxes(body: string): { box: Box; ticked: boolean }[] {
  return body.split(/\r?\n/).flatMap((line) => {
    const start = /^[-*] \[([ xX])\] <!-- pinwarden-box:/.exec(line)
    if (start === null) return []
    const end = line.indexOf(CLOSE, start[0].length)
    const box = end === -1 ? null : readBox(line.slice(start[0].length, end))
    return box === null ? [] : [{ box, ticked: start[1] !== ' ' }]
  })
}

function readBox(json: string): Box | null {
  try {
    return boxSchema.parse(JSON.parse(json))
  } catch {
    return null
  }
}

import * as z from 'zod'
import { sha256Hex } from '../text/digest.ts'

const OPEN = '<!-- pinwarden-review:'
const CLOSE = ' -->'

const markerSchema = z.object({
  version: z.literal(1),
  /** Labels that the review gave: the only ones that it takes away again. */
  labels: z.array(z.string()),
  /** What was judged, for commands given on the pull request. */
  moves: z.array(z.object({ component: z.string(), environment: z.string().nullable(), from: z.string(), to: z.string() })),
})

/** What the one comment of a review keeps for the next run. Only read from comments of our own. */
export type ReviewMarker = z.infer<typeof markerSchema>

/** Moves that are kept; a pull request with more is not commanded as a whole. */
const MOST_MOVES = 50

export function withReviewMarker(text: string, marker: ReviewMarker): string {
  const kept = { ...marker, moves: marker.moves.slice(0, MOST_MOVES) }
  const json = JSON.stringify(kept).replaceAll('>', '\\u003e').replaceAll('<', '\\u003c').replaceAll('--', '-\\u002d')
  return `## Pinwarden\n\n${text}\n\n${OPEN}${json}${CLOSE}\n`
}

/** The marker of a comment, or null where it is none of a review. */
export function parseReviewMarker(body: string): ReviewMarker | null {
  const start = body.lastIndexOf(OPEN)
  const end = start === -1 ? -1 : body.indexOf(CLOSE, start)
  if (end === -1) return null
  try {
    return markerSchema.parse(JSON.parse(body.slice(start + OPEN.length, end)))
  } catch {
    return null
  }
}

/** Names what a review says. */
export function reviewKey(...parts: readonly unknown[]): string {
  return sha256Hex(JSON.stringify(parts)).slice(0, 32)
}

/** Line ends as a forge may give them back. */
export function sameText(a: string, b: string): boolean {
  const plain = (text: string) => text.replaceAll('\r\n', '\n').trim()
  return plain(a) === plain(b)
}

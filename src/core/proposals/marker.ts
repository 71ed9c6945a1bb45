import * as z from 'zod'
import type { Marker } from '../model/proposal.ts'

const OPEN = '<!-- pinwarden:'
const CLOSE = ' -->'

const markerSchema = z.object({
  version: z.literal(1),
  id: z.string(),
  state: z.enum(['open', 'superseded', 'obsolete']),
  digest: z.string(),
  commit: z.string(),
  upgrades: z.array(z.object({ component: z.string(), environment: z.string().nullable(), from: z.string(), to: z.string() })),
})

/** The marker as one HTML comment. `-->` cannot end it early: `>` is written as an escape. */
export function formatMarker(marker: Marker): string {
  return `${OPEN}${JSON.stringify(marker).replaceAll('>', '\\u003e').replaceAll('<', '\\u003c').replaceAll('--', '-\\u002d')}${CLOSE}`
}

/** The last well-formed marker of a body, or null. Quoted upstream text comes before it and cannot forge one: `<!--` is never passed through. */
export function parseMarker(body: string): Marker | null {
  const start = body.lastIndexOf(OPEN)
  if (start === -1) return null
  const end = body.indexOf(CLOSE, start)
  if (end === -1) return null
  try {
    return markerSchema.parse(JSON.parse(body.slice(start + OPEN.length, end)))
  } catch {
    return null
  }
}

/** The body with its marker at the end; a former marker is replaced. */
export function withMarker(body: string, marker: Marker): string {
  return `${withoutMarker(body)}\n\n${formatMarker(marker)}\n`
}

/** The body as people wrote or see it. Line ends are folded, for a forge may store CRLF. */
export function withoutMarker(body: string): string {
  const start = body.lastIndexOf(OPEN)
  return (start === -1 ? body : body.slice(0, start)).replaceAll('\r\n', '\n').trimEnd()
}

import * as z from 'zod'
import { DECISIONS } from '../model/finding.ts'
import type { Marker } from '../model/proposal.ts'

const OPEN = '<!-- pinwarden:'
const CLOSE = ' -->'

/** Where our part of a body begins; what a person writes above it, or below the marker, is theirs. */
const BEGIN = '<!-- pinwarden-begin -->'

const REBUILD_KEY = '<!-- pinwarden-rebuild -->'
const REBUILD = `- [ ] ${REBUILD_KEY} Tick to have this built anew from the base branch. Commits of others on the branch are dropped; a closed proposal is made again.`

/** GitHub refuses bodies of more characters than 65,536; some room is left for line ends that it stores as CRLF. */
const MAX_TEXT = 65_400

const markerSchema = z.object({
  version: z.literal(1),
  id: z.string(),
  state: z.enum(['open', 'superseded', 'obsolete']),
  digest: z.string(),
  commit: z.string(),
  upgrades: z.array(z.object({ component: z.string(), environment: z.string().nullable(), from: z.string(), to: z.string() })),
  title: z.string().optional(),
  decision: z.enum(DECISIONS).optional(),
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
    const { title, decision, ...marker } = markerSchema.parse(JSON.parse(body.slice(start + OPEN.length, end)))
    return { ...marker, ...(title === undefined ? {} : { title }), ...(decision === undefined ? {} : { decision }) }
  } catch {
    return null
  }
}

/**
 * The body with its marker at the end. `around`: the text as it stands, of which our part is replaced and what people wrote above and
 * below it is kept; without any sign of us it is all theirs. Ours gives way where both together would be too long.
 */
export function withMarker(body: string, marker: Marker, around = ''): string {
  const parts = partsOf(around)
  const { above, below } = parseMarker(around) === null && !around.includes(BEGIN) ? { above: around.trim(), below: '' } : parts
  const tail = `\n\n${REBUILD}\n\n${formatMarker(marker)}\n`
  const room = MAX_TEXT - above.length - below.length - tail.length - BEGIN.length - 4
  const own = withoutMarker(body)
  const shown = own.length <= room ? own : `${own.slice(0, Math.max(0, room - 20)).replace(/\n[^\n]*$/, '')}\n\n… (cut)`
  return `${above === '' ? '' : `${above}\n\n`}${BEGIN}\n${shown}${tail}${below === '' ? '' : `\n${below}\n`}`
}

/** Our part of a body, as people see it, without the box to tick. Line ends are folded, for a forge may store CRLF. */
export function withoutMarker(body: string): string {
  const { own } = partsOf(body)
  const box = own.lastIndexOf(REBUILD_KEY)
  return (box === -1 ? own : own.slice(0, own.lastIndexOf('\n', box) + 1)).trim()
}

/** Whether a person ticked the box that asks for a new build. */
export function asksRebuild(body: string): boolean {
  const line = body.split('\n').findLast((one) => one.includes(REBUILD_KEY))
  return line !== undefined && /^\s{0,4}[-*] \[[xX]\]/.test(line)
}

/** What stands above and below our part. */
function partsOf(body: string): { above: string; own: string; below: string } {
  const text = body.replaceAll('\r\n', '\n')
  const start = text.lastIndexOf(OPEN)
  const end = start === -1 ? -1 : text.indexOf(CLOSE, start)
  const head = start === -1 ? text : text.slice(0, start)
  const begin = head.indexOf(BEGIN)
  return {
    above: begin === -1 ? '' : head.slice(0, begin).trim(),
    own: begin === -1 ? head : head.slice(begin + BEGIN.length),
    below: end === -1 ? '' : text.slice(end + CLOSE.length).trim(),
  }
}

import type { Found } from '../contract.ts'
import { type Expanded, originOf, type Piece, piecesOf } from './template.ts'

/** An image reference inside an expanded text: offsets into that text. */
export interface ImageReference {
  /** As written, without scheme, tag and digest. */
  name: string
  tag?: { start: number; end: number }
  digest?: { start: number; end: number }
  /** Where the name ends: the place for a tag that is missing. */
  nameEnd: number
}

const NAME = /^[\w\uFFFC][\w.:/\uFFFC-]{0,400}$/
const TAG = /^[\w\uFFFC][\w.+\uFFFC-]{0,200}$/

/** Reads `registry:5000/path/name:tag@sha256:…`. Null where the text is none. */
export function parseReference(text: string): ImageReference | null {
  const scheme = /^(?:docker|oci):\/\//.exec(text)?.[0].length ?? 0
  const at = text.lastIndexOf('@')
  const digest = at === -1 ? undefined : { start: at + 1, end: text.length }
  if (digest !== undefined && !/^(?:sha256:[0-9a-f]{64}|\uFFFC)$/.test(text.slice(digest.start))) return null
  const head = digest === undefined ? text.length : at
  const colon = text.lastIndexOf(':', head - 1)
  const hasTag = colon > Math.max(text.lastIndexOf('/', head - 1), scheme - 1)
  const nameEnd = hasTag ? colon : head
  const name = text.slice(scheme, nameEnd)
  if (!NAME.test(name) || name.endsWith('/') || name.includes('//')) return null
  if (hasTag && !TAG.test(text.slice(colon + 1, head))) return null
  return { name, nameEnd, ...(hasTag ? { tag: { start: colon + 1, end: head } } : {}), ...(digest === undefined ? {} : { digest }) }
}

/** The place in the file that carries the version of a reference; null where it is scattered over several variables. */
export function foundInReference(file: string, expanded: Expanded, reference: ImageReference): Found | null {
  const found = reference.tag === undefined ? untagged(expanded, reference) : originOf(expanded, reference.tag.start, reference.tag.end)
  if (found === null) return null
  const digest = reference.digest === undefined ? null : originOf(expanded, reference.digest.start, reference.digest.end)
  if (reference.digest !== undefined && digest === null) return null
  const value = { value: file.slice(found.start, found.end), ...found }
  return digest === null ? value : { ...value, digest: { value: file.slice(digest.start, digest.end), ...digest } }
}

function untagged(expanded: Expanded, reference: ImageReference): { start: number; end: number } | null {
  const [last] = piecesOf(expanded, reference.nameEnd - 1, reference.nameEnd)
  return last === undefined || last.start === -1 ? null : { start: last.start + 1, end: last.start + 1 }
}

/**
 * What of `next` belongs into the piece of a tag that stands at an offset of the file: in `redis:${VERSION}-alpine` the version 7.4.2-alpine
 * gives `7.4.2`, in `elixir:${ELIXIR}-erlang-${OTP}` each variable takes its own part. A version that is only the part is taken as it is. Null
 * where it has the rest too, but another than the one that is written there.
 */
export function partOfTag(next: string, expanded: Expanded, reference: ImageReference, place: Found): string | null {
  if (reference.tag === undefined) return next
  const { start } = place
  const pieces = piecesOf(expanded, reference.tag.start, reference.tag.end)
  if (pieces.length < 2 || !pieces.some((piece) => piece.start === start) || /^[vV]?[\d.]+$/.test(next)) return next
  const part = amidst(next, pieces, place) ?? partFor(next, pieces, start)
  const own = pieces.find((piece) => piece.start === start)?.text ?? ''
  return part ?? (pieces.some((piece) => piece.fixed && hasWordOf(next, piece.text, own)) ? null : next)
}

/** Whether a piece of the tag stands at an offset of the file. */
export function tagHolds(expanded: Expanded, { tag }: ImageReference, start: number): boolean {
  return tag !== undefined && piecesOf(expanded, tag.start, tag.end).some((piece) => piece.start === start)
}

/** `next` without the very text that stands before and behind the place. */
function amidst(next: string, pieces: readonly Piece[], place: Found): string | null {
  const at = pieces.findIndex((piece) => piece.start === place.start)
  const before = pieces
    .slice(0, at)
    .map(({ text }) => text)
    .join('')
  const after = pieces
    .slice(at)
    .map(({ text }) => text)
    .join('')
    .slice(place.value.length)
  const fits = next.length > before.length + after.length && next.startsWith(before) && next.endsWith(after)
  return fits ? next.slice(before.length, next.length - after.length) : null
}

/** Whether `next` repeats a word of the text beside a variable (`-alpine3.19`) that the variable itself has not. */
function hasWordOf(next: string, text: string, own: string): boolean {
  return (text.match(/[A-Za-z]{3,40}/g) ?? []).some((word) => next.includes(word) && !own.includes(word))
}

function partFor(next: string, pieces: readonly Piece[], start: number): string | null {
  let at = 0
  let part: string | null = null
  for (const [index, piece] of pieces.entries()) {
    if (piece.fixed && piece.start !== start) {
      if (!next.startsWith(piece.text, at)) return null
      at += piece.text.length
      continue
    }
    const following = pieces[index + 1]
    const end = following === undefined ? next.length : following.fixed ? next.indexOf(following.text, at + 1) : -1
    if (end <= at) return null
    if (piece.start === start) part = next.slice(at, end)
    at = end
  }
  return at === next.length ? part : null
}

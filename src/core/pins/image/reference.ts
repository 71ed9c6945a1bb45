import type { Found } from '../contract.ts'
import { type Expanded, originOf } from './template.ts'

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
  const last = expanded.offsets[reference.nameEnd - 1] ?? -1
  return last === -1 ? null : { start: last + 1, end: last + 1 }
}

/**
 * `next` without what the tag has around the place already: in `redis:${VERSION}-alpine` the version 7.4.2-alpine gives `7.4.2`,
 * wherever `VERSION` is set.
 */
export function withoutTagAffixes(next: string, expanded: Expanded, reference: ImageReference, found: Found): string {
  if (reference.tag === undefined) return next
  const { start, end } = reference.tag
  const at = expanded.offsets.indexOf(found.start, start)
  if (at === -1 || at >= end) return next
  const before = expanded.text.slice(start, at)
  const after = expanded.text.slice(at + found.value.length, end)
  const fits = next.length > before.length + after.length && next.startsWith(before) && next.endsWith(after)
  return fits ? next.slice(before.length, next.length - after.length) : next
}

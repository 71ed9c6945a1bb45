import type { Found } from '../contract.ts'
import { withoutComment } from '../syntax/comment.ts'
import { linesOf } from '../syntax/lines.ts'
import { foundInReference, type ImageReference, parseReference } from './reference.ts'
import { type Expanded, expand } from './template.ts'

/** An image reference in running text, with how sure it is that it is one. */
export interface WrittenImage {
  reference: ImageReference
  expanded: Expanded
  /** Null where the tag is put together from several variables. */
  found: Found | null
}

/** Everything a reference may consist of, variables and template expressions included. */
const WORD = /(?:\$\{[^{}\s"'`]{0,300}\}|\$\([\w.-]{1,100}\)|\{\{[^{}\n]{0,200}\}\}|[\w./:@+$-])+/g
/** A key whose name speaks of images, `FROM`, or the scheme of a container action, just before the word. */
const IMAGE_BEFORE =
  /(?:[\w.-]{0,60}(?:image|container)[\w.-]{0,60}["']?[ \t]{0,20}(?::|[:?]?=)[ \t]{0,20}["']?|\bFROM[ \t]{1,20}(?:--platform=\S{1,60}[ \t]{1,20})?|docker:\/\/)$/i
const AROUND = 200

/**
 * The references in a text of any kind (compose, manifests, shell, Makefiles, `.env`), comments left out. What might as well be `host:port`
 * or a bare word counts only behind a key that speaks of images, or at one of the offsets that the caller knows to hold images.
 */
export function writtenImages(text: string, mentions: (word: string) => boolean, known: ReadonlySet<number>): WrittenImage[] {
  const images: WrittenImage[] = []
  for (const line of linesOf(text)) {
    if (!mentions(line.text)) continue
    const code = withoutComment(line.text)
    for (const match of code.matchAll(WORD)) {
      const word = match[0].replace(/[.:]+$/, '')
      if (!mentions(word)) continue
      const start = line.start + match.index
      const image = imageIn(text, word, start)
      const sure = known.has(start) || IMAGE_BEFORE.test(code.slice(Math.max(0, match.index - AROUND), match.index))
      if (image !== null && (sure || speaksForItself(image))) images.push(image)
    }
  }
  return images
}

function imageIn(text: string, word: string, start: number): WrittenImage | null {
  const expanded = expand(word, start)
  const reference = expanded === null ? null : parseReference(expanded.text)
  if (expanded === null || reference === null) return null
  return { reference, expanded, found: foundInReference(text, expanded, reference) }
}

/** A tag with a dot or a suffix is no port, nor is one behind a path; a digest is none either. */
function speaksForItself({ reference, expanded }: WrittenImage): boolean {
  if (reference.digest !== undefined) return true
  if (reference.tag === undefined) return false
  const tag = expanded.text.slice(reference.tag.start, reference.tag.end)
  return tag === 'latest' || reference.name.includes('/') || (/\d/.test(tag) && /[.\-_]|[A-Za-z]\d/.test(tag))
}

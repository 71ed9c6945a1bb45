import { cutReleases, type Outline, parseText, type TextParts } from './releases.ts'

interface Known {
  parts: TextParts
  /** By the version that a step goes to. */
  outlines: Map<string, Outline>
}

/** By the document itself, which nobody changes: one is read for several lanes, environments and for the body of a proposal. */
const known = new WeakMap<object, Known>()

/** The outline of a document for steps to one version, made once. */
export function outlineOf(document: { text: string }, to: string): Outline {
  const before = known.get(document) ?? { parts: parseText(document.text), outlines: new Map<string, Outline>() }
  known.set(document, before)
  const outline = before.outlines.get(to) ?? cutReleases(before.parts, to)
  before.outlines.set(to, outline)
  return outline
}

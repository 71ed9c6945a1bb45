import type { Part } from './notation.ts'

/** Codes below 128 that a part may begin with behind the beginning of a text: 1 for each. Others may always. */
export type Starts = Uint8Array

/** Where a part may begin: `first` where only at the beginning of a text, null where anywhere. */
export function startsOf(part: Part): Starts | 'first' | null {
  const starts = new Uint8Array(128)
  if (!collect(part, starts)) return null
  return starts.includes(1) ? starts : 'first'
}

/** Adds what a part may begin with; false where it may begin with anything or be nothing. */
function collect(part: Part, starts: Starts): boolean {
  if (part.type === 'start') return true
  if (part.type === 'text') return add(part.text.charCodeAt(0), starts)
  if (part.type === 'words') return part.words.every((word) => add(word.charCodeAt(0), starts))
  if (part.type === 'any') return part.parts.every((one) => collect(one, starts))
  if (part.type === 'seq') {
    const first = part.parts[part.parts[0]?.type === 'edge' ? 1 : 0]
    return first !== undefined && collect(first, starts)
  }
  if (part.type !== 'set' || part.set.beyond) return false
  part.set.table.forEach((one, code) => {
    if (one === 1) starts[code] = 1
  })
  return true
}

/** A character beyond ASCII, or none, could be anything. */
function add(code: number, starts: Starts): boolean {
  if (!(code < starts.length)) return false
  starts[code] = 1
  return true
}

/**
 * Bytes out of a Snappy block, by https://github.com/google/snappy/blob/main/format_description.txt: its length, then literals and copies of
 * what was written before. Null for anything that is no such block, or would be longer than `most` bytes.
 */
export function decodeSnappy(block: Uint8Array, most: number): Uint8Array | null {
  const head = readLength(block)
  if (head === null || head.length > most) return null
  const out = new Uint8Array(head.length)
  let [from, to] = [head.next, 0]
  while (from < block.length) {
    const tag = block[from] ?? 0
    const element = (tag & 3) === 0 ? readLiteral(block, from) : readCopy(block, from)
    if (element === null || to + element.length > out.length) return null
    if ('start' in element) out.set(block.subarray(element.start, element.start + element.length), to)
    else if (element.offset === 0 || element.offset > to) return null
    // A copy may reach into what it writes itself, so it goes byte by byte.
    else for (let at = 0; at < element.length; at += 1) out[to + at] = out[to + at - element.offset] ?? 0
    to += element.length
    from = element.next
  }
  return to === out.length ? out : null
}

interface Element {
  length: number
  /** Where the next element begins. */
  next: number
}

/** Seven bits a byte, the lowest first, at most 32 of them. */
function readLength(block: Uint8Array): Element | null {
  let length = 0
  for (let at = 0; at < 5; at += 1) {
    const byte = block[at]
    if (byte === undefined) return null
    length += (byte & 0x7f) * 2 ** (7 * at)
    if (byte < 0x80) return { length, next: at + 1 }
  }
  return null
}

/** Up to 60 bytes; a longer length stands in the one to four bytes behind the tag. */
function readLiteral(block: Uint8Array, at: number): (Element & { start: number }) | null {
  const size = (block[at] ?? 0) >> 2
  const extra = Math.max(0, size - 59)
  const length = (extra === 0 ? size : littleEndian(block, at + 1, extra)) + 1
  const start = at + 1 + extra
  return start + length > block.length ? null : { length, start, next: start + length }
}

function readCopy(block: Uint8Array, at: number): (Element & { offset: number }) | null {
  const tag = block[at] ?? 0
  const kind = tag & 3
  const bytes = kind === 1 ? 1 : kind === 2 ? 2 : 4
  if (at + 1 + bytes > block.length) return null
  if (kind === 1) return { length: ((tag >> 2) & 7) + 4, offset: (tag >> 5) * 256 + (block[at + 1] ?? 0), next: at + 2 }
  return { length: (tag >> 2) + 1, offset: littleEndian(block, at + 1, bytes), next: at + 1 + bytes }
}

function littleEndian(block: Uint8Array, at: number, bytes: number): number {
  let value = 0
  for (let index = 0; index < bytes; index += 1) value += (block[at + index] ?? 0) * 256 ** index
  return value
}

import { isMap, isScalar, isSeq, type Node } from 'yaml'
import { asNode } from './tree.ts'

/** Columns are counted from 0 behind a byte order mark; block collections are indented by blanks alone. */
export function columnOf(text: string, offset: number): number {
  const line = lineStart(text, offset)
  return offset - line - (line === 0 && text.startsWith('\uFEFF') ? 1 : 0)
}

/** Offset at which the line of an offset begins. */
export function lineStart(text: string, offset: number): number {
  return text.lastIndexOf('\n', offset - 1) + 1
}

/** Where the text of a node ends, that of its last child counting: comments and blank lines behind it are not part of it. */
export function contentEnd(text: string, node: Node): number {
  const [start = 0, end = 0] = node.range ?? []
  if ((isMap(node) || isSeq(node)) && node.flow !== true) {
    const last: unknown = node.items.at(-1)
    if (isSeq(node)) return asNode(last) === null ? end : contentEnd(text, asNode(last) ?? node)
    const pair = isMap(node) ? node.items.at(-1) : undefined
    const value = asNode(pair?.value)
    if (value?.range != null && value.range[1] > value.range[0]) return contentEnd(text, value)
    const key = asNode(pair?.key)
    return key?.range == null ? end : key.range[1]
  }
  // A block keeps its line ends: what is added comes behind them.
  if (isScalar(node) && (node.type === 'BLOCK_LITERAL' || node.type === 'BLOCK_FOLDED')) return end
  return Math.max(start, end)
}

/** The line end that new lines get. */
export function eolOf(text: string): string {
  return text.includes('\r\n') ? '\r\n' : '\n'
}

/** Where new lines go behind `at`. `fresh`: at the beginning of a line, so that they end with a line end instead of beginning with one. */
export function insertionPoint(text: string, at: number): { offset: number; fresh: boolean } {
  if (at > 0 && text[at - 1] === '\n') return { offset: at, fresh: true }
  const end = text.indexOf('\n', at)
  if (end !== -1) return { offset: end + 1, fresh: true }
  // The last line has no end: the new lines bring one, and have none themselves.
  return text.trim() === '' || text === '\uFEFF' ? { offset: text.length, fresh: true } : { offset: text.length, fresh: false }
}

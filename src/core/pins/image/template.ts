import { UNKNOWN } from './name.ts'

/** A piece of an expanded text that stands together in the file. */
export interface Piece {
  text: string
  /** Offset in the expanded text. */
  at: number
  /** Offset in the file; -1 for a variable whose value is not known. */
  start: number
  /** Text between variables, not the value of one. */
  fixed: boolean
}

/** A text with its variables replaced. */
export interface Expanded {
  text: string
  pieces: readonly Piece[]
}

/** What a variable stands for, which may be made of variables itself. Undefined where nothing is known of it. */
export type Lookup = (name: string) => readonly Piece[] | undefined

const EXPRESSION = /\{\{[^{}\n]{0,200}\}\}/y
const VARIABLE = /\$(?:\{([A-Za-z_][\w.-]{0,100})(?:(:?[-=?+])([^{}$]{0,300}))?\}|\(([A-Za-z_][\w.-]{0,100})\)|([A-Za-z_]\w{0,100}))/y
const PLAIN = /\$|[^${]+|\{/y
/** References to images are short; more is no reference. */
const LONGEST = 1000

/**
 * The text at an offset with `$VAR`, `${VAR}`, `${VAR:-default}`, `$(VAR)` and `{{ expression }}` replaced by what `lookup` knows, else by the
 * default that is written there, else by the mark of the unknown. Null where the text is too long to be a reference.
 */
export function expand(text: string, start: number, lookup: Lookup = () => undefined): Expanded | null {
  const pieces: Piece[] = []
  let out = ''
  const put = (piece: Omit<Piece, 'at'>) => {
    if (piece.text !== '') pieces.push({ ...piece, at: out.length })
    out += piece.text
  }
  for (let at = 0; at < text.length; ) {
    const variable = variableAt(text, at)
    if (out.length > LONGEST) return null
    const plain = variable === null ? (take(PLAIN, text, at)?.[0] ?? text.charAt(at)) : ''
    if (variable === null) put({ text: plain, start: start + at, fixed: true })
    else for (const piece of valueOfVariable(variable, start, lookup(variable.name))) put(piece)
    at = variable === null ? at + plain.length : variable.end
  }
  return out.length > LONGEST ? null : { text: out, pieces }
}

interface Variable {
  name: string
  fallback?: { text: string; start: number }
  end: number
}

function valueOfVariable({ fallback }: Variable, start: number, known: readonly Piece[] | undefined): readonly Omit<Piece, 'at'>[] {
  const [only, ...more] = known ?? []
  if (only !== undefined) return more.length === 0 ? [{ ...only, fixed: false }] : [only, ...more]
  return [
    fallback === undefined
      ? { text: UNKNOWN, start: -1, fixed: false }
      : { text: fallback.text, start: start + fallback.start, fixed: false },
  ]
}

function variableAt(text: string, at: number): Variable | null {
  const expression = take(EXPRESSION, text, at)
  if (expression !== null) return { name: '', end: at + expression[0].length }
  const match = text.charAt(at) === '$' ? take(VARIABLE, text, at) : null
  if (match === null) return null
  const [all, braced, operator, fallback, round, plain] = match
  const end = at + all.length
  const name = braced ?? round ?? plain ?? ''
  if (fallback === undefined || !/[-=]$/.test(operator ?? '')) return { name, end }
  return { name, end, fallback: { text: fallback, start: end - 1 - fallback.length } }
}

function take(pattern: RegExp, text: string, at: number): RegExpExecArray | null {
  pattern.lastIndex = at
  return pattern.exec(text)
}

/** The pieces of the characters `from` to `to`, cut to them. */
export function piecesOf(expanded: Expanded, from: number, to: number): Piece[] {
  return expanded.pieces
    .filter((piece) => piece.at < to && piece.at + piece.text.length > from)
    .map((piece) => {
      const skipped = Math.max(0, from - piece.at)
      const text = piece.text.slice(skipped, to - piece.at)
      return { ...piece, text, at: piece.at + skipped, start: piece.start === -1 ? -1 : piece.start + skipped }
    })
}

/**
 * Where the version stands that the characters `from` to `to` of an expanded text make up. Of several pieces it is the one variable with a
 * digit (`${VERSION}-alpine3.20`), else the variable in front (`${TAG:-latest}-alpine`), else the one text with a digit (`7.4.2-${VARIANT}`).
 * Null where none or several are, and where an unknown variable might be.
 */
export function originOf(expanded: Expanded, from: number, to: number): { start: number; end: number } | null {
  const pieces = piecesOf(expanded, from, to)
  const chosen = pieces.length === 1 ? pieces[0] : versionPiece(pieces)
  if (chosen === undefined || chosen.start === -1) return null
  const text = pieces.length > 1 && chosen.fixed ? chosen.text.replace(/^[-_.+]+|[-_.+]+$/g, '') : chosen.text
  const start = chosen.start + chosen.text.indexOf(text)
  return { start, end: start + text.length }
}

function versionPiece(pieces: readonly Piece[]): Piece | undefined {
  const [first] = pieces
  const variables = pieces.filter((piece) => !piece.fixed && piece.start !== -1 && /\d/.test(piece.text))
  const unknown = pieces.some((piece) => piece.start === -1)
  if (variables.length > 0) return variables.length === 1 && !unknown ? variables[0] : undefined
  if (first?.fixed === false) return unknown ? undefined : first
  const texts = pieces.filter((piece) => piece.fixed && /\d/.test(piece.text))
  return texts.length === 1 ? texts[0] : undefined
}

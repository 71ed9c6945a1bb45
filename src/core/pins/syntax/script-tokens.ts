/** A piece of a Ruby or Elixir script. */
export interface Token {
  /** `word`: a name, `:atom`, `key:` or `@attribute`, with its colon or sign; `mark`: any other character but white space. */
  kind: 'string' | 'word' | 'mark'
  /** Of a string what stands between its quotes. */
  text: string
  /** Offsets of `text`. */
  start: number
  end: number
}

const BLANK = /[^\S\n]+|\n+/y
const COMMENT = /#[^\n]*/y
const HEREDOC = /"""|'''/y
const WORD = /@?:?[A-Za-z_]\w{0,200}[?!]?:?/y
/** `?"` is a character in Elixir, `~r/…/` a sigil. */
const CHARACTER = /\?\\?./y
const SIGIL = /~[A-Za-z]{1,10}([/|"'([{<])/y
const CLOSING: Readonly<Record<string, string>> = { '(': ')', '[': ']', '{': '}', '<': '>' }

/** The tokens of a script, comments left out. Interpolation is not looked into: such a string simply is no version. */
export function scriptTokens(text: string): Token[] {
  const tokens: Token[] = []
  let at = text.startsWith('\uFEFF') ? 1 : 0
  while (at < text.length) {
    const skipped = skip(text, at)
    if (skipped > at) {
      at = skipped
      continue
    }
    const token = stringAt(text, at) ?? wordAt(text, at)
    tokens.push(token)
    at = token.kind === 'string' ? token.end + 1 : token.end
  }
  return tokens
}

function skip(text: string, at: number): number {
  const heredoc = take(HEREDOC, text, at)
  if (heredoc !== undefined) {
    const end = text.indexOf(heredoc, at + 3)
    return end === -1 ? text.length : end + 3
  }
  const sigil = take(SIGIL, text, at)
  if (sigil !== undefined) {
    const open = sigil.at(-1) ?? ''
    return closing(text, at + sigil.length, CLOSING[open] ?? open)
  }
  const other = take(BLANK, text, at) ?? take(COMMENT, text, at) ?? (/\w/.test(text.charAt(at - 1)) ? undefined : take(CHARACTER, text, at))
  return at + (other?.length ?? 0)
}

/** Behind the closing mark; where none is near, the opening one is passed over alone. */
function closing(text: string, from: number, mark: string): number {
  const end = text.slice(from, from + NEAR).indexOf(mark)
  return end === -1 ? from : from + end + mark.length
}

const NEAR = 1000

/** Longer strings are no versions; the bound keeps unclosed quotes cheap. */
const LONGEST = 1000

function stringAt(text: string, at: number): Token | null {
  const quote = text.charAt(at)
  if (quote !== '"' && quote !== "'") return null
  for (let end = at + 1; end < text.length && end - at < LONGEST; end += 1) {
    const char = text.charAt(end)
    if (char === '\\') end += 1
    else if (char === quote) return { kind: 'string', text: text.slice(at + 1, end), start: at + 1, end }
    else if (char === '\n') return null
  }
  return null
}

function wordAt(text: string, at: number): Token {
  const word = take(WORD, text, at)
  const found = word ?? text.charAt(at)
  return { kind: word === undefined ? 'mark' : 'word', text: found, start: at, end: at + found.length }
}

function take(pattern: RegExp, text: string, at: number): string | undefined {
  pattern.lastIndex = at
  return pattern.exec(text)?.[0]
}

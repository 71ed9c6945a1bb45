/** A piece of an HCL file. */
export interface HclToken {
  kind: 'name' | 'string' | 'number' | 'newline' | 'mark'
  /** Of a string what stands between its quotes. */
  text: string
  start: number
  end: number
}

const BLANK = /[^\S\n]+/y
const COMMENT = /(?:#|\/\/)[^\n]*/y
const NAME = /[A-Za-z_][\w-]{0,300}/y
const NUMBER = /\d[\w.]{0,60}/y
const HEREDOC = /<<-?([A-Za-z_]\w{0,60})[^\S\n]{0,20}\n/y

/** The tokens of HCL's native syntax (https://github.com/hashicorp/hcl/blob/main/hclsyntax/spec.md); comments and here-documents are left out. */
export function hclTokens(text: string): HclToken[] {
  const tokens: HclToken[] = []
  let at = text.startsWith('\uFEFF') ? 1 : 0
  while (at < text.length) {
    const skipped = skip(text, at)
    if (skipped > at) {
      at = skipped
      continue
    }
    const token = tokenAt(text, at)
    tokens.push(token)
    at = token.kind === 'string' ? token.end + 1 : token.end
  }
  return tokens
}

function skip(text: string, at: number): number {
  const plain = take(BLANK, text, at) ?? take(COMMENT, text, at)
  if (plain !== undefined) return at + plain[0].length
  if (text.startsWith('/*', at)) {
    const end = text.indexOf('*/', at + 2)
    return end === -1 ? text.length : end + 2
  }
  const heredoc = take(HEREDOC, text, at)
  return heredoc === undefined ? at : endOfHeredoc(text, at + heredoc[0].length, heredoc[1] ?? '')
}

/** Where its closing word stands alone on a line; an open one reaches to the end, as it does for Terraform. */
function endOfHeredoc(text: string, from: number, word: string): number {
  for (let line = from; line < text.length; ) {
    const newline = text.indexOf('\n', line)
    const end = newline === -1 ? text.length : newline
    if (text.slice(line, end).trim() === word) return end
    line = end + 1
  }
  return text.length
}

function tokenAt(text: string, at: number): HclToken {
  const char = text.charAt(at)
  if (char === '\n') return { kind: 'newline', text: char, start: at, end: at + 1 }
  if (char === '"') return stringAt(text, at)
  const name = take(NAME, text, at)?.[0]
  const word = name ?? take(NUMBER, text, at)?.[0] ?? char
  const kind = name !== undefined ? 'name' : /\d/.test(char) ? 'number' : 'mark'
  return { kind, text: word, start: at, end: at + word.length }
}

/** Longer strings are no versions; the bound keeps unclosed quotes cheap. */
const LONGEST = 1000

/** A string may hold templates, and these may hold strings again: `"${var.a["b"]}"`. */
function stringAt(text: string, at: number): HclToken {
  let depth = 0
  for (let end = at + 1; end < text.length && end - at < LONGEST; end += 1) {
    const char = text.charAt(end)
    if (char === '\n') break
    if (char === '\\') end += 1
    else if ((char === '$' || char === '%') && text.charAt(end + 1) === '{') depth += 1
    else if (char === '}' && depth > 0) depth -= 1
    else if (char === '"' && depth === 0) return { kind: 'string', text: text.slice(at + 1, end), start: at + 1, end }
  }
  return { kind: 'mark', text: '"', start: at, end: at + 1 }
}

function take(pattern: RegExp, text: string, at: number): RegExpExecArray | undefined {
  pattern.lastIndex = at
  return pattern.exec(text) ?? undefined
}

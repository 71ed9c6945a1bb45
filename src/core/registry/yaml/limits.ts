import { Composer, CST, type Document, Lexer, type LineCounter, Parser, YAMLParseError } from 'yaml'

/** Levels of brackets, or of `- - -` and `? ? ?` in one line. The schema is ten levels deep. */
const MAX_NESTING = 64

/** Signs and texts of a file; a registry of 5 MiB has about 1,400,000. */
const MAX_LEXEMES = 2_000_000

/** What is too much about a text. */
export type Beyond = 'nesting' | 'size'

/**
 * Parses a text as far as it keeps within limits: the parser keeps a level of its stack, and some hundred bytes, for every bracket that is
 * opened, so that a small file could take all memory. Each sign is looked at before the parser sees it. Lines are noted in `lines`.
 */
export function parseWithin(text: string, lines: LineCounter): { document: Document } | { beyond: Beyond } {
  const over: { beyond?: Beyond } = {}
  let document: Document | undefined
  for (const next of new Composer(OPTIONS).compose(tokensOf(text, lines, over), true, text.length)) {
    document ??= next
    if (next === document) continue
    const [from = 0, to = 0] = next.range
    document.errors.push(new YAMLParseError([from, to], 'MULTIPLE_DOCS', 'Source contains multiple documents'))
    break
  }
  if (over.beyond !== undefined) return { beyond: over.beyond }
  // The composer gives a document also where it is given nothing.
  if (document === undefined) throw new Error('the composer gave no document')
  return { document }
}

const OPTIONS = { schema: 'core', stringKeys: true, uniqueKeys: false, prettyErrors: false } as const

function* tokensOf(text: string, lines: LineCounter, over: { beyond?: Beyond }): Generator<CST.Token> {
  const parser = new Parser(lines.addNewLine)
  const beyond = limits()
  lines.addNewLine(0)
  for (const lexeme of new Lexer().lex(text)) {
    const limit = beyond(lexeme)
    if (limit !== null) {
      over.beyond = limit
      return
    }
    yield* parser.next(lexeme)
  }
  yield* parser.end()
}

/** To be asked with each lexeme in turn: null while all is well. */
function limits(): (lexeme: string) => Beyond | null {
  let brackets = 0
  let compact = 0
  let lexemes = 0
  let scalar = false
  return (lexeme) => {
    lexemes += 1
    if (lexemes > MAX_LEXEMES) return 'size'
    if (!scalar) {
      brackets += bracketStep(lexeme)
      compact = compactDepth(lexeme, compact)
      if (brackets > MAX_NESTING || compact > MAX_NESTING) return 'nesting'
    }
    scalar = lexeme === CST.SCALAR
    return null
  }
}

function bracketStep(lexeme: string): number {
  if (lexeme === '[' || lexeme === '{') return 1
  return lexeme === ']' || lexeme === '}' ? -1 : 0
}

/** Collections that are opened behind each other in one line. */
function compactDepth(lexeme: string, depth: number): number {
  if (lexeme === '-' || lexeme === '?') return depth + 1
  return lexeme.includes('\n') ? 0 : depth
}

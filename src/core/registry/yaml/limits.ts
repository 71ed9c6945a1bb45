import { CST, Lexer } from 'yaml'

/** Levels of brackets, or of `- - -` and `? ? ?` in one line. The schema is ten levels deep. */
const MAX_NESTING = 64

/** Signs and texts of a file; a registry of 5 MiB has about 1,400,000. */
const MAX_LEXEMES = 2_000_000

/**
 * Why a text is not parsed although it is not too long: the parser keeps a level of its stack, and some hundred bytes, for every
 * bracket that is opened, so that a small file could take all memory. Lexing is linear and keeps nothing. Null where it may be parsed.
 */
export function beyondLimits(text: string): 'nesting' | 'size' | null {
  let brackets = 0
  let compact = 0
  let lexemes = 0
  let scalar = false
  for (const lexeme of new Lexer().lex(text)) {
    lexemes += 1
    if (lexemes > MAX_LEXEMES) return 'size'
    if (!scalar) {
      brackets += bracketStep(lexeme)
      compact = compactDepth(lexeme, compact)
      if (brackets > MAX_NESTING || compact > MAX_NESTING) return 'nesting'
    }
    scalar = lexeme === CST.SCALAR
  }
  return null
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

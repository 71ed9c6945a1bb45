/** Files whose parsed form is kept: many pins of few files are looked up again and again, and parsing is the dear part. */
const KEPT = 24

/**
 * The function with its latest answers remembered, by text.
 * An exception (a parser out of stack on hostile nesting, a syntax error) is remembered as the empty answer.
 */
export function rememberLast<T>(read: (text: string) => T[]): (text: string) => T[] {
  const answers = new Map<string, T[]>()
  return (text) => {
    const known = answers.get(text)
    if (known !== undefined) return known
    const oldest = answers.keys().next().value
    if (answers.size >= KEPT && oldest !== undefined) answers.delete(oldest)
    const answer = orNothing(read, text)
    answers.set(text, answer)
    return answer
  }
}

function orNothing<T>(read: (text: string) => T[], text: string): T[] {
  try {
    return read(text)
  } catch {
    return []
  }
}

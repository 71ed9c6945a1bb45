/** Files whose parsed form is kept: many pins of few files are looked up again and again, and parsing is the dear part. */
const KEPT = 24

/**
 * The function with its latest answers remembered, by text.
 * An exception (a parser out of stack on hostile nesting, a syntax error) is remembered as the empty answer.
 */
export function rememberLast<T>(read: (text: string) => T[]): (text: string) => T[]
export function rememberLast(read: (text: string) => boolean): (text: string) => boolean
export function rememberLast(read: (text: string) => unknown): (text: string) => unknown {
  const answers = new Map<string, unknown>()
  return (text) => {
    if (answers.has(text)) return answers.get(text)
    let answer: unknown
    try {
      answer = read(text)
    } catch {
      answer = []
    }
    const oldest = answers.keys().next().value
    if (answers.size >= KEPT && oldest !== undefined) answers.delete(oldest)
    answers.set(text, answer)
    return answer
  }
}

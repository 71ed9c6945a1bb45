/**
 * The function with its last answer remembered: many pins of one file are looked up one after the other, and parsing is the dear part.
 * An exception (a parser out of stack on hostile nesting, a syntax error) is remembered as the empty answer.
 */
export function rememberLast<T>(read: (text: string) => T[]): (text: string) => T[]
export function rememberLast(read: (text: string) => boolean): (text: string) => boolean
export function rememberLast(read: (text: string) => unknown): (text: string) => unknown {
  let last: { text: string; answer: unknown } | undefined
  return (text) => {
    if (last?.text === text) return last.answer
    let answer: unknown
    try {
      answer = read(text)
    } catch {
      answer = []
    }
    last = { text, answer }
    return answer
  }
}

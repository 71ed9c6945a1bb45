import { phrase } from './phrase.ts'

/** A phrase of which it matters where it stands. */
export interface Located {
  source: string
  /** The first place, as a regular expression gives it. */
  exec(text: string): RegExpExecArray | null
  /** All places that do not overlap. */
  all(text: string): RegExpExecArray[]
}

/** Asks the phrase first and makes the regular expression ready only for a text that has it. */
export function located(source: string): Located {
  const { test } = phrase(source)
  let made: RegExp | null = null
  const ready = () => {
    made ??= new RegExp(source, 'g')
    return made
  }
  return {
    source,
    exec: (text) => (test(text) ? (text.matchAll(ready()).next().value ?? null) : null),
    all: (text) => (test(text) ? [...text.matchAll(ready())] : []),
  }
}

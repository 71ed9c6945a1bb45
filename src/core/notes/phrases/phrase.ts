import { cuesOf } from './cues.ts'
import { type Matcher, matcherOf } from './matcher.ts'
import { type Part, readNotation } from './notation.ts'
import { startsOf } from './starts.ts'
import { allSeen, look, numberOf } from './words-seen.ts'

/** A pattern over sentences in normal form, in the notation of regular expressions. */
export interface Phrase {
  source: string
  /** Whether it is found anywhere in a text. */
  test(text: string): boolean
  /** Its alternatives, each to be looked for by itself. */
  branches(): readonly Branch[]
}

/** One alternative of a phrase, with the words that a text must have for it. */
export interface Branch {
  /** Numbers of its cues, the one that fewest texts have first. */
  cues: readonly number[]
  /** Looks for it, whether or not its cues are there. */
  search(text: string): boolean
}

/**
 * Phrases as regular expressions would find them, without one: V8 takes a millisecond and more to make a long list of words ready, and a
 * reader of notes has a hundred such. Here the words of a text are looked up once for all phrases, which tells nearly all of them that
 * they cannot be found; only what is left is looked for, by look-ups again. Read when first asked.
 */
export function phrase(source: string): Phrase {
  let read: readonly Branch[] | null = null
  const branches = () => {
    read ??= branchesOf(readNotation(source))
    return read
  }
  return {
    source,
    branches,
    test(text) {
      const all = read ?? branches()
      look(text)
      for (const branch of all) if (allSeen(branch.cues) && branch.search(text)) return true
      return false
    },
  }
}

function branchesOf(part: Part): Branch[] {
  return (part.type === 'any' ? part.parts : [part]).map((one) => {
    let matcher: Matcher | null = null
    return {
      cues: cuesOf(one).map(numberOf),
      search(text) {
        matcher ??= searchOf(one)
        return matcher(text, 0)
      },
    }
  })
}

/** Looks for a part from each offset that it may begin at. */
function searchOf(part: Part): Matcher {
  const matcher = matcherOf(part, () => true)
  const starts = startsOf(part)
  if (starts === 'first') return matcher
  return (text) => {
    for (let at = 0; at <= text.length; at += 1) {
      if ((at === 0 || starts === null || starts[text.charCodeAt(at)] !== 0) && matcher(text, at)) return true
    }
    return false
  }
}

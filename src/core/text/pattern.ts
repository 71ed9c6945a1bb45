import { RE2JS } from 're2js'

/** A user's regular expression, run by RE2: linear in the text, whatever the pattern. */
export interface Pattern {
  source: string
  /** Whether it matches anywhere in the text. */
  test(text: string): boolean
  /** The first match, with the named groups' texts and offsets (UTF-16 code units). Null where there is none. */
  exec(text: string): PatternMatch | null
  /** All matches, leftmost first, without overlap. */
  all(text: string): PatternMatch[]
}

export interface PatternMatch {
  text: string
  start: number
  end: number
  groups: Readonly<Record<string, { text: string; start: number; end: number } | undefined>>
}

/**
 * Compiles a pattern in RE2 syntax (https://github.com/google/re2/wiki/Syntax); `(?<name>…)` and `(?P<name>…)` are both read.
 * Returns the reason as text where it is no RE2 pattern (look-around and back-references are not).
 */
export function compilePattern(source: string, flags: { ignoreCase?: boolean; multiline?: boolean } = {}): Pattern | { error: string } {
  let compiled: RE2JS
  try {
    compiled = RE2JS.compile(source, (flags.ignoreCase ? RE2JS.CASE_INSENSITIVE : 0) | (flags.multiline ? RE2JS.MULTILINE : 0))
  } catch (error) {
    return { error: error instanceof Error ? error.message : String(error) }
  }
  const names = Object.keys(compiled.namedGroups())
  const read = (matcher: ReturnType<RE2JS['matcher']>): PatternMatch => {
    const groups: Record<string, { text: string; start: number; end: number } | undefined> = {}
    for (const name of names) {
      const text = matcher.group(name)
      groups[name] = text === null || text === undefined ? undefined : { text, start: matcher.start(name), end: matcher.end(name) }
    }
    return { text: matcher.group() ?? '', start: matcher.start(), end: matcher.end(), groups }
  }
  return {
    source,
    test: (text) => compiled.matcher(text).find(),
    exec(text) {
      const matcher = compiled.matcher(text)
      return matcher.find() ? read(matcher) : null
    },
    all(text) {
      const matcher = compiled.matcher(text)
      const found: PatternMatch[] = []
      while (matcher.find()) found.push(read(matcher))
      return found
    },
  }
}

export function isPattern(value: Pattern | { error: string }): value is Pattern {
  return !('error' in value)
}

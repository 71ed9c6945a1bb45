/** One part of a constraint, with offsets into it: `>= 1.2`, `^3`, `1.4.*`. */
export interface Comparator {
  op: string
  /** As written, with `v` and wildcards. */
  version: string
  start: number
  end: number
  /** Alternatives (`||`, `|`, `or`) count up from 0; comparators of one alternative hold together. */
  alternative: number
}

const OP = /(?:~>|~=|===|==|=>|=<|>=|<=|!=|\^|~|=|<|>)?/y
const GAP = /[ \t]{0,8}/y
const VERSION = /[vV]?(?:\d|[*xX](?![A-Za-z0-9]))[A-Za-z0-9.*+!_-]*/y
/** `", "` stands between the requirement strings of a Gemfile. */
const SEPARATOR = /[ \t]{0,8}(?:,|\|\|?|&&|["'],[ \t]{0,8}["']|(?:and|or|-)(?=[ \t]))[ \t]{0,8}|[ \t]{1,8}/y
const LONGEST = 512

/**
 * Reads a constraint of any of the grammars that pins use: npm, Cargo, hex (`~> 1.2 or ~> 2.0`), RubyGems, Terraform and pip, all of which
 * join comparators by spaces, commas, `and`, `&&`, and alternatives by `||`, `|`, `or`. A hyphen range is read as `>=` and `<=`.
 * Null where the text is something else (a branch, an address, a tag).
 */
export function parseConstraint(text: string): Comparator[] | null {
  if (text.length === 0 || text.length > LONGEST) return null
  const parts: Comparator[] = []
  let at = take(GAP, text, 0).length
  let alternative = 0
  let hyphen = false
  while (at < text.length) {
    const op = take(OP, text, at)
    const start = at + op.length + take(GAP, text, at + op.length).length
    const version = take(VERSION, text, start)
    if (version === '') return null
    at = start + version.length
    parts.push({ op: hyphen ? '<=' : op, version, start, end: at, alternative })
    const separator = take(SEPARATOR, text, at)
    if (separator === '') return at === text.length ? parts : null
    at += separator.length
    const word = separator.trim()
    hyphen = word === '-'
    const last = parts.at(-1)
    if (hyphen && last?.op === '') last.op = '>='
    if (word === '||' || word === '|' || word === 'or') alternative += 1
    if (at === text.length && word !== '') return null
  }
  return parts.length === 0 ? null : parts
}

function take(pattern: RegExp, text: string, at: number): string {
  pattern.lastIndex = at
  return pattern.exec(text)?.[0] ?? ''
}

/** Whether the text says more than one exact version: an operator, a wildcard or several comparators. */
export function isConstraint(text: string): boolean {
  const parts = parseConstraint(text)
  return parts !== null && (parts.length > 1 || parts.some((part) => part.op !== '' || hasWildcard(part.version)))
}

export function hasWildcard(version: string): boolean {
  return /(?:^[vV]?|\.)[*xX](?:\.[*xX]){0,5}$/.test(version)
}

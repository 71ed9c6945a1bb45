/** Shorter quotes stand in many entries. */
const TELLING = 20
const ALIKE = 0.6

/** Whether an entry is one of those quoted: one holds the other, or they share most words of the shorter. */
export function isQuoted(entry: string, quotes: readonly string[]): boolean {
  const said = plain(entry)
  return quotes.map(plain).some((quote) => said === quote || holds(said, quote) || holds(quote, said) || isAlike(said, quote))
}

function plain(text: string): string {
  return text
    .toLowerCase()
    .replace(/\[([^\]]*)\]\([^)]*\)/g, '$1')
    .replace(/[`*_#>\\]/g, '')
    .replace(/\s+/g, ' ')
    .trim()
}

function holds(long: string, short: string): boolean {
  return short.length >= TELLING && long.includes(short)
}

function isAlike(a: string, b: string): boolean {
  const [left, right] = [a, b].map((text) => new Set(text.split(/\W+/).filter(Boolean)))
  if (left === undefined || right === undefined || left.size === 0 || right.size === 0) return false
  const [few, many] = left.size < right.size ? [left, right] : [right, left]
  return [...few].filter((word) => many.has(word)).length / few.size >= ALIKE
}

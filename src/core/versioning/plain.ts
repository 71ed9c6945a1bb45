/** One to four numbers with dots between them, perhaps a `v` before them: how nearly every tag is written. */
export interface PlainNumbers {
  major: number
  minor: number
  patch: number
  /** How many numbers there are. */
  count: number
}

const [ZERO, NINE, DOT, V] = [48, 57, 46, 118]
/** Numbers of so many digits are exact in a double. */
const MOST_DIGITS = 15
const MOST_NUMBERS = 4

/**
 * Reads `1`, `v1.2`, `1.2.3` and `v8.2.1.4`; a missing number is 0. Null for anything else, which a scheme's own grammar then decides.
 * Hundreds of thousands of tags are read in one run: this looks at each character once.
 */
export function plainNumbers(text: string): PlainNumbers | null {
  const found = { major: 0, minor: 0, patch: 0, count: 0 }
  let [value, digits] = [0, 0]
  for (let at = text.charCodeAt(0) === V ? 1 : 0; at <= text.length; at += 1) {
    const code = at === text.length ? DOT : text.charCodeAt(at)
    if (code >= ZERO && code <= NINE) {
      value = value * 10 + (code - ZERO)
      digits += 1
      continue
    }
    if (code !== DOT || digits === 0 || digits > MOST_DIGITS || found.count === MOST_NUMBERS) return null
    if (found.count === 0) found.major = value
    else if (found.count === 1) found.minor = value
    else if (found.count === 2) found.patch = value
    found.count += 1
    value = 0
    digits = 0
  }
  return found
}

/** Whether a text is such numbers and nothing else. */
export function isPlain(text: string): boolean {
  let [count, digits] = [1, 0]
  for (let at = text.charCodeAt(0) === V ? 1 : 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at)
    if (code >= ZERO && code <= NINE) {
      digits += 1
      continue
    }
    count += 1
    if (code !== DOT || digits === 0 || digits > MOST_DIGITS || count > MOST_NUMBERS) return false
    digits = 0
  }
  return digits > 0 && digits <= MOST_DIGITS
}

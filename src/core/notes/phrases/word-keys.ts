/** So many letters of a word make its key: `remove`, `removes` and `removed` share one. */
export const LONGEST_KEY = 5

/** Key of the word of letters that begins at an offset: its first letters as one number. Words of fewer letters have keys of their own. */
export function keyAt(text: string, from: number): number {
  let key = 0
  for (let at = from; at < from + LONGEST_KEY; at += 1) {
    const code = text.charCodeAt(at)
    if (!isLetter(code)) break
    key = key * 64 + (code - 64)
  }
  return key
}

/** Of each code below 128: a letter, another character of a word, or 0. */
const LETTER = 1
const OTHER = 2
const CLASSES = Uint8Array.from({ length: 128 }, (_, code) => (isLetter(code) ? LETTER : isWordCode(code) ? OTHER : 0))

/** Calls back with the key of each word of a text: where a letter stands and no letter, digit or `_` before it. */
export function eachKey(text: string, found: (key: number) => void): void {
  let [before, key, letters] = [0, 0, 0]
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at)
    const kind = code < 128 ? (CLASSES[code] ?? 0) : 0
    if (kind === LETTER && (before === 0 || (letters > 0 && before === LETTER))) {
      if (letters < LONGEST_KEY) key = key * 64 + (code - 64)
      letters += 1
    } else if (letters > 0) {
      found(key)
      key = 0
      letters = 0
    }
    before = kind
  }
  if (letters > 0) found(key)
}

export function isLetter(code: number): boolean {
  return (code >= 97 && code <= 122) || (code >= 65 && code <= 90)
}

/** Whether a character may be part of a word, so that none begins behind it. */
export function isWordCode(code: number): boolean {
  return isLetter(code) || (code >= 48 && code <= 57) || code === 95
}

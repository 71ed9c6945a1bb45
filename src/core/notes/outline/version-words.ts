import { isDateVersion } from './loose-version.ts'
import { NUMERIC_DATE } from './release-words.ts'

const BRACES = /^(.{0,60})\{(\d{1,9}(?:~\d{1,9}){1,40})\}$/
const RANGE_WORDS = /^(?:and|to|through|-|–|—|&|→|->)$/

/** Words of a heading without the marks around them; what stands in braces stays one word. */
export function wordsOf(text: string): string[] {
  return text
    .replace(/\brelease candidate\b/gi, 'rc')
    .replace(/\{[\d,]{1,80}\}/g, (braces) => braces.replaceAll(',', '~'))
    .split(/[\s(),;|]{1,20}/)
    .map((word) => word.replace(/^["'“‘:]{1,3}/, '').replace(/["'”’:.!?]{1,3}$/, ''))
    .filter((word) => word !== '')
}

/** A lone number is a version only where it is called one: `Version 5`, `v5`, `CHANGES WITH 255`. */
export function isNamed(word: string, words: readonly string[], plain: boolean): boolean {
  if (/[._@]/.test(word) || isDateVersion(word) || BRACES.test(word)) return true
  if (!/^\D{0,40}\d{1,6}$|^v\d{8}$/i.test(word)) return false
  const before = words[words.indexOf(word) - 1]?.toLowerCase() ?? ''
  return (/^v\d/i.test(word) && !plain) || /^(?:version|release|with|otp|php)$/.test(before)
}

/** Versions that a word stands for: one, several for `1.2/1.3` and `6.5.{10,11}`, none for most words. */
export function versionsOf(word: string, dated: boolean): string[] {
  if (/^v?\d{1,9}\.[\w.-]{1,30}\/v?\d{1,9}\.[\w.-]{1,30}$/.test(word)) return word.split('/')
  const braces = BRACES.exec(word)
  if (braces !== null) return (braces[2] ?? '').split('~').map((last) => `${braces[1] ?? ''}${last}`)
  if (NUMERIC_DATE.test(word)) return dated && isDateVersion(word) ? [word] : []
  if (/^\d{1,4}$/.test(word)) return [word]
  return /\d/.test(word) && !/^(?:#|@[^@]{0,100}$)/.test(word) && !word.includes('%') && looksLikeVersion(word) ? [word] : []
}

/** `v1.2`, `foo-1.2.3`, `@scope/pkg@1.2.3`, `1.2.3-rc.1`; not `utf-8`, `sha256` or `2x`. */
function looksLikeVersion(word: string): boolean {
  return (
    /(?:^|[-_@/])[vVrR]?\.?\d{1,15}(?:[._]\d{1,15}){1,6}(?:[-._+~]?[a-zA-Z0-9.*+~-]{0,60})?$/.test(word) ||
    /^[vV](?:\d{1,6}|\d{8})$/.test(word) ||
    /^\d{1,9}\.[xX*]$/.test(word)
  )
}

/** The version found and those joined to it: `7.0.5, 7.0.6`, `1.0 and 1.1`, `7.0 RC1`, `3.0 beta 2`. */
export function collect(words: readonly string[], at: number, dated: boolean): { versions: string[]; next: number } {
  const versions = versionsOf(words[at] ?? '', dated)
  let next = at + 1
  while (next < words.length) {
    const word = words[next] ?? ''
    const stage = /^(?:rc|alpha|beta|preview|candidate|release|dev|milestone|m|b|a)\.?-?\d{0,3}$/i.test(word)
    if (stage && /\d$/.test(word)) versions.push(`${versions.pop() ?? ''} ${word}`)
    else if (stage && /^\d{1,3}$/.test(words[next + 1] ?? '')) {
      versions.push(`${versions.pop() ?? ''} ${word}${words[next + 1]}`)
      next += 1
    } else if (RANGE_WORDS.test(word) && /\D/.test(words[next + 1] ?? '') && versionsOf(words[next + 1] ?? '', dated).length > 0) {
      versions.push(...versionsOf(words[next + 1] ?? '', dated))
      next += 1
    } else if (/[._]/.test(word) && versionsOf(word, dated).length > 0) versions.push(...versionsOf(word, dated))
    else break
    next += 1
  }
  return { versions, next }
}

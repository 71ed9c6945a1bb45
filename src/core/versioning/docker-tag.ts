import { isDate } from './date.ts'
import { isCommit } from './loose.ts'
import { dottedNumerals, type Numeral, numeral } from './numeral.ts'
import { isPrereleaseWord, isWildcard, parseQualifier, type Qualifier } from './qualifier.ts'

/** An image tag that says a version: `v7.4.2_1-rc1-alpine3.20`. */
export interface DockerTag {
  text: string
  /** A date at the head is no number to be compared with others: `20230901` is not newer than `3.18` in any sense. */
  kind: 'numbers' | 'date'
  release: readonly Numeral[]
  /** What stands right behind the numbers and in pre-release words of the suffix: `_1`, `b2`, `-rc.1`. */
  qualifier: Qualifier
  /** Behind the first hyphen, as written: `alpine3.20`. Empty where there is none. */
  suffix: string
  /** The suffix without its pre-release words and build stamps: what a tag that follows must share. */
  flavour: string
  /** Dates in the suffix, which count the builds of one version: `bookworm-20250517`. */
  stamps: readonly Numeral[]
}

const TAG = /^v?(\d+(?:\.\d+)*)([._]?[A-Za-z_][\w.]*)?(?:-([\w.-]+))?$/
/** An update of Java 8: `8u392-b08-jre`. */
const JAVA_UPDATE = /^u\d+$/i
const DASHED_DATE = /^v?(\d{4})-(\d\d)-(\d\d)(?:-([\w.-]+))?$/
const MAX_TAG_LENGTH = 128

/** Null where the tag names no version (`latest`, `bookworm`) or a commit. */
export function parseDockerTag(text: string): DockerTag | null {
  if (text.length > MAX_TAG_LENGTH || isCommit(text) || isWildcard(text)) return null
  const [, year, month, day, behind = ''] = DASHED_DATE.exec(text) ?? []
  if (year !== undefined && isDate(Number(year), Number(month), Number(day))) {
    return { text, kind: 'date', release: [year, month ?? '', day ?? ''].map(numeral), ...readSuffix(behind, '') }
  }
  const [, numbers, marker = '', suffix = ''] = TAG.exec(text) ?? []
  if (numbers === undefined) return null
  return { text, kind: isCompactDate(numbers) ? 'date' : 'numbers', release: dottedNumerals(numbers), ...readSuffix(suffix, marker) }
}

function isCompactDate(digits: string): boolean {
  return /^\d{8}$/.test(digits) && isDate(Number(digits.slice(0, 4)), Number(digits.slice(4, 6)), Number(digits.slice(6)))
}

function readSuffix(suffix: string, marker: string): Pick<DockerTag, 'qualifier' | 'suffix' | 'flavour' | 'stamps'> {
  const announced: string[] = []
  const flavour: string[] = []
  const stamps: Numeral[] = []
  for (const [at, token] of (suffix === '' ? [] : suffix.split('-')).entries()) {
    const stamp = stampOf(token, at === 0 && JAVA_UPDATE.test(marker))
    if (stamp !== null) stamps.push(stamp)
    else if (announces(token) || (announced.length > 0 && flavour.length === 0 && /^\d+$/.test(token))) announced.push(token)
    else flavour.push(token)
  }
  return { qualifier: [...parseQualifier(marker), ...parseQualifier(announced.join('-'))], suffix, flavour: flavour.join('-'), stamps }
}

function stampOf(token: string, afterJavaUpdate: boolean): Numeral | null {
  if (isCompactDate(token)) return token
  return afterJavaUpdate && /^b\d+$/i.test(token) ? numeral(token.slice(1)) : null
}

/** `rc1`, `beta.2`, `M3`, `SNAPSHOT`, `pg17rc1`; not `alpine`, `b140`, `preview-slim`'s `slim`. */
function announces(token: string): boolean {
  const words = parseQualifier(token)
  return words.some((word, at) => isPrereleaseWord(word) && !isBuildNumber(token, at, words.length))
}

/** A lone `b140` or `a2` behind a hyphen counts builds; only right behind the numbers is it a beta. */
function isBuildNumber(token: string, at: number, length: number): boolean {
  return at === 0 && length === 2 && /^[abc]\d+$/i.test(token)
}

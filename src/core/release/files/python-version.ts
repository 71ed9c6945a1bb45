import { parseReleaseVersion, type ReleaseVersion } from '../version.ts'
import type { Spelling } from './span.ts'

/** Pre-releases that PEP 440 has a letter for (https://packaging.python.org/en/latest/specifications/version-specifiers/). */
const LETTERS: Readonly<Record<string, string>> = { alpha: 'a', beta: 'b', rc: 'rc' }
const NAMES: Readonly<Record<string, string>> = {
  a: 'alpha',
  alpha: 'alpha',
  b: 'beta',
  beta: 'beta',
  c: 'rc',
  rc: 'rc',
  pre: 'rc',
  preview: 'rc',
}

const PEP440 =
  /^v?(\d{1,20}\.\d{1,20}\.\d{1,20})(?:[-_.]?(a|b|c|rc|alpha|beta|pre|preview)[-_.]?(\d{1,20})|[-_.]?dev[-_.]?(\d{1,20})(?:\+([a-z0-9.-]{1,50}))?)?$/i

/**
 * Versions as Python's packaging tools read them: 1.3.0-rc.2 is `1.3.0rc2`, 1.3.0-dev.4 is `1.3.0.dev4`. What PEP 440 has no letter for becomes
 * a development release that says so in its local part: 1.3.0-feature.login.1 is `1.3.0.dev1+feature.login`.
 */
export const pythonSpelling: Spelling = {
  read(text) {
    const found = PEP440.exec(text)
    if (found === null) return parseReleaseVersion(text)
    const [, core = '', letter, number = '', dev, local] = found
    if (letter !== undefined) return parseReleaseVersion(`${core}-${NAMES[letter.toLowerCase()]}.${plain(number)}`)
    if (dev === undefined) return parseReleaseVersion(core)
    return parseReleaseVersion(`${core}-${local === undefined ? 'dev' : local}.${plain(dev)}`)
  },
  write: (version) => `${version.semantic.release.join('.')}${suffixOf(version)}`,
}

function suffixOf({ semantic: { pre } }: ReleaseVersion): string {
  if (pre.length === 0) return ''
  const last = pre.at(-1) ?? ''
  const numbered = /^\d+$/.test(last)
  const number = numbered ? last : '0'
  const channel = (numbered ? pre.slice(0, -1) : pre).join('.')
  const letter = LETTERS[channel]
  if (letter !== undefined) return `${letter}${number}`
  return channel === 'dev' ? `.dev${number}` : `.dev${number}+${channel === '' ? 'pre' : channel}`
}

/** `04` is `4`: SemVer takes no leading zeros. */
function plain(digits: string): string {
  return digits.replace(/^0+(?=\d)/, '')
}

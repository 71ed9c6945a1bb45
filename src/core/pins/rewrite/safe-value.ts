import type { PinValue } from '../contract.ts'
import { parseConstraint } from './constraint.ts'

/** No white space, quotes, `$`, `#`, brackets or control characters: a tag name is upstream's text and must not write YAML, shell or a second FROM. */
const VERSION = /^[A-Za-z0-9_@][A-Za-z0-9._+~:@/!-]{0,255}$/
const CONSTRAINT = /^[A-Za-z0-9._+~^<>=!,|&* -]{1,256}$/
/** `[1.0,2.0)`, `[1.5],(2.0,)`: Maven and NuGet. */
const INTERVALS = /^[[(][\w.,+-]{0,100}[\])](?:,[[(][\w.,+-]{0,100}[\])]){0,5}$/
/** `sha256:…`, a commit, `sha512-…==` (subresource integrity), `h1:…=` (Go). */
const DIGEST = /^[A-Za-z0-9][A-Za-z0-9.:+/_-]{6,255}={0,2}$/

/** Whether the text may be written into a file as a version or as a constraint on versions. */
export function isSafeVersion(version: string): boolean {
  return VERSION.test(version) || INTERVALS.test(version) || (CONSTRAINT.test(version) && parseConstraint(version) !== null)
}

/** Why a value must not be written into a file, one sentence; null where it may. An empty version stands for an untagged image. */
export function unsafeValue(value: PinValue): string | null {
  if (value.version !== '' && !isSafeVersion(value.version)) {
    return `the version ${JSON.stringify(value.version.slice(0, 80))} has characters that no version has`
  }
  for (const digest of [value.digest, value.checksum, ...(value.digests ?? [])]) {
    if (digest !== undefined && !DIGEST.test(digest)) return `${JSON.stringify(digest.slice(0, 80))} is no digest`
  }
  return null
}

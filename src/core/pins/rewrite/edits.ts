import type { Edit } from '../../text/edit.ts'
import type { Found, PinEditor, PinValue } from '../contract.ts'
import { isConstraint } from './constraint.ts'
import { quoteWhereNeeded } from './quoting.ts'
import { unsafeValue } from './safe-value.ts'
import { withoutAffixes } from './style.ts'
import { rewriteVersion } from './version.ts'

/** What an editor may do otherwise than the rest. */
export interface Dialect {
  /** How the text of a place is made to say a version. Without it, `rewriteVersion`. Null where it cannot. */
  rewrite?(old: string, next: string): string | null
  /** Whether a range may be written where an exact version stands: `"^1.2"` in package.json, never behind an image's colon. */
  takesRanges?: boolean
  /** What is put into an empty place: `:1.2.3` behind an untagged image, ` # v1.2.3` behind an action's commit. */
  insert?(version: string): string
  /** Whether a place without version that has a digest gets the version too where a digest is given. An image does not, an action does. */
  insertBesideDigest?: boolean
}

const COMMIT = /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/
/** How much text around a place is looked at for parts of the version that stand there already. */
const AROUND = 160

/** The edits that make a place say a value, or why it cannot say it, as the rest of a sentence. */
export type Plan = readonly Edit[] | string

/** `replace` and `refusal` of an editor whose places follow the rules that all share, but for what its dialect says. */
export function replacing(dialectOf: (text: string, found: Found) => Dialect = () => ({})): Pick<PinEditor, 'replace' | 'refusal'> {
  return planned((text, found, value) => planEdits(text, found, value, dialectOf(text, found)))
}

/** `replace` and `refusal` of an editor that makes its own plans. */
export function planned(plan: (text: string, found: Found, value: PinValue) => Plan): Pick<PinEditor, 'replace' | 'refusal'> {
  return {
    replace(text, found, value) {
      const edits = plan(text, found, value)
      return typeof edits === 'string' ? [] : [...edits]
    },
    refusal(text, found, value) {
      const edits = plan(text, found, value)
      return typeof edits === 'string' ? edits : null
    },
  }
}

/**
 * Plans version, digest and checksum of a place.
 * @throws Error where the value has characters that no version has: callers ask `unsafeValue` first.
 */
export function planEdits(text: string, found: Found, value: PinValue, dialect: Dialect = {}): Plan {
  refuseUnsafe(newIn(value, found))
  if (!mayTake(found, value.version, dialect)) return `${value.version} is a range, and one version stands there`
  const version = value.version === '' || value.version === found.value ? found.value : rewritten(text, found, value.version, dialect)
  if (version === null) return `what its tag has around the variable is not that of ${value.version}`
  const changed = version !== found.value && !keepsDigestAlone(found, value, dialect)
  const digest = digestEdit(text, found, value, changed)
  if (typeof digest === 'string') return digest
  const edits = changed ? [versionEdit(found, version, digest !== null && digest.text === '', dialect)] : []
  return [...edits, ...(digest === null ? [] : [digest]), ...checksumEdits(found, value)]
}

/** @throws Error where the value has characters that no version and no digest has. */
export function refuseUnsafe(value: PinValue): void {
  const unsafe = unsafeValue(value)
  if (unsafe !== null) throw new Error(unsafe)
}

/** What stands there already need not be looked at: it is the file's own. */
function newIn({ version, digest, digests, checksum }: PinValue, found: Found): PinValue {
  return {
    version: version === found.value ? '' : version,
    ...(digest === undefined || digest === found.digest?.value ? {} : { digest }),
    ...(digests === undefined ? {} : { digests }),
    ...(checksum === undefined || checksum === found.checksum?.value ? {} : { checksum }),
  }
}

function mayTake(found: Found, next: string, dialect: Dialect): boolean {
  return dialect.takesRanges === true || next === found.value || !isConstraint(next) || isConstraint(found.value)
}

function rewritten(text: string, found: Found, next: string, dialect: Dialect): string | null {
  const before = text.slice(Math.max(0, found.start - AROUND), found.start)
  const after = text.slice(found.end, found.end + AROUND)
  const rewrite = dialect.rewrite ?? rewriteVersion
  return rewrite(found.value, found.value === '' ? next : withoutAffixes(found.value, next, before, after))
}

/** `redis@sha256:…` with a new digest stays without tag. */
function keepsDigestAlone(found: Found, value: PinValue, dialect: Dialect): boolean {
  return found.value === '' && found.digest !== undefined && value.digest !== undefined && dialect.insertBesideDigest !== true
}

function versionEdit(found: Found, version: string, digestGoes: boolean, dialect: Dialect): Edit {
  const { start, end } = found
  if (start === end) return { start, end, text: dialect.insert === undefined ? version : dialect.insert(version) }
  const staysBesideDigest = found.digest !== undefined && found.digest.start === end + 1 && !digestGoes
  const bare = found.bare === undefined || staysBesideDigest
  return { start, end, text: bare ? version : quoteWhereNeeded(found.bare ?? 'yaml', found.value, version) }
}

/**
 * A digest changes where one of its kind is given; where none is and the version changes, `@sha256:…` (or `+sha512.…`) goes, and so does the content of a key that
 * holds it alone. A commit cannot go, for nothing would be left, and cannot become an image's digest.
 */
function digestEdit(text: string, found: Found, value: PinValue, changed: boolean): Edit | string | null {
  const old = found.digest
  if (old === undefined) return null
  const next = value.digest
  if (next !== undefined && COMMIT.test(old.value) === COMMIT.test(next)) {
    return next === old.value ? null : { start: old.start, end: old.end, text: next }
  }
  if (!changed) return null
  if (COMMIT.test(old.value)) return `a commit stands beside the version, and none that belongs to ${value.version} is known`
  if (/[@+]/.test(text.charAt(old.start - 1))) return { start: old.start - 1, end: old.end, text: '' }
  const quoted = /["']/.test(text.charAt(old.start - 1))
  return { start: old.start, end: old.end, text: quoted ? '' : '""' }
}

/** The checksum in the form that stands there: with or without its `sha256:`. */
function checksumEdits(found: Found, value: PinValue): Edit[] {
  const old = found.checksum
  if (old === undefined || value.checksum === undefined) return []
  const hex = value.checksum.replace(/^sha(?:256|512):/, '')
  const next = (/^sha(?:256|512):/.exec(old.value)?.[0] ?? '') + hex
  return next === old.value ? [] : [{ start: old.start, end: old.end, text: next }]
}

import type { Found } from '../contract.ts'
import { isSafeVersion } from '../rewrite/safe-value.ts'
import type { ScalarNode } from './tree.ts'
import { versionWithin } from './within.ts'

const COMMIT = /^[0-9a-f]{40}$/
/** `# v1.2.3`, `# frozen: v1.2.3`, `# tag=v1.2.3`, `# pin@v1`, `# ratchet:owner/name@v1`. */
const COMMENT =
  /^["']?[ \t]{1,40}#[ \t]{0,40}((?:[A-Za-z][\w./-]{0,100}[:=@][ \t]{0,4})?)([vV]?\d[\w.+-]{0,100}|[A-Za-z][\w./-]{0,60}[-/@][vV]?\d[\w.+-]{0,100})/
/** Enough for a comment of a line; longer ones are not read. */
const LINE = 400

/** The place in a scalar. Null where it holds no version: several lines, an address, a sentence, an expression (`${TAG}`, `{{ .tag }}`). */
export function foundInScalar(text: string, scalar: ScalarNode, key = ''): Found | null {
  const raw = text.slice(scalar.start, scalar.end)
  if (COMMIT.test(raw)) return commitWithComment(text, scalar.start, scalar.end) ?? whole(raw, scalar)
  const within = versionWithin(raw, key)
  const start = scalar.start + within.start
  const end = scalar.start + within.end
  const { digest } = within
  const found: Found = { value: text.slice(start, end), start, end }
  if (found.value === '' ? digest === undefined : !isSafeVersion(found.value)) return null
  if (digest !== undefined) {
    const at = { start: scalar.start + digest.start, end: scalar.start + digest.end }
    found.digest = { value: text.slice(at.start, at.end), ...at }
  }
  const fills = within.start === 0 && (within.end === raw.length || digest !== undefined)
  return scalar.bare !== undefined && fills ? { ...found, bare: scalar.bare } : found
}

function whole(raw: string, { start, end, bare }: ScalarNode): Found {
  return bare === undefined ? { value: raw, start, end } : { value: raw, start, end, bare }
}

/** A commit whose version stands in the comment behind it: `rev: 3e8a… # v6.0.2`. Null where no comment says one. */
export function commitWithComment(text: string, start: number, end: number): Found | null {
  const rest = text.slice(end, end + LINE).split(/[\r\n]/, 1)[0] ?? ''
  const comment = COMMENT.exec(rest)
  const version = comment?.[2]?.replace(/[.]+$/, '')
  if (comment === null || version === undefined) return null
  const at = end + comment[0].length - (comment[2]?.length ?? 0)
  return { value: version, start: at, end: at + version.length, digest: { value: text.slice(start, end), start, end } }
}

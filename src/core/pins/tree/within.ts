/** Where in a scalar the version stands, as offsets into the scalar, and the digest beside it. */
export interface Within {
  start: number
  end: number
  digest?: { start: number; end: number }
}

/** Longer text is no version and no reference to one. */
const LONGEST = 2000
const DIGEST = /@(sha256:[0-9a-f]{64})$/
const REF = /[?&]ref=([\w./+-]{1,200})(?=$|&)/
const DEFAULT = /^(.*\$\{[A-Za-z_][A-Za-z0-9_]{0,100}:?[-=])([^${}]*)\}$/
/** Tags that have no number. */
const MOVING = /^(?:latest|stable|main|master|edge|nightly|rolling|lts|current|next|release|dev|develop)$/

/**
 * The version inside a scalar. Mostly that is all of it; in `redis:7.2.4`, `7.2.4@sha256:…`, `actions/checkout@v4`, `pnpm@9.1.0`,
 * `group:artifact:1.2.3`, `git::https://host/x.git?ref=v1.2` and `${TAG:-1.2.3}` it is the part that a reader would change.
 * `key`: the key that the scalar stands under, which tells `tag: noble@sha256:…` from `image: redis@sha256:…`.
 */
export function versionWithin(scalar: string, key = ''): Within {
  const whole = { start: 0, end: scalar.length }
  if (scalar.length > LONGEST || /^sha(?:256|512):[0-9a-f]+$/.test(scalar)) return whole
  const fallback = DEFAULT.exec(scalar)
  if (fallback?.[1] !== undefined && fallback[2] !== undefined) return shifted(versionWithin(fallback[2], key), fallback[1].length)
  const pinned = DIGEST.exec(scalar)
  if (pinned !== null) {
    const digest = { start: pinned.index + 1, end: scalar.length }
    return { ...tagOf(scalar.slice(0, pinned.index), key), digest }
  }
  const ref = REF.exec(scalar)
  if (ref?.[1] !== undefined) return { start: ref.index + 5, end: ref.index + 5 + ref[1].length }
  return namedVersion(scalar) ?? whole
}

/** Before a digest: a tag, a name with a tag, or a name alone. */
function tagOf(text: string, key: string): Within {
  const named = namedVersion(text)
  if (named !== null) return named
  const isTag =
    !text.includes('/') && (/(?:tag|version|ref|rev)$/i.test(key) || MOVING.test(text) || /^[vV]?\d/.test(text) || /\d[.\d]/.test(text))
  return { start: isTag ? 0 : text.length, end: text.length }
}

function namedVersion(text: string): Within | null {
  const cut = Math.max(text.lastIndexOf(':'), text.lastIndexOf('@'), text.lastIndexOf('==') + 1)
  const name = text.slice(0, cut).replace(/=$/, '')
  const version = text.slice(cut + 1)
  if (cut <= 0 || !/^[\w][\w.+~-]*$/.test(version) || !isName(name)) return null
  return { start: cut + 1, end: text.length }
}

/** A name has a letter and is no address: `http://host`, `1` of `1:2.3` (an epoch) and times of day are none. */
function isName(name: string): boolean {
  const bare = name.replace(/^(?:docker|oci):\/\//, '')
  return /^[@\w$][\w./+:@${}()[\],-]*$/.test(bare) && /[A-Za-z]/.test(bare) && !bare.includes('//')
}

function shifted(within: Within, by: number): Within {
  const { digest } = within
  const moved = { start: within.start + by, end: within.end + by }
  return digest === undefined ? moved : { ...moved, digest: { start: digest.start + by, end: digest.end + by } }
}

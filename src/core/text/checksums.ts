/** One line of a file of checksums. */
export interface Checksum {
  /** As written, perhaps with directories; null where the file holds nothing but the hash of the file it stands beside. */
  name: string | null
  algorithm: 'sha256' | 'sha512'
  /** Lower case. */
  hex: string
}

/** Longest line that is looked at: names are no longer. */
const LONGEST_LINE = 1000
/** More lines than any release has files. */
const MOST_LINES = 20_000

/**
 * Reads what `sha256sum`, its BSD form, goreleaser, HashiCorp and Node.js write: `HASH  NAME`, `HASH *NAME`, `SHA256 (NAME) = HASH`, a bare
 * hash. Of a clear-signed text only what is signed counts; the signature itself is not verified. Hashes of other lengths (MD5, SHA-1) are
 * left out: they prove nothing any more.
 */
export function parseChecksums(text: string): Checksum[] {
  return signedLines(text.split(/\r\n|\n|\r/, MOST_LINES)).flatMap((line) => (line.length > LONGEST_LINE ? [] : readLine(line.trim())))
}

/**
 * The checksum of one file: by its whole name, else by the last part of names with directories. Null where there is none, or two that differ
 * (`win-x64/node.exe` and `win-x86/node.exe` are both `node.exe`). `alone` is the name of the checksum file where it holds a bare hash.
 */
export function checksumFor(checksums: readonly Checksum[], artifact: string, alone?: string): Checksum | null {
  const whole = checksums.filter(({ name }) => name === artifact)
  const found = whole.length > 0 ? whole : checksums.filter(({ name }) => name !== null && name.split('/').at(-1) === artifact)
  const beside =
    found.length === 0 && alone !== undefined && isBeside(alone, artifact) ? checksums.filter(({ name }) => name === null) : found
  // SHA-256 is what pins carry.
  const usual = beside.filter(({ algorithm }) => algorithm === 'sha256')
  const chosen = usual.length > 0 ? usual : beside
  const [first] = chosen
  return first !== undefined && chosen.every(({ hex }) => hex === first.hex) ? first : null
}

/** `tool.tar.gz.sha256` holds the hash of `tool.tar.gz`. */
function isBeside(checksumFile: string, artifact: string): boolean {
  return checksumFile.startsWith(`${artifact}.`) || checksumFile === `${artifact}_SHA256`
}

/** The lines between the headers of a clear-signed text and its signature, dash-escaping undone; all lines of another text. */
function signedLines(lines: readonly string[]): readonly string[] {
  const begin = lines.indexOf('-----BEGIN PGP SIGNED MESSAGE-----')
  if (begin === -1) return lines
  const first = lines.indexOf('', begin) + 1
  const end = lines.indexOf('-----BEGIN PGP SIGNATURE-----', begin)
  if (first === 0 || end < first) return []
  return lines.slice(first, end).map((line) => (line.startsWith('- ') ? line.slice(2) : line))
}

function readLine(line: string): Checksum[] {
  const bsd = /^SHA-?(256|512) ?\(([^)]{1,500})\) ?= ?([0-9a-fA-F]{64,128})$/.exec(line)
  if (bsd !== null) return checksum(bsd[3] ?? '', bsd[2] ?? '').filter(({ algorithm }) => algorithm === `sha${bsd[1]}`)
  const [, hash = '', rest = ''] = /^\\?([0-9a-fA-F]{64,128})(.*)$/.exec(line) ?? []
  if (hash === '') return []
  if (rest === '') return checksum(hash, null)
  const name = /^[ \t]{1,8}\*?(?=\S)/.exec(rest)
  return name === null ? [] : checksum(hash, rest.slice(name[0].length))
}

function checksum(hash: string, name: string | null): Checksum[] {
  const algorithm = hash.length === 64 ? 'sha256' : hash.length === 128 ? 'sha512' : null
  return algorithm === null ? [] : [{ name: name === null ? null : name.replace(/^\.\//, ''), algorithm, hex: hash.toLowerCase() }]
}

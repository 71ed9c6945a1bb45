import picomatch from 'picomatch/posix.js'
import type { Problem } from '../model/problems.ts'

const LONGEST = 512
/** A segment such as `*a*b*c*d` costs the matcher a power of the name's length for each star (measured: 14 s at five stars and 200 letters). */
const STARS_IN_SEGMENT = 2
const GLOBSTARS = 3
const BRACES = 4
const OPTIONS = { dot: true, noextglob: true, noquantifiers: true } as const

/** Whether the `file` of a pin is a pattern: `charts/*.yaml`, `{staging,production}/values.yaml`. */
export function isGlob(path: string): boolean {
  return /[*?{[]/.test(path)
}

/**
 * Null where the `file` of a pin is a path inside the repository, else the problem: absolute, upwards, into `.git`, with a backslash or a
 * control character, or a pattern that would take too long. What a symbolic link points to is the business of whoever reads the file.
 */
export function safePinPath(path: string): Problem | null {
  const reason = refusal(path)
  if (reason === null) return null
  return {
    code: 'pin-refused',
    message: `The file ${JSON.stringify(path.slice(0, 120))} of a pin is refused: ${reason}.`,
    help: 'Give a path from the root of the repository, with / between folders; * and ** are allowed.',
  }
}

function refusal(path: string): string | null {
  if (path === '' || path.length > LONGEST) return `it has ${path.length} characters, 1 to ${LONGEST} are allowed`
  if (/[\u0000-\u001f\u007f-\u009f\u2028\u2029]/.test(path)) return 'it has a control character'
  if (path.includes('\\')) return 'it has a backslash'
  if (path.startsWith('/') || path.startsWith('~') || /^[A-Za-z]:/.test(path)) return 'it is absolute'
  const segments = path.split('/')
  if (segments.includes('..')) return 'it leaves the repository'
  if (segments.some((segment) => /^\.git$/i.test(withoutTricks(segment)))) return 'it lies in .git'
  if (segments.some((segment) => segment === '' || segment === '.')) return 'it has an empty segment or a dot as segment'
  return isGlob(path) ? globRefusal(path, segments) : null
}

/** File systems that ignore case, trailing dots and blanks, or zero-width characters read all of these as `.git`. */
function withoutTricks(segment: string): string {
  return segment
    .replace(/[\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff]/g, '')
    .replace(/[. ]+$/, '')
    .replace(/^git~1$/i, '.git')
}

function globRefusal(path: string, segments: readonly string[]): string | null {
  if (segments.filter((segment) => segment === '**').length > GLOBSTARS) return `it has more than ${GLOBSTARS} times **`
  const busy = segments.some((segment) => segment !== '**' && (segment.match(/\*/g) ?? []).length > STARS_IN_SEGMENT)
  if (busy) return `it has more than ${STARS_IN_SEGMENT} stars between two slashes`
  return (path.match(/[{[]/g) ?? []).length > BRACES ? `it has more than ${BRACES} braces and brackets` : null
}

/** The files that a pattern matches, of all files of the repository, in their order. A pattern that `safePinPath` refuses matches none. */
export function expandGlob(pattern: string, files: readonly string[]): string[] {
  if (refusal(pattern) !== null) return []
  const matches = picomatch(pattern, OPTIONS)
  return files.filter((file) => refusal(file) === null && matches(file))
}

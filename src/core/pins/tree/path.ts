/** One step of a path into a document. */
export type Segment =
  | { kind: 'key'; key: string }
  | { kind: 'index'; index: number }
  | { kind: 'all' }
  /** `[name=redis]`: those of a list's items, or the map itself, in which the path has the value. */
  | { kind: 'match'; path: readonly string[]; value: string }

const KEY = /[^.[\]"']{1,500}/y
const QUOTED = /\[\s{0,8}(?:"((?:[^"\\]|\\["\\]){0,500})"|'([^']{0,500})')\s{0,8}\]/y
const INDEX = /\[(\d{1,6})\]/y
const MATCH = /\[([^\][="'*]{1,500})=(?:"([^"]{0,500})"|'([^']{0,500})'|([^\]"']{0,500}))\]/y

/**
 * Reads `a.b[0].c`, `a["x.y"].c`, `a[*].c`, `a.*.c`, `[kind=Deployment].spec`, `images[name=redis].newTag`.
 * Returns the reason as text where it is no path.
 */
export function parsePath(text: string): Segment[] | { error: string } {
  const segments: Segment[] = []
  let at = 0
  while (at < text.length) {
    if (text.charAt(at) === '.' && at > 0 && text.charAt(at + 1) !== '[') at += 1
    const step = bracketAt(text, at) ?? keyAt(text, at)
    if (step === null) return { error: `cannot read ${JSON.stringify(text.slice(at, at + 40))}; paths look like a.b[0].c or a["x.y"].c` }
    segments.push(step.segment)
    at = step.end
    if (at < text.length && !/[.[]/.test(text.charAt(at)))
      return { error: `expected . or [ before ${JSON.stringify(text.slice(at, at + 40))}` }
  }
  return segments.length === 0 || text.endsWith('.') ? { error: 'the path is empty or ends with a dot' } : segments
}

interface Step {
  segment: Segment
  end: number
}

function keyAt(text: string, at: number): Step | null {
  const key = take(KEY, text, at)
  if (key === null) return null
  return { segment: key[0] === '*' ? { kind: 'all' } : { kind: 'key', key: key[0] }, end: at + key[0].length }
}

function bracketAt(text: string, at: number): Step | null {
  if (text.startsWith('[*]', at)) return { segment: { kind: 'all' }, end: at + 3 }
  const index = take(INDEX, text, at)
  if (index !== null) return { segment: { kind: 'index', index: Number(index[1]) }, end: at + index[0].length }
  const quoted = take(QUOTED, text, at)
  if (quoted !== null) {
    const key = quoted[2] ?? (quoted[1] ?? '').replace(/\\(["\\])/g, '$1')
    return { segment: { kind: 'key', key }, end: at + quoted[0].length }
  }
  const match = take(MATCH, text, at)
  if (match === null) return null
  const value = match[2] ?? match[3] ?? match[4] ?? ''
  return { segment: { kind: 'match', path: (match[1] ?? '').split('.'), value }, end: at + match[0].length }
}

function take(pattern: RegExp, text: string, at: number): RegExpExecArray | null {
  pattern.lastIndex = at
  return pattern.exec(text)
}

/** Writes a key behind a path, as `parsePath` reads it: `a`, `b.c` → `a["b.c"]`. */
export function joinPath(path: string, key: string): string {
  if (/^[^.[\]"'*][^.[\]"']{0,400}$/.test(key)) return path === '' ? key : `${path}.${key}`
  return `${path}[${JSON.stringify(key)}]`
}

/** The path as `parsePath` reads it. */
export function formatPath(path: readonly Segment[]): string {
  let text = ''
  for (const segment of path) {
    if (segment.kind === 'key') text = joinPath(text, segment.key)
    else if (segment.kind === 'match') text += `[${segment.path.join('.')}=${JSON.stringify(segment.value)}]`
    else text += segment.kind === 'all' ? '[*]' : `[${segment.index}]`
  }
  return text
}

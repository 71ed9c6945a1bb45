import type { DoubleContext } from '../context.ts'
import type { Description } from '../openapi/extract.ts'

/** Parameters that may hold slashes that are not encoded. */
const long = new Set(['ref', 'branch', 'basehead', 'tag', 'dir', 'base', 'head'])

function patternOf(template: string): RegExp {
  const source = template
    .replace(/[.+*?^$()|[\]\\]/g, '\\$&')
    // The root folder has no path, with or without the slash.
    .replace('/{path}', '(?:/(?<path>.*?))?')
    .replace(/\{(\w+)\}/g, (_, name: string) => (long.has(name) ? `(?<${name}>.+?)` : `(?<${name}>[^/]+)`))
  return new RegExp(`^${source}/?$`)
}

export interface TableRow {
  id: string
  method: string
  pattern: RegExp
}

const tables = new WeakMap<Description, TableRow[]>()

/** Patterns of all paths, those with fewer parameters and longer texts first. */
export function tableOf(description: Description): TableRow[] {
  const known = tables.get(description)
  if (known !== undefined) return known
  const order = (path: string) => (path.match(/\{/g) ?? []).length * 1000 - path.length
  const rows = [...description.index].sort((a, b) => order(a.path) - order(b.path))
  const table = rows.map(({ id, method, path }) => ({ id, method, pattern: patternOf(path) }))
  tables.set(description, table)
  return table
}

/** The operation at a path and the parameters in it, decoded. */
export function findRoute(table: readonly TableRow[], method: string, path: string): { id: string; path: Record<string, string> } | null {
  const wanted = method === 'HEAD' ? 'GET' : method
  for (const entry of table) {
    const found = entry.method === wanted ? entry.pattern.exec(path) : null
    if (found === null) continue
    const groups = Object.entries(found.groups ?? {}).map(([key, value]) => [key, decode(value ?? '')])
    return { id: entry.id, path: Object.fromEntries(groups) }
  }
  return null
}

/** `/repositories/<id>/…`, as Link headers give it, is the same as `/repos/<owner>/<name>/…`. */
export function namedPath(double: DoubleContext, path: string): string {
  const found = /^\/repositories\/(\d+)(\/.*)?$/.exec(path)
  if (found === null) return path
  const repo = double.state.repositories.find((one) => one.id === Number(found[1]))
  return repo === undefined ? path : `/repos/${repo.owner}/${repo.name}${found[2] ?? ''}`
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

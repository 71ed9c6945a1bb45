import { JSONPathEnvironment, type JSONValue } from 'json-p3'
import { parse } from 'yaml'
import { parseInstant } from '../core/model/instant.ts'
import type { Release } from '../core/model/release.ts'
import { compilePattern, isPattern, type Pattern } from '../core/text/pattern.ts'
import { type ExtractKeys, extractSchema } from './_extract-keys.ts'

export type Extracted = { ok: true; releases: Release[]; unreadable: number } | { ok: false; user: boolean; reason: string }

/** Texts longer than this are no versions. */
const LONGEST = 200

/** The versions that a document holds. `user: true` where the registry's own keys are wrong, false where the document is. */
export function extractReleases(text: string, source: Readonly<Record<string, unknown>>, name: string): Extracted {
  const keys = extractSchema.safeParse(source)
  if (!keys.success)
    return { ok: false, user: true, reason: `source.${keys.error.issues[0]?.path.join('.')}: ${keys.error.issues[0]?.message}` }
  const pattern = keys.data.pattern === undefined ? null : compilePattern(keys.data.pattern, { multiline: true })
  if (pattern !== null && !isPattern(pattern))
    return { ok: false, user: true, reason: `source.pattern is no RE2 pattern: ${pattern.error}` }
  const format = keys.data.format ?? formatOf(name)
  if (format === 'json' || format === 'yaml') return fromData(text, format, keys.data, pattern)
  if (keys.data.path !== undefined) return { ok: false, user: true, reason: 'source.path needs the format json or yaml' }
  return pattern === null ? fromLines(text) : complete(fromPattern(text, pattern), 0)
}

function formatOf(name: string): ExtractKeys['format'] {
  if (/\.json$/i.test(name)) return 'json'
  if (/\.ya?ml$/i.test(name)) return 'yaml'
  return /\.html?$/i.test(name) ? 'html' : 'text'
}

function fromData(text: string, format: 'json' | 'yaml', keys: ExtractKeys, pattern: Pattern | null): Extracted {
  const document = parseData(text, format)
  if (document === undefined) return { ok: false, user: false, reason: `the document is no ${format === 'json' ? 'JSON' : 'YAML'}` }
  const selected = select(document, keys.path)
  if (!Array.isArray(selected)) return { ok: false, user: true, reason: selected.reason }
  const releases: Release[] = []
  let unreadable = 0
  for (const value of selected) {
    const own = valueReleases(value, keys, pattern)
    if (own === null) unreadable += 1
    else releases.push(...own)
  }
  return complete(releases, unreadable)
}

/** YAML is read as text throughout: `1.10` stays `1.10`. */
function parseData(text: string, format: 'json' | 'yaml'): JSONValue | undefined {
  try {
    return format === 'json' ? JSON.parse(text) : parse(text, { schema: 'failsafe', logLevel: 'silent', maxAliasCount: 100 })
  } catch {
    return undefined
  }
}

/** RFC 9535 without its two functions that run patterns by the engine of the language: the document is hostile and they are not linear. */
function environment(): JSONPathEnvironment {
  const jsonPath = new JSONPathEnvironment({ maxRecursionDepth: 100 })
  jsonPath.functionRegister.delete('match')
  jsonPath.functionRegister.delete('search')
  return jsonPath
}

function select(document: JSONValue, path: string | undefined): unknown[] | { reason: string } {
  if (path === undefined) return Array.isArray(document) ? document : [document]
  try {
    const full = path.startsWith('$') ? path : path.startsWith('[') ? `$${path}` : `$.${path}`
    const values = environment().query(full, document).values()
    // A list is taken for its entries; an empty one has none and is counted as unreadable.
    return values.flatMap((value) => (Array.isArray(value) && value.length > 0 ? value : [value]))
  } catch (error) {
    return { reason: `source.path is no JSONPath: ${error instanceof Error ? error.message.slice(0, 200) : 'unknown'}` }
  }
}

/** The releases of one selected value; null where it is none. */
function valueReleases(value: unknown, keys: ExtractKeys, pattern: Pattern | null): Release[] | null {
  const row = isRecord(value) ? value : null
  const text = row === null ? value : row[keys.version_key ?? 'version']
  if (typeof text !== 'string' && typeof text !== 'number') return null
  const date = row !== null && keys.date_key !== undefined ? row[keys.date_key] : undefined
  const found = pattern === null ? one(String(text)) : fromPattern(String(text), pattern)
  if (pattern === null && found.length === 0) return null
  const at = typeof date === 'string' ? parseInstant(date) : null
  return at === null ? found : found.map((release) => ({ ...release, date: at }))
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function one(text: string): Release[] {
  const version = text.trim()
  return version === '' || version.length > LONGEST || /[\p{Cc}]/u.test(version) ? [] : [{ tag: version, version }]
}

function fromPattern(text: string, pattern: Pattern): Release[] {
  return pattern.all(text).flatMap(({ text: whole, groups }) => {
    const [release] = one(groups['version']?.text ?? whole)
    if (release === undefined) return []
    const date = parseInstant(groups['date']?.text ?? '')
    return [{ ...release, ...(date !== null && { date }) }]
  })
}

/** Without a pattern a text is one version a line, as `VERSION` files and plain lists are; a page of HTML is neither. */
function fromLines(text: string): Extracted {
  if (/^\s{0,1000}</.test(text)) return { ok: false, user: false, reason: 'the document is a page of HTML: name a source.pattern' }
  const lines = text.split(/\r?\n/).filter((line) => line.trim() !== '' && !line.startsWith('#'))
  const releases = lines.filter((line) => /\d/.test(line) && !/\s/.test(line.trim())).flatMap(one)
  return complete(releases, lines.length - releases.length)
}

function complete(releases: readonly Release[], unreadable: number): Extracted {
  const byTag = new Map(releases.map((release) => [release.tag, release]))
  if (byTag.size === 0) return { ok: false, user: false, reason: 'nothing in the document is a version by source.path and source.pattern' }
  return { ok: true, releases: [...byTag.values()], unreadable }
}

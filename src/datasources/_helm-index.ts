import { parse } from 'yaml'
import * as z from 'zod'

const chartSchema = z.object({
  version: z.string().min(1),
  created: z.string().nullish(),
  deprecated: z.string().nullish(),
  digest: z.string().nullish(),
})
export type ChartVersion = z.infer<typeof chartSchema>

/** The rows of one chart, or in words why there are none: `missing` where the index is good and does not hold the chart. */
export type ChartRows = { ok: true; rows: ChartVersion[]; unreadable: number } | { ok: false; missing: boolean; reason: string }

/**
 * Reads one chart out of a repository's index. An index can hold some megabytes of other charts, so that the lines of this one are cut out
 * first; only where that does not succeed (unusual layout) is the whole parsed. All scalars are read as text: `version: 1.10` is not 1.1.
 */
export function chartRows(index: string, chart: string): ChartRows {
  if (!/^\s{0,1000}(?:[#{a-zA-Z"'-])/.test(index) || !/\bentries\b/.test(index)) {
    return { ok: false, missing: false, reason: 'the answer is no index of a chart repository' }
  }
  const block = blockOf(index, chart)
  const parsed = parseYaml(block ?? index)
  if (parsed === null) return { ok: false, missing: false, reason: 'the index is no YAML' }
  const list = block === null ? entryOf(parsed, chart) : Object.values(z.record(z.string(), z.unknown()).catch({}).parse(parsed))[0]
  if (list === undefined) return { ok: false, missing: true, reason: `the index has no chart \`${chart}\`` }
  const rows = z.array(z.unknown()).safeParse(list)
  if (!rows.success) return { ok: false, missing: false, reason: `the entry of \`${chart}\` is no list` }
  const read = rows.data.map((row) => chartSchema.safeParse(row))
  const good = read.flatMap((row) => (row.success ? [row.data] : []))
  return { ok: true, rows: good, unreadable: read.length - good.length }
}

function entryOf(index: unknown, chart: string): unknown {
  const entries = z.object({ entries: z.record(z.string(), z.unknown()) }).safeParse(index)
  return entries.success && Object.hasOwn(entries.data.entries, chart) ? entries.data.entries[chart] : undefined
}

function parseYaml(text: string): unknown {
  try {
    return parse(text, { schema: 'failsafe', logLevel: 'silent', maxAliasCount: 100 })
  } catch {
    return null
  }
}

/** The lines `  chart:` up to the next key of the same depth, as Helm and most tools write them; null where there are no such lines. */
function blockOf(index: string, chart: string): string | null {
  const entries = /^entries:[ \t\r]{0,100}$/m.exec(index)
  if (entries === null) return null
  const names = [`${chart}:`, `"${chart}":`, `'${chart}':`]
  let start = -1
  let depth = 0
  for (let at = index.indexOf('\n', entries.index) + 1; at > 0 && at < index.length; ) {
    const end = index.indexOf('\n', at)
    const stop = end === -1 ? index.length : end
    const first = firstCharacter(index, at, stop)
    const indent = first - at
    const isKey = first < stop && index[first] !== '#' && index[first] !== '-'
    if (start !== -1 && isKey && indent <= depth) return index.slice(start, at)
    if (start === -1 && isKey && indent > 0 && names.includes(index.slice(first, stop).trimEnd())) {
      start = at
      depth = indent
    }
    if (start === -1 && isKey && indent === 0) return null
    at = stop + 1
  }
  return start === -1 ? null : index.slice(start)
}

function firstCharacter(text: string, from: number, to: number): number {
  let at = from
  while (at < to && text[at] === ' ') at += 1
  return at
}

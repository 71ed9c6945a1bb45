import { linesOf } from './lines.ts'

/** A cell without the blanks around it. */
export interface Cell {
  text: string
  start: number
}

export interface Table {
  header: readonly Cell[]
  rows: readonly (readonly Cell[])[]
}

const DELIMITER = /^[\s|:-]{3,2000}$/
/** Longer lines are no rows that a person keeps. */
const LONGEST = 10_000

/** The tables of a document (https://github.github.com/gfm/#tables-extension-), those in code blocks left out. */
export function markdownTables(text: string): Table[] {
  const tables: { header: Cell[]; rows: Cell[][] }[] = []
  let open: { header: Cell[]; rows: Cell[][] } | null = null
  let before: Cell[] = []
  let fence: string | null = null
  for (const { text: line, start } of linesOf(text)) {
    const mark = /^ {0,3}(`{3,20}|~{3,20})/.exec(line)?.[1]
    if (fence !== null) {
      if (mark?.startsWith(fence) === true) fence = null
      continue
    }
    if (mark !== undefined) fence = mark
    const cells = mark === undefined && line.includes('|') && line.length <= LONGEST ? cellsOf(line, start) : []
    if (cells.length === 0) open = null
    else if (open !== null) open.rows.push(cells)
    else if (before.length > 0 && DELIMITER.test(line) && line.includes('-')) {
      open = { header: before, rows: [] }
      tables.push(open)
    }
    before = cells
  }
  return tables
}

/** A `|` behind a backslash parts no cells, even inside code. */
function cellsOf(line: string, start: number): Cell[] {
  const ends: number[] = []
  for (let at = 0; at < line.length; at += 1) {
    if (line.charAt(at) === '\\') at += 1
    else if (line.charAt(at) === '|') ends.push(at)
  }
  const lead = line.length - line.trimStart().length
  const bounds = [...(line.charAt(lead) === '|' ? [] : [lead - 1]), ...ends, ...(line.trimEnd().endsWith('|') ? [] : [line.length])]
  return bounds.slice(0, -1).map((bound, index) => {
    const raw = line.slice(bound + 1, bounds[index + 1])
    return { text: raw.trim(), start: start + bound + 1 + (raw.length - raw.trimStart().length) }
  })
}

/** The words of a cell without emphasis, code marks and the address of a link: `[**Redis**](https://…)` → `Redis`. */
export function plainCell(text: string): string {
  return text
    .slice(0, 500)
    .replace(/\[([^[\]]{0,200})\]\([^()]{0,300}\)/g, '$1')
    .replace(/[*_`~]/g, '')
    .trim()
}

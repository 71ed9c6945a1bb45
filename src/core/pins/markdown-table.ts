import * as z from 'zod'
import type { Found, PinEditor } from './contract.ts'
import { inOrder } from './order.ts'
import { replacing } from './rewrite/edits.ts'
import { type Cell, markdownTables, plainCell, type Table } from './syntax/markdown-tables.ts'

const name = z.string().min(1).max(200)
const locator = z
  .union([
    name,
    z.strictObject({
      row: name.meta({ description: 'Text of a cell of the row, mostly the name of the component.' }),
      column: name.meta({ description: 'Text of the header of the column that has the version.' }),
    }),
  ])
  .meta({
    description:
      'The row of a component in a table; the version is in the column `Version`, or in the one that `column` names. Case, emphasis and links do not count.',
    examples: ['Redis', { row: 'PostgreSQL', column: 'Pinned' }],
  })

type Locator = z.infer<typeof locator>

/** Versions in the tables of a document: `| Redis | 7.4.2 | 2026-01-10 | … |`. */
export const markdownTable: PinEditor<Locator> = {
  id: 'markdown-table',
  label: 'A row of a Markdown table',
  docs: 'https://github.github.com/gfm/#tables-extension-',
  locator,
  find(text, at) {
    const { row, column } = typeof at === 'string' ? { row: at, column: 'version' } : at
    return inOrder(markdownTables(text).flatMap((table) => versionsIn(table, row, column)))
  },
  ...replacing(() => ({ takesRanges: true })),
  similar: (text) =>
    markdownTables(text).flatMap(({ rows }) => rows.flatMap(([first]) => (first === undefined ? [] : [plainCell(first.text)]))),
}

function versionsIn(table: Table, row: string, column: string): (Found | null)[] {
  const at = table.header.findIndex((cell) => same(cell, column))
  if (at === -1) return []
  const rows = table.rows.filter((cells) => cells.some((cell, index) => index !== at && same(cell, row)))
  return rows.map((cells) => versionIn(cells[at]))
}

function same(cell: Cell, wanted: string): boolean {
  return plainCell(cell.text).toLowerCase() === wanted.trim().toLowerCase()
}

/** A word that begins with a digit or a `v` and a digit, with an operator before it or not; else the only word of the cell. */
const VERSION = /(?<![\w./-])(?:(?:~>|[<>=~^!]=?)[ \t]{0,3})?[vV]?\d[\w.+:-]{0,200}(?:(?<=\.)\*)?/
const WORD = /^[\s*_`~]{0,10}(?:\[[*_`]{0,3})?([A-Za-z][\w.+-]{0,200})[\s*_`~]{0,10}(?:\][^|]{0,1000})?$/

function versionIn(cell: Cell | undefined): Found | null {
  if (cell === undefined) return null
  const version = VERSION.exec(cell.text)
  const word = version === null ? WORD.exec(cell.text)?.[1] : undefined
  const value = (version === null ? word : version[0])?.replace(/[.:]+$/, '')
  if (value === undefined) return null
  const start = cell.start + (version === null ? cell.text.indexOf(value) : version.index)
  return { value, start, end: start + value.length }
}

import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { parse } from 'yaml'
import * as z from 'zod'
import { pinsDocs } from './docs.ts'
import { isEditorId, pinEditors } from './index.ts'
import { editPin } from './locate.ts'
import { rewriteVersion } from './rewrite/version.ts'

const PATH = new URL('../../../docs/pins.md', import.meta.url)
const page = readFileSync(PATH, 'utf8')

const pinsSchema = z.object({ pins: z.tuple([z.record(z.string(), z.unknown())]) })

/** A `pins:` block, a line "To `version`, digest `…`:" and a diff. */
const EXAMPLE =
  /```yaml\n(pins:\n[^`]*)```\n\nTo `([^`]+)`(?:, (digest|digests|checksum) ([^:]*(?::[^:`]*`[^:]*)*))?:\n\n```diff\n([^`]*(?:`[^`]+)*?)```\n/g
const examples = [...page.matchAll(EXAMPLE)].map(([, pins = '', version = '', kind, content = '', diff = '']) => {
  const [{ file, checksum, digest, ...locators }] = pinsSchema.parse(parse(pins)).pins
  const [[editor, locator] = ['', '']] = Object.entries(locators)
  const given = [...content.matchAll(/`([^`]+)`/g)].map(([, one = '']) => one)
  return {
    name: `${editor}: ${JSON.stringify(locator)}`,
    pin: {
      file: String(file),
      editor,
      locator,
      ...(checksum === undefined ? {} : { checksum }),
      ...(digest === undefined ? {} : { digest }),
    },
    value: { version, ...(kind === undefined ? {} : { [kind]: kind === 'digests' ? given : given[0] }) },
    before: side(diff, '-'),
    after: side(diff, '+'),
  }
})

/** The lines of one side of a diff. */
function side(diff: string, sign: '-' | '+'): string {
  return diff
    .split('\n')
    .filter((line) => line.startsWith(' ') || line.startsWith(sign))
    .map((line) => `${line.slice(1)}\n`)
    .join('')
}

it('docs/pins.md has an example of each kind of change', () => {
  expect(examples.length).toBe([...page.matchAll(/^```diff$/gm)].length)
  expect(examples.length).toBeGreaterThanOrEqual(11)
})

it.each(examples)('does what docs/pins.md shows for $name', ({ pin, value, before, after }) => {
  expect(isEditorId(pin.editor)).toBe(true)
  const edited = editPin(before, pin.file, pin, value)
  expect(edited.ok ? edited.text : edited.problem).toBe(after)
})

it('shows every editor in docs/pins.md, with locators that a reader can copy', () => {
  const table = page.slice(page.indexOf('<!-- begin: editors -->'), page.indexOf('<!-- end: editors -->'))
  expect(table).toBe(`<!-- begin: editors -->\n${pinsDocs()}\n`)
  for (const id of Object.keys(pinEditors)) expect(table).toContain(`[\`${id}\`]`)
})

it('rewrites versions as the table of docs/pins.md says', () => {
  const table = page.slice(page.indexOf('<!-- begin: rewrites -->'), page.indexOf('<!-- end: rewrites -->'))
  const rows = [...table.matchAll(/^\| `(.+?)` \| `(.+?)` \| `(.+?)` \|$/gm)].map((row) =>
    row.slice(1).map((cell) => cell.replaceAll('\\|', '|')),
  )
  expect(rows.length).toBeGreaterThan(10)
  for (const [old = '', next = '', wanted] of rows) expect([old, next, rewriteVersion(old, next)]).toEqual([old, next, wanted])
})

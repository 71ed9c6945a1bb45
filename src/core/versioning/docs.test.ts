import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { expect, it } from 'vitest'
import { versioningDocs } from './docs.ts'
import { VERSIONING_IDS } from './index.ts'

it('shows every scheme in docs/versioning.md, with ranges that a reader can copy', () => {
  const page = readFileSync(resolve(import.meta.dirname, '../../../docs/versioning.md'), 'utf8')
  const table = page.slice(page.indexOf('<!-- begin: schemes -->'), page.indexOf('<!-- end: schemes -->'))
  expect(table).toBe(`<!-- begin: schemes -->\n${versioningDocs()}`)
  for (const id of VERSIONING_IDS) expect(table).toContain(`| \`${id}\` |`)
})

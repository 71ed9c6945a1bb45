import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { datasourcesDocs } from '../src/datasources/docs.ts'
import { datasources } from '../src/datasources/index.ts'

const PAGE = join(import.meta.dirname, '../docs/datasources.md')

it('the page on datasources says what the code does (UPDATE_FIXTURES=1 writes it anew)', () => {
  const page = readFileSync(PAGE, 'utf8')
  const wanted = page.replace(
    /(<!-- begin: datasources -->\n)[\s\S]*?(<!-- end: datasources -->)/,
    (_, begin, end) => `${begin}${datasourcesDocs(datasources)}\n${end}`,
  )
  if (process.env['UPDATE_FIXTURES'] === '1') writeFileSync(PAGE, wanted)
  else expect(page).toBe(wanted)
})

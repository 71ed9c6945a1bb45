import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { strategies } from '../strategies/index.ts'
import { filterTable } from './filters/index.ts'
import { answerResolve, answerSolve } from './inspect.ts'

const page = readFileSync(new URL('../../../docs/resolution.md', import.meta.url), 'utf8')

/** Fenced blocks by what stands behind the fence: `json resolve-row`. Every second piece between fences is one. */
const blocks = page
  .split(/^```/m)
  .filter((_, at) => at % 2 === 1)
  .map((text) => ({ kind: text.slice(0, text.indexOf('\n')), body: text.slice(text.indexOf('\n')) }))

/** Rows of the page, each with the answer that follows it. */
const examples = blocks.flatMap(({ kind, body }, at) => {
  if (!kind.endsWith('-row')) return []
  const row: unknown = JSON.parse(body)
  const answer: unknown = JSON.parse(blocks[at + 1]?.body ?? 'null')
  return [{ id: /"id": "([^"]+)"/.exec(body)?.[1] ?? '', engine: kind === 'json solve-row' ? answerSolve : answerResolve, row, answer }]
})

describe('docs/resolution.md', () => {
  it('has examples of both engines', () =>
    expect(new Set(examples.map(({ engine }) => engine))).toEqual(new Set([answerResolve, answerSolve])))

  it.each(examples)('answers its example “$id” as it says', ({ engine, row, answer }) => expect(engine(row)).toEqual(answer))

  it('lists every strategy and every filter as the code describes them', () => {
    for (const { id, label } of Object.values(strategies)) expect(page).toContain(`| \`${id}\` | ${label} |`)
    const rows = filterTable.map(({ id, label }) => `| \`${id}\` | ${label} |`).join('\n')
    expect(page).toContain(`<!-- begin: filters -->\n| filter | keeps back |\n| --- | --- |\n${rows}\n<!-- end: filters -->`)
  })
})

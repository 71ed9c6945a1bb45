import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { sentencesSchema } from '../../scripts/generate/judged.ts'
import { readNotes } from './read-notes.ts'

const rows = sentencesSchema
  .parse(JSON.parse(readFileSync(new URL('../../../fixtures/notes/sentences.json', import.meta.url), 'utf8')))
  .map((row) => ({ ...row, found: isBreaking(row) }))

function isBreaking({ section, version, text }: { section?: string | undefined; version: string; text: string }): boolean {
  const heading = section === undefined ? '' : `### ${section}\n\n`
  const changelog = `# Changelog\n\n## ${version} (2025-01-01)\n\n${heading}- ${text}\n\n## 0.0.1\n\n- x\n`
  return readNotes([{ kind: 'changelog', text: changelog }], '0.0.1', version).verdict === 'breaking'
}

describe('single entries, judged by their words', () => {
  it.each([
    { breaking: false, title: 'raises an alarm for fewer than 3 of 100 harmless ones', bound: 0.03 },
    { breaking: true, title: 'misses fewer than 5 of 100 breaking ones', bound: 0.05 },
  ])('$title', ({ breaking, bound }) => {
    const judged = rows.filter((row) => row.breaking === breaking)
    const wrong = judged.filter((row) => row.found !== breaking).map(({ text }) => text)
    expect(judged.length).toBeGreaterThan(100)
    expect(wrong.length / judged.length, wrong.join('\n')).toBeLessThan(bound)
  })
})

import { describe, expect, it } from 'vitest'
import { OSV_FIXTURES } from '../../test/support/osv.ts'
import { readOsvDirectory } from '../adapters/osv-directory.ts'
import { ProblemError } from '../core/model/problems.ts'
import type { AdvisoryFile } from '../ports/advisories.ts'
import { answerBatch } from './inspect.ts'

async function ask(rows: readonly unknown[], osv: AsyncIterable<AdvisoryFile> = readOsvDirectory(OSV_FIXTURES)) {
  const answers: unknown[] = []
  const warnings: string[] = []
  const inputs = { read: () => '', osv, warn: (message: string) => void warnings.push(message) }
  await answerBatch('advisories', rows.map((row) => JSON.stringify(row)).join('\n'), inputs, (line) => answers.push(JSON.parse(line)))
  return { answers, warnings }
}

async function* files(...made: AdvisoryFile[]): AsyncGenerator<AdvisoryFile> {
  yield* made
}

describe('inspect advisories', () => {
  it('answers each row in its place, with its id', async () => {
    const rollup = { ecosystem: 'npm', package: 'rollup' }
    const { answers } = await ask([
      { id: 'a', ...rollup, version: '3.29.4', available_versions: ['3.29.4', '4.0.0', '3.29.5'] },
      { id: 'b', ...rollup, version: '4.22.4' },
      { id: 'c', ...rollup, version: 'main' },
      { id: 'd', ...rollup },
      { id: 'e', ecosystem: 'npm', package: 'nobody-knows-it', version: '1.0.0', available_versions: ['1.0.0'] },
    ])
    expect(answers).toEqual([
      { id: 'a', vulnerable: true, advisory_ids: ['GHSA-gcx4-mw62-g8wm'], max_severity: 'high', first_safe: '3.29.5' },
      { id: 'b', vulnerable: false, advisory_ids: [], max_severity: 'none', first_safe: null },
      { id: 'c', error: expect.stringContaining('“main” is no version of npm') },
      { id: 'd', error: expect.stringContaining('version') },
      { id: 'e', vulnerable: false, advisory_ids: [], max_severity: 'none', first_safe: '1.0.0' },
    ])
  })

  it('goes on without what cannot be read, and says what that was', async () => {
    const record = { id: 'GHSA-1', affected: [{ package: { ecosystem: 'npm', name: 'left-pad' }, versions: ['1.0.0'] }] }
    const osv = files(
      { name: 'broken.json', text: '{' },
      { name: 'huge.json', problem: 'larger than 16 MiB' },
      { name: 'good.json', text: JSON.stringify(record) },
    )
    const { answers, warnings } = await ask([{ id: 1, ecosystem: 'npm', package: 'left-pad', version: '1.0.0' }], osv)
    expect(answers).toMatchObject([{ id: 1, vulnerable: true, advisory_ids: ['GHSA-1'] }])
    expect(warnings).toEqual([expect.stringContaining('broken.json is left out'), expect.stringContaining('huge.json is left out')])
  })

  it('does not bury its warnings under thousands of them', async () => {
    const osv = files(...Array.from({ length: 500 }, (_, at) => ({ name: `${at}.json`, text: '' })))
    const { warnings } = await ask([], osv)
    expect(warnings).toHaveLength(11)
    expect(warnings.at(-1)).toContain('490 more')
  })

  it('wants to know which database', async () => {
    await expect(answerBatch('advisories', '', { read: () => '', warn: () => undefined }, () => undefined)).rejects.toThrow(ProblemError)
  })
})

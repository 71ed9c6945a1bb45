import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { createSqliteCache } from './sqlite-cache.ts'

const folders: string[] = []
const folder = () => {
  const made = mkdtempSync(join(tmpdir(), 'pinwarden-seen-'))
  folders.push(made)
  return made
}

afterEach(() => {
  for (const one of folders.splice(0)) rmSync(one, { recursive: true, force: true })
})

describe('what tags held', () => {
  it('is remembered by the next run', () => {
    const directory = folder()
    const first = createSqliteCache({ directory })
    first.seen?.note(
      new Map([
        ['redis|7.2.5', { content: 'sha256:a', at: 5, changedAt: 9 }],
        ['redis|7.2.4', { content: 'sha256:b', at: 1 }],
      ]),
    )
    first.close()
    const second = createSqliteCache({ directory })
    expect([...(second.seen?.recall(['redis|7.2.5', 'redis|7.2.4', 'redis|7.2.3']) ?? [])]).toEqual([
      ['redis|7.2.5', { content: 'sha256:a', at: 5, changedAt: 9 }],
      ['redis|7.2.4', { content: 'sha256:b', at: 1 }],
    ])
    second.close()
  })

  it('never fails a run: a broken file is begun anew, a folder that cannot be is no memory', () => {
    const directory = folder()
    writeFileSync(join(directory, 'http-1.sqlite'), 'this is no database'.repeat(300))
    const broken = createSqliteCache({ directory })
    broken.seen?.note(new Map([['a', { content: 'x', at: 1 }]]))
    expect(broken.seen?.recall(['a']).get('a')?.content).toBe('x')
    broken.close()
    const nowhere = createSqliteCache({ directory: join(directory, 'http-1.sqlite', 'inside-a-file') })
    nowhere.seen?.note(new Map([['a', { content: 'x', at: 1 }]]))
    expect(nowhere.seen?.recall(['a']).size).toBe(0)
    nowhere.close()
  })

  it('is forgotten where nobody asked about it for more than a year', () => {
    const directory = folder()
    const early = createSqliteCache({ directory, now: () => 0 })
    early.seen?.note(new Map([['old', { content: 'x', at: 0 }]]))
    early.close()
    const late = createSqliteCache({ directory, now: () => 401 * 86_400_000 })
    late.seen?.note(new Map([['new', { content: 'y', at: 1 }]]))
    expect(late.seen?.recall(['old', 'new']).size).toBe(1)
    late.close()
  })
})

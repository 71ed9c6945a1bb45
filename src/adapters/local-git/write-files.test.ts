import { spawn } from 'node:child_process'
import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeEach, describe, expect, it } from 'vitest'
import { createGitRepository, type GitRepository } from '../../../test/support/git-repository.ts'
import type { FileChange } from '../../core/model/proposal.ts'
import { workingTree } from './working-tree.ts'
import { workingTreeWriter } from './write-files.ts'

let repository: GitRepository
const at = (path: string) => join(repository.directory, path)
const text = (path: string) => readFileSync(at(path), 'utf8')
const journal = () => at('.git/pinwarden/write.json')

beforeEach(async () => {
  repository = await createGitRepository({ files: { VERSION: '1.2.0\n', 'web/package.json': '{}\n' } })
  return () => repository.remove()
})

const writer = () => workingTreeWriter(repository.directory)
const change = (path: string, next: string, mode = '100644'): FileChange => ({ path, text: next, mode })
const read = (...paths: string[]) => workingTree(repository.directory).read(paths)
const CHANGES = [change('VERSION', '1.3.0\n'), change('docs/new/CHANGELOG.md', '# C\n'), change('web/package.json', '{ }\n')]
const PATHS = CHANGES.map(({ path }) => path)

describe('files of a working tree', () => {
  it('are all written, with their modes, and nothing is left over', async () => {
    chmodSync(at('VERSION'), 0o755)
    await writer().write([change('VERSION', '1.3.0\n', '100755'), ...CHANGES.slice(1)], await read(...PATHS))
    expect(PATHS.map(text)).toEqual(['1.3.0\n', '# C\n', '{ }\n'])
    expect(statSync(at('VERSION')).mode & 0o111).toBe(0o111)
    expect(existsSync(journal())).toBe(false)
    expect(readdirSync(at('web'))).toEqual(['package.json'])
  })

  it('are none of them written where one changed meanwhile', async () => {
    const before = await read(...PATHS)
    writeFileSync(at('web/package.json'), 'somebody else\n')
    await expect(writer().write(CHANGES, before)).rejects.toThrow('web/package.json is not what it was')
    expect(text('VERSION')).toBe('1.2.0\n')
    expect(existsSync(at('docs'))).toBe(false)
    expect(existsSync(journal())).toBe(false)
  })

  it('are none of them written through a link', async () => {
    writeFileSync(at('real'), 'x')
    mkdirSync(at('docs/new'), { recursive: true })
    symlinkSync(at('real'), at('docs/new/CHANGELOG.md'))
    await expect(writer().write(CHANGES, await read(...PATHS))).rejects.toThrow('or a link')
    expect(text('real')).toBe('x')
    expect(text('VERSION')).toBe('1.2.0\n')
  })

  it('are put back where one of them cannot be written', async () => {
    const before = await read(...PATHS)
    mkdirSync(at('docs'))
    writeFileSync(at('docs/new'), 'a file, not a folder')
    await expect(writer().write(CHANGES, before)).rejects.toThrow()
    expect(text('VERSION')).toBe('1.2.0\n')
    expect(text('web/package.json')).toBe('{}\n')
    expect(existsSync(journal())).toBe(false)
    expect(await repository.git('status', '--porcelain', '--untracked-files=all')).toBe('?? docs/new')
  })

  it('are put back by the next run where the last was killed, wherever it stood', async () => {
    for (const step of [1, 2, 3, 4, 5, 6, 7]) {
      await killedAfter(step)
      await writer().recover()
      expect(text('VERSION')).toBe('1.2.0\n')
      expect(text('web/package.json')).toBe('{}\n')
      expect(existsSync(at('docs/new/CHANGELOG.md'))).toBe(false)
      expect(existsSync(journal())).toBe(false)
      expect(await repository.git('status', '--porcelain', '--untracked-files=all')).toBe('')
    }
  })

  it('that somebody changed after a run was killed are left as they are', async () => {
    await killedAfter(6)
    writeFileSync(at('VERSION'), 'by hand\n')
    expect(await writer().unfinished()).toEqual(PATHS)
    await writer().recover()
    expect(text('VERSION')).toBe('by hand\n')
    expect(await writer().unfinished()).toEqual([])
  })

  it('are not touched while another run is writing', async () => {
    const sleeper = spawn('sleep', ['30'])
    mkdirSync(at('.git/pinwarden'), { recursive: true })
    writeFileSync(journal(), JSON.stringify({ pid: sleeper.pid, files: [] }))
    await expect(writer().recover()).rejects.toThrow('Another run')
    await expect(writer().write(CHANGES, await read(...PATHS))).rejects.toThrow('Another run')
    sleeper.kill()
    expect(text('VERSION')).toBe('1.2.0\n')
  })

  it('are written after a journal that was itself cut off', async () => {
    mkdirSync(at('.git/pinwarden'), { recursive: true })
    writeFileSync(journal(), '{"pid":1,"fil')
    expect(await writer().recover()).toEqual([])
    await writer().write(CHANGES, await read(...PATHS))
    expect(text('VERSION')).toBe('1.3.0\n')
  })
})

/** The state that a run leaves which is killed after so many of its steps: the journal, each file laid beside, each moved into place. */
async function killedAfter(steps: number): Promise<void> {
  const before = await read(...PATHS)
  const dead = 2 ** 22 - 1
  const files = CHANGES.map(({ path, text: after }) => ({ path, before: before.get(path)?.text ?? null, after }))
  const beside = (path: string) => `${at(path)}.pinwarden-new`
  const todo = [
    () => {
      mkdirSync(at('.git/pinwarden'), { recursive: true })
      writeFileSync(journal(), JSON.stringify({ pid: dead, files }))
    },
    ...CHANGES.map((one) => () => {
      mkdirSync(join(at(one.path), '..'), { recursive: true })
      writeFileSync(beside(one.path), one.text)
    }),
    ...CHANGES.map((one) => () => {
      writeFileSync(at(one.path), one.text)
      rmSync(beside(one.path))
    }),
  ]
  for (const step of todo.slice(0, steps)) step()
}

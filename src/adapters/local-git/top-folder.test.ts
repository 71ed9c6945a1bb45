import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { commonFolder, onlyGitKnows, topFolder } from './top-folder.ts'

let top: string

beforeEach(() => {
  top = realpathSync(mkdtempSync(join(tmpdir(), 'pinwarden-top-')))
})
afterEach(() => rmSync(top, { recursive: true, force: true }))

function git(cwd: string, ...args: string[]): string {
  return execFileSync('git', ['-c', 'user.name=a', '-c', 'user.email=a@example.org', ...args], { cwd, encoding: 'utf8' }).trim()
}

describe('the top of a repository is where git finds it, without asking git', () => {
  test('from any folder of it', () => {
    git(top, 'init', '-q')
    mkdirSync(join(top, 'a/b'), { recursive: true })
    expect(topFolder(join(top, 'a/b'), {})).toBe(git(join(top, 'a/b'), 'rev-parse', '--show-toplevel'))
  })

  test('in a worktree, whose `.git` is a file', () => {
    const main = join(top, 'main')
    mkdirSync(main)
    git(main, 'init', '-q')
    git(main, 'commit', '-q', '--allow-empty', '-m', 'first')
    git(main, 'worktree', 'add', '-q', '../beside')
    expect(topFolder(join(top, 'beside'), {})).toBe(git(join(top, 'beside'), 'rev-parse', '--show-toplevel'))
  })

  test('past an empty folder that is only named `.git`', () => {
    git(top, 'init', '-q')
    mkdirSync(join(top, 'a/.git'), { recursive: true })
    writeFileSync(join(top, 'a/versions.yaml'), '')
    expect(topFolder(join(top, 'a'), {})).toBe(git(join(top, 'a'), 'rev-parse', '--show-toplevel'))
  })

  test('and what all worktrees share is where git keeps it', async () => {
    const main = join(top, 'main')
    mkdirSync(main)
    git(main, 'init', '-q')
    git(main, 'commit', '-q', '--allow-empty', '-m', 'first')
    git(main, 'worktree', 'add', '-q', '../beside')
    const shared = join(main, '.git')
    expect(await Promise.all([commonFolder(main, {}), commonFolder(join(top, 'beside'), {})])).toEqual([shared, shared])
    const isOutside = (folder: string, env: Record<string, string>) => topFolder(folder, env) === null && !onlyGitKnows(env)
    expect([isOutside(main, {}), isOutside(top, {}), isOutside(top, { GIT_DIR: shared })]).toEqual([false, true, false])
  })

  test('git is left to answer where somebody told it where to look', () => {
    git(top, 'init', '-q')
    expect(topFolder(top, { GIT_DIR: '/elsewhere' })).toBeNull()
  })
})

import { execFileSync } from 'node:child_process'
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { ForgeConflict } from '../../ports/forge.ts'
import { localGitForge } from './forge.ts'
import { workingTree } from './working-tree.ts'

let root: string

const run = (...args: string[]) => execFileSync('git', args, { cwd: root, encoding: 'utf8' }).trim()

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'pinwarden-test-'))
  run('init', '-q', '-b', 'main')
  run('config', 'user.name', 'Ada')
  run('config', 'user.email', 'ada@example.com')
  writeFileSync(join(root, 'compose.yaml'), 'image: redis:7.2.4\n')
  writeFileSync(join(root, 'install.sh'), '#!/bin/sh\nREDIS_VERSION=7.2.4\n')
  chmodSync(join(root, 'install.sh'), 0o755)
  run('add', '-A')
  run('commit', '-qm', 'first')
})

afterEach(() => rmSync(root, { recursive: true, force: true }))

const message = { headline: 'Bump redis from 7.2.4 to 7.2.5', body: 'redis' }

describe('a local git repository as a forge', () => {
  it('makes a branch with one commit that keeps modes, and touches neither index nor working tree', async () => {
    const forge = await localGitForge(root)
    const base = await forge.base()
    await forge.createBranch('pinwarden/redis', base.commit)
    const commit = await forge.commit('pinwarden/redis', base.commit, message, [
      { path: 'compose.yaml', text: 'image: redis:7.2.5\n', mode: '100644' },
      { path: 'install.sh', text: '#!/bin/sh\nREDIS_VERSION=7.2.5\n', mode: '100755' },
      { path: 'docs/new/CHANGELOG.md', text: '# Changelog\n', mode: '100644' },
    ])
    expect(run('rev-parse', 'pinwarden/redis')).toBe(commit)
    expect(run('rev-list', '--count', 'main..pinwarden/redis')).toBe('1')
    expect(run('ls-tree', 'pinwarden/redis', 'install.sh')).toMatch(/^100755/)
    expect(run('show', 'pinwarden/redis:compose.yaml')).toBe('image: redis:7.2.5')
    expect(run('status', '--porcelain')).toBe('')
    expect(readFileSync(join(root, 'compose.yaml'), 'utf8')).toBe('image: redis:7.2.4\n')
    expect((await forge.changes(base.commit, commit)).files.map((file) => file.path)).toEqual([
      'compose.yaml',
      'docs/new/CHANGELOG.md',
      'install.sh',
    ])
  })

  it('refuses a commit on a branch that moved meanwhile', async () => {
    const forge = await localGitForge(root)
    const base = await forge.base()
    await forge.createBranch('pinwarden/redis', base.commit)
    await forge.commit('pinwarden/redis', base.commit, message, [{ path: 'a', text: 'a', mode: '100644' }])
    await expect(forge.commit('pinwarden/redis', base.commit, message, [{ path: 'b', text: 'b', mode: '100644' }])).rejects.toThrow(
      ForgeConflict,
    )
    await expect(forge.createBranch('pinwarden/redis', base.commit)).rejects.toThrow(ForgeConflict)
  })

  it('does not pull a branch away under somebody who has checked it out', async () => {
    const forge = await localGitForge(root)
    const base = await forge.base()
    await forge.createBranch('pinwarden/redis', base.commit)
    run('checkout', '-q', 'pinwarden/redis')
    await expect(forge.moveBranch('pinwarden/redis', base.commit)).rejects.toThrow('checked out')
  })

  it('keeps the proposal as a file that a person can read, and reads it back', async () => {
    const forge = await localGitForge(root)
    const base = await forge.base()
    await forge.createBranch('pinwarden/production/redis', base.commit)
    await forge.commit('pinwarden/production/redis', base.commit, message, [{ path: 'a', text: 'a', mode: '100644' }])
    const ref = { number: null, branch: 'pinwarden/production/redis' }
    await forge.openProposal({ branch: ref.branch, base: 'main', title: 'Bump redis', body: 'Body\n\nmore' })
    await forge.changeLabels(ref, { add: ['pinwarden', 'risk: low'], remove: [] })
    await forge.updateProposal(ref, { title: 'Bump redis again' })
    const wanted = { prefix: 'pinwarden/', branches: [], labels: [] }
    const [proposal] = (await forge.observe(wanted)).proposals
    expect(proposal).toMatchObject({ state: 'open', title: 'Bump redis again', body: 'Body\n\nmore', labels: ['pinwarden', 'risk: low'] })
    expect(readFileSync(proposal?.url ?? '', 'utf8')).toMatch(/^# Bump redis again\n/)

    run('merge', '-q', '--no-ff', '-m', 'merge', ref.branch)
    expect((await forge.observe(wanted)).proposals).toMatchObject([{ state: 'merged' }])
    run('branch', '-D', ref.branch)
    expect((await forge.observe(wanted)).proposals).toMatchObject([{ state: 'closed' }])
  })

  it('closes a proposal and deletes its branch, which the closing has done, without calling that a race', async () => {
    const forge = await localGitForge(root)
    const base = await forge.base()
    await forge.createBranch('pinwarden/redis', base.commit)
    const head = await forge.commit('pinwarden/redis', base.commit, message, [{ path: 'a', text: 'a', mode: '100644' }])
    const ref = { number: null, branch: 'pinwarden/redis' }
    await forge.openProposal({ branch: ref.branch, base: 'main', title: 'Bump redis', body: 'Body' })
    await forge.updateProposal(ref, { body: 'Closed', state: 'closed' })
    await forge.deleteBranch(ref.branch, head)
    expect((await forge.observe({ prefix: 'pinwarden/', branches: [], labels: [] })).proposals).toEqual([])
    await forge.createBranch('pinwarden/redis', base.commit)
    await expect(forge.deleteBranch('pinwarden/redis', head)).rejects.toThrow(ForgeConflict)
  })

  it('reads no file through a symbolic link, at a commit or in the working tree', async () => {
    mkdirSync(join(root, 'real'))
    writeFileSync(join(root, 'real/a.env'), 'A=1\n')
    symlinkSync('/etc/hostname', join(root, 'outside'))
    symlinkSync('real', join(root, 'linked'))
    run('add', '-A')
    run('commit', '-qm', 'links')
    const forge = await localGitForge(root)
    const paths = ['real/a.env', 'outside', 'linked/a.env', 'missing']
    for (const workspace of [forge.workspace((await forge.base()).commit), workingTree(root)]) {
      const files = await workspace.read(paths)
      expect(paths.map((path) => files.get(path)?.text ?? null)).toEqual(['A=1\n', null, null, null])
    }
  })

  it('keeps bytes that are no plain text out: binary files, broken UTF-8; a byte order mark stays', async () => {
    writeFileSync(join(root, 'bin'), Buffer.from([0, 1, 2]))
    writeFileSync(join(root, 'latin1'), Buffer.from([0x66, 0xfc, 0x72]))
    writeFileSync(join(root, 'bom'), '\ufeffa: 1\r\n')
    run('add', '-A')
    run('commit', '-qm', 'bytes')
    const forge = await localGitForge(root)
    const files = await forge.workspace((await forge.base()).commit).read(['bin', 'latin1', 'bom'])
    expect([...files.values()].map((file) => file?.text ?? null)).toEqual([null, null, '\ufeffa: 1\r\n'])
  })

  it('says in words what is wrong with a folder that is no repository, or has no commit', async () => {
    const empty = mkdtempSync(join(tmpdir(), 'pinwarden-none-'))
    await expect(localGitForge(empty)).rejects.toThrow('is not inside a git repository')
    execFileSync('git', ['init', '-q', '-b', 'main'], { cwd: empty })
    await expect((await localGitForge(empty)).base()).rejects.toThrow('no commit on main')
    rmSync(empty, { recursive: true })
  })
})

import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeEach, describe, expect, it } from 'vitest'
import { createGitRepository, type GitRepository } from '../../../test/support/git-repository.ts'
import { localHistory } from './history.ts'

let repository: GitRepository

beforeEach(async () => {
  repository = await createGitRepository({ files: { a: '1\n' } })
  return () => repository.remove()
})

const history = () => localHistory(repository.directory)

describe('the history of a local repository', () => {
  it('gives commits with children before parents, whole messages and all', async () => {
    const first = await repository.head()
    const message = 'feat: ümläut\n\nBody with\n\n-hash-\nlines: and more\n'
    const second = await repository.commit({ a: '2\n' }, { message })
    await repository.branch('side', first)
    const third = await repository.commit({ b: '1\n' }, { message: 'fix: side' })
    await repository.checkout('main')
    const merge = await repository.merge('side')
    const commits = await history().commits(null, [])
    expect(commits.map(({ sha }) => sha)).toHaveLength(4)
    expect(commits[0]).toMatchObject({ sha: merge, parents: [second, third], touches: true })
    expect(commits.find(({ sha }) => sha === second)?.message).toBe(message)
    expect(commits.at(-1)).toMatchObject({ sha: first, parents: [], date: Date.parse('2026-01-01T00:00:00Z') })
    expect((await history().commits(second, [])).map(({ sha }) => sha)).toEqual([merge, third])
  })

  it('knows which commits touch a path, and which are left out again', async () => {
    await repository.commit({ 'services/api/x': '1' }, { message: 'api' })
    await repository.commit({ 'services/api/docs/y': '1' }, { message: 'docs' })
    await repository.commit({ 'services/apis/x': '1' }, { message: 'other' })
    await repository.commit({ 'libs/common/z.ts': '1' }, { message: 'lib' })
    const touching = async (...paths: string[]) =>
      (await history().commits(null, paths)).filter(({ touches }) => touches).map(({ message }) => message.trim())
    expect(await touching('services/api')).toEqual(['docs', 'api'])
    expect(await touching('services/api', '!services/api/docs')).toEqual(['api'])
    expect(await touching('services/*/x', 'libs/**')).toEqual(['lib', 'other', 'api'])
    expect(await touching(':(top)services/api')).toEqual([])
    expect(await touching()).toHaveLength(5)
  })

  it('gives every tag that leads to a commit, by whatever way, and says which are part of the head', async () => {
    const first = await repository.head()
    await repository.tag('v1.0.0')
    await repository.tag('v1.0.1', { message: 'annotated' })
    await repository.git('tag', '-a', '-m', 'of a tag', 'nested', 'v1.0.1')
    await repository.git('tag', 'tree', 'HEAD^{tree}')
    await repository.branch('side')
    const side = await repository.commit({ b: '1' })
    await repository.tag('api/v2.0.0')
    await repository.checkout('main')
    expect((await history().tags()).toSorted((a, b) => (a.name < b.name ? -1 : 1))).toEqual([
      { name: 'api/v2.0.0', commit: side, merged: false },
      { name: 'nested', commit: first, merged: true },
      { name: 'v1.0.0', commit: first, merged: true },
      { name: 'v1.0.1', commit: first, merged: true },
    ])
  })

  it('knows the branch, and the default branch of the remote', async () => {
    expect(await history().head()).toEqual({ commit: await repository.head(), branch: 'main', defaultBranch: null })
    await repository.git('update-ref', 'refs/remotes/origin/trunk', 'HEAD')
    await repository.git('symbolic-ref', 'refs/remotes/origin/HEAD', 'refs/remotes/origin/trunk')
    await repository.git('checkout', '--quiet', '--detach')
    expect(await history().head()).toMatchObject({ branch: null, defaultBranch: 'trunk' })
  })

  it('says what to do about a shallow clone, and about a repository without commits', async () => {
    await repository.commit({ a: '2' })
    const folder = mkdtempSync(join(tmpdir(), 'shallow-'))
    execFileSync('git', ['clone', '--quiet', '--depth', '1', `file://${repository.directory}`, folder])
    await expect(localHistory(folder).head()).rejects.toThrow(/shallow clone.*fetch-depth: 0/)
    rmSync(folder, { recursive: true })
    const empty = mkdtempSync(join(tmpdir(), 'empty-'))
    execFileSync('git', ['init', '--quiet', empty])
    await expect(localHistory(empty).head()).rejects.toThrow('no commit yet')
    rmSync(empty, { recursive: true })
  })
})

import { afterEach, expect, it } from 'vitest'
import { createGitRepository, type GitRepository } from './git-repository.ts'

const made: GitRepository[] = []

async function history(): Promise<GitRepository> {
  const repository = await createGitRepository({
    files: { 'a.txt': 'one\r\n', 'run.sh': { text: '#!/bin/sh\n', mode: '100755' }, link: { text: 'a.txt', mode: '120000' } },
  })
  made.push(repository)
  await repository.branch('feature')
  await repository.commit({ 'b.txt': 'two\n' }, { message: 'feat: b' })
  await repository.commit({ 'c.txt': 'three\n', 'a.txt': null })
  await repository.checkout('main')
  await repository.commit({ 'd.txt': '' })
  return repository
}

afterEach(() => Promise.all(made.splice(0).map((one) => one.remove())))

it('gives the same shas each time, whatever machine and user', async () => {
  const [first, second] = [await history(), await history()]
  expect(await first.head()).toBe(await second.head())
  expect(await first.head('feature')).toBe(await second.head('feature'))
  expect(await first.git('ls-tree', '-r', 'main')).toMatch(/^100644 .*a\.txt\n100644 .*d\.txt\n120000 .*link\n100755 .*run\.sh$/s)
  expect(await first.show('a.txt')).toBe('one\r\n')
})

it.each([
  ['merge', 2, 5],
  ['squash', 1, 3],
  ['rebase', 1, 4],
] as const)('makes a %s as a forge does', async (how, parents, commits) => {
  const repository = await history()
  await repository.merge('feature', how)
  expect((await repository.git('rev-list', '--parents', '-1', 'HEAD')).split(' ')).toHaveLength(parents + 1)
  expect(await repository.git('rev-list', '--count', 'HEAD')).toBe(String(commits))
  expect(await repository.git('ls-files')).toBe('b.txt\nc.txt\nd.txt\nlink\nrun.sh')
})

it('tags lightly and with a message', async () => {
  const repository = await history()
  await repository.tag('v1')
  await repository.tag('v2', { message: 'Second', at: 'feature' })
  expect([await repository.git('cat-file', '-t', 'v1'), await repository.git('cat-file', '-t', 'v2')]).toEqual(['commit', 'tag'])
})

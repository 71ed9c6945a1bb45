import { rmSync } from 'node:fs'
import { afterEach, describe, expect, it } from 'vitest'
import { createGitRepository, type GitRepository } from '../../../test/support/git-repository.ts'
import { type GitHubDouble, startGitHubDouble } from '../../../test/support/github-double/index.ts'
import { localHistory } from '../local-git/history.ts'
import { createClient } from './client.ts'
import { githubHistory } from './history.ts'

let double: GitHubDouble
let repository: GitRepository

afterEach(async () => {
  double.assertClean()
  await double.close()
  rmSync(repository.directory, { recursive: true })
})

/** The same repository, seen through GitHub and through git. */
async function both() {
  double = await startGitHubDouble({
    world: {
      tokens: [{ token: 'ghs_app', kind: 'installation' }],
      repositories: [{ nameWithOwner: 'acme/shop', from: repository.directory }],
    },
  })
  const client = createClient({ token: 'ghs_app', apiUrl: double.restUrl, graphqlUrl: double.graphqlUrl, sleep: async () => undefined })
  const head = await localHistory(repository.directory).head()
  return { github: githubHistory(client, { owner: 'acme', repo: 'shop' }, head), local: localHistory(repository.directory) }
}

describe('a history that is read through the API', () => {
  it('is the one that git tells: commits, parents, messages, what each touches, tags', async () => {
    repository = await createGitRepository({ files: { 'services/api/a': '1', 'web/b': '1' } })
    await repository.tag('v1.0.0', { message: 'annotated' })
    const base = await repository.head()
    await repository.commit({ 'services/api/a': '2' }, { message: 'feat: ümläut\n\nBody\n' })
    await repository.branch('side', base)
    await repository.commit({ 'web/b': '2' }, { message: 'fix: side' })
    await repository.tag('v0.9.0')
    await repository.commit({ 'libs/x/y': '1', 'services/api/docs/z': '1' }, { message: 'docs: both' })
    await repository.tag('v1.1.0-rc.1')
    await repository.checkout('main')
    await repository.merge('side')
    await repository.tag('v1.1.0')
    await repository.commit({ 'web/c': '1' }, { message: 'chore: c' })
    await repository.branch('other')
    await repository.commit({ 'web/d': '1' }, { message: 'feat: d' })
    await repository.tag('v2.0.0')
    await repository.checkout('main')
    const { github, local } = await both()
    const shape = (commits: readonly { sha: string; touches: boolean }[]) => [...commits].toSorted((a, b) => (a.sha < b.sha ? -1 : 1))
    for (const since of [null, base, await repository.head('v1.1.0'), await repository.head('v0.9.0'), await repository.head()]) {
      for (const paths of [[], ['services/api'], ['web', 'libs'], ['libs/*/y'], ['services', '!services/api/docs']]) {
        const [a, b] = [await github.commits(since, paths), await local.commits(since, paths)]
        // What a merge touches is what it brought in, whichever way it is told.
        const plain = (commits: typeof a) => shape(commits.filter(({ parents }) => parents.length < 2))
        expect(plain(a), `${since} ${paths}`).toEqual(plain(b))
        expect(a.map(({ sha }) => sha).toSorted()).toEqual(b.map(({ sha }) => sha).toSorted())
        const at = new Map(a.map(({ sha }, index) => [sha, index]))
        for (const { sha, parents } of a) for (const parent of parents) expect(at.get(parent) ?? 1e9).toBeGreaterThan(at.get(sha) ?? -1)
      }
    }
    const middle = await repository.head('v1.1.0')
    expect((await github.commits(base, [], middle)).map(({ sha }) => sha).toSorted()).toEqual(
      (await local.commits(base, [], middle)).map(({ sha }) => sha).toSorted(),
    )
    const merged = (tags: readonly { name: string; merged: boolean }[]) => tags.filter((tag) => tag.merged).map(({ name }) => name)
    expect((await github.tags()).map(({ name, commit }) => ({ name, commit }))).toEqual(
      (await local.tags()).map(({ name, commit }) => ({ name, commit })).toSorted((a, b) => (a.name < b.name ? -1 : 1)),
    )
    expect(merged(await github.tags()).toSorted()).toEqual(merged(await local.tags()).toSorted())
    for (const tag of ['v0.9.0', 'v2.0.0', 'HEAD', 'other']) {
      const commit = await repository.head(tag)
      expect(await github.contains(commit), tag).toBe(await local.contains(commit))
    }
    expect((await github.tags('v1.1')).map(({ name }) => name)).toEqual(['v1.1.0', 'v1.1.0-rc.1'])
  })

  it('costs a request for a hundred commits, and one for the newest tag', async () => {
    repository = await createGitRepository({ files: { a: '0' } })
    await repository.tag('v1.0.0')
    const lines: string[] = []
    for (let n = 1; n <= 1000; n += 1) {
      const parent = n === 1 ? 'from refs/heads/main^0\n' : ''
      const message = `feat: number ${n}`
      lines.push(
        `commit refs/heads/main\ncommitter A <a@b.c> ${1767225600 + n} +0000\ndata ${message.length}\n${message}\n${parent}M 100644 inline f${n}\ndata 1\nx\n`,
      )
    }
    await fastImport(repository.directory, lines.join(''))
    await repository.git('reset', '--quiet', '--hard')
    const { github } = await both()
    const since = await repository.head('v1.0.0')
    expect(await github.commits(since, [])).toHaveLength(1000)
    expect(double.requests.count()).toBe(10)
    expect((await github.tags()).map(({ merged }) => merged)).toEqual([true])
    expect(double.requests.count()).toBe(12)
  })
})

async function fastImport(directory: string, stream: string): Promise<void> {
  const { spawnSync } = await import('node:child_process')
  const { status, stderr } = spawnSync('git', ['-C', directory, 'fast-import', '--quiet', '--force'], { input: stream })
  if (status !== 0) throw new Error(stderr.toString())
}

import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { git } from '../../git/run.ts'
import { createGitRepository } from '../../git-repository.ts'
import { createBareRepository, openBareStore } from './bare-store.ts'
import { mergeByPath } from './merge.ts'
import { type GitStore, RefConflict } from './store.ts'

const by = { name: 'Ada <the first>', email: 'ada@example.org', date: '2026-03-29T01:30:00+02:00' }
let folder: string
let store: GitStore
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'bare-store-'))
  await createBareRepository(folder, 'main')
  store = openBareStore(folder)
})
afterEach(async () => {
  store.close()
  await rm(folder, { recursive: true, force: true })
})

async function commit(files: Record<string, string | null>, parents: string[] = [], signed = false): Promise<string> {
  const base = parents[0] === undefined ? null : ((await store.commit(parents[0]))?.tree ?? null)
  const changes = await Promise.all(
    Object.entries(files).map(async ([path, text]) =>
      text === null ? { path, sha: null } : { path, sha: await store.writeBlob(Buffer.from(text)), mode: '100644' },
    ),
  )
  return store.writeCommit({
    tree: await store.writeTree(base, changes),
    parents,
    author: by,
    committer: by,
    message: 'Subject\n\nBody',
    signed,
  })
}

describe('objects written without git', () => {
  it('are what git takes for sound', async () => {
    const first = await commit({ 'a.txt': 'a', 'a/b.txt': 'b', 'a-b/c': 'c', 'z.txt': '' })
    const second = await commit({ 'a.txt': null, 'a/b.txt': 'changed' }, [first], true)
    const tag = await store.writeTag({ object: second, type: 'commit', tag: 'v1', tagger: by, message: 'One\n' })
    await store.createRefs([
      { name: 'refs/heads/main', sha: second },
      { name: 'refs/tags/v1', sha: tag },
    ])
    expect(await git(folder, ['fsck', '--strict', '--no-dangling'])).toBe('')
    expect(await git(folder, ['show', '-s', '--format=%an|%ae|%aI|%B', 'main'])).toBe(
      'Ada the first|ada@example.org|2026-03-29T01:30:00+02:00|Subject\n\nBody\n',
    )
    expect(await store.commit(second)).toMatchObject({
      author: { date: by.date },
      parents: [first],
      verified: true,
      message: 'Subject\n\nBody',
    })
    expect(await store.ref('refs/tags/v1')).toEqual({ name: 'refs/tags/v1', sha: tag, type: 'tag', peeled: second })
    expect((await store.refs('refs/')).map((ref) => ref.name)).toEqual(['refs/heads/main', 'refs/tags/v1'])
  })

  it('make the same trees as git itself, whatever the names', async () => {
    const name = fc
      .stringMatching(/^[a-z.ü-][a-zA-Z0-9 .-]{0,6}$/)
      .filter((text) => !/^\.+$/.test(text) && text.trim() === text && !/^\.git$/i.test(text))
    const path = fc.array(name, { minLength: 1, maxLength: 3 }).map((parts) => parts.join('/'))
    await fc.assert(
      fc.asyncProperty(fc.uniqueArray(path, { minLength: 1, maxLength: 8 }), async (paths) => {
        // A path cannot be a file and a folder at once.
        const files = paths.filter((one) => !paths.some((other) => other.startsWith(`${one}/`)))
        const blob = await store.writeBlob(Buffer.from('x'))
        const tree = await store.writeTree(
          null,
          files.map((one) => ({ path: one, sha: blob, mode: '100644' })),
        )
        const index = { GIT_INDEX_FILE: join(folder, 'index') }
        await rm(index.GIT_INDEX_FILE, { force: true })
        await git(folder, ['update-index', '-z', '--index-info'], {
          env: index,
          input: files.map((one) => `100644 ${blob}\t${one}\0`).join(''),
        })
        expect(tree).toBe((await git(folder, ['write-tree'], { env: index })).trim())
      }),
      { numRuns: 25 },
    )
  })
})

describe('refs', () => {
  it('move only from where the caller believed them, and not into each other', async () => {
    const [one, two] = [await commit({ a: '1' }), await commit({ a: '2' })]
    await store.updateRef('refs/heads/main', one, null)
    await expect(store.updateRef('refs/heads/main', two, two)).rejects.toThrow(RefConflict)
    await expect(store.updateRef('refs/heads/main', two, null)).rejects.toThrow(RefConflict)
    await expect(store.updateRef('refs/heads/main/below', two, null)).rejects.toThrow(RefConflict)
    await store.updateRef('refs/heads/main', two, one)
    expect((await store.ref('refs/heads/main'))?.sha).toBe(two)
    await store.updateRef('refs/heads/main', null, two)
    expect(await store.ref('refs/heads/main')).toBeNull()
  })

  it('are seen at once when somebody pushes with git', async () => {
    const work = await createGitRepository({ files: { a: '1' } })
    expect(await store.ref('refs/heads/main')).toBeNull()
    await work.git('push', '--quiet', folder, 'main')
    expect((await store.ref('refs/heads/main'))?.sha).toBe(await work.head())
    await work.commit({ a: '2' })
    await work.git('push', '--quiet', folder, 'main')
    expect((await store.blob((await store.resolve('main:a'))?.sha ?? ''))?.toString()).toBe('2')
    await work.remove()
  })
})

describe('history', () => {
  it('answers the same with and without asking git', async () => {
    const base = await commit({ a: '0' })
    let [left, right] = [await commit({ a: 'l' }, [base]), await commit({ b: 'r' }, [base])]
    const line = [left]
    for (let k = 0; k < 3; k += 1) {
      left = await commit({ a: `l${k}` }, [left])
      line.unshift(left)
    }
    right = await commit({ b: 'm' }, [right, left])
    expect(await store.mergeBase(base, left)).toBe(base)
    expect(await store.mergeBase(left, base)).toBe(base)
    expect(await store.mergeBase(left, right)).toBe(left)
    expect(await store.log(left, { not: base })).toEqual(line)
    expect(await store.log(left, { not: base, reverse: true })).toEqual([...line].reverse())
    expect(await store.log(right, { not: left })).toHaveLength(2)
    const alone = await commit({ c: 'c' })
    expect(await store.mergeBase(left, alone)).toBeNull()
    expect(await store.log(left, { not: alone })).toHaveLength(5)
  })

  it.each([
    ['lines far apart', '1\n2\n3\n4\n5\n', 'X\n2\n3\n4\n5\n', '1\n2\n3\n4\nY\n', 'X\n2\n3\n4\nY\n'],
    ['adjacent lines', '1\n2\n', 'X\n2\n', '1\nY\n', null],
    ['the same change', '1\n', '2\n', '2\n', '2\n'],
    ['a deletion against a change', '1\n', null, '2\n', null],
  ] as const)('merges %s by path as git does', async (_, from, ours, theirs, result) => {
    const base = await commit({ f: from, other: 'o' })
    const [left, right] = [await commit({ f: ours, l: 'l' }, [base]), await commit({ f: theirs, r: 'r' }, [base])]
    const trees = await Promise.all([base, left, right].map(async (sha) => (await store.commit(sha))?.tree ?? ''))
    const whole = await store.merge(left, right)
    const byPath = await mergeByPath(store, folder, trees[0] ?? null, trees[1] ?? '', trees[2] ?? '')
    expect(byPath).toEqual(whole)
    const merged = whole.tree === null ? null : await store.resolve(`${whole.tree}:f`)
    expect(merged === null ? null : (await store.blob(merged.sha))?.toString()).toBe(result)
  })
})

it('shows renames, modes and patches of a difference', async () => {
  const text = 'one\ntwo\nthree\nfour\nfive\n'
  const [from, to] = [
    await commit({ 'old name.txt': text, gone: 'x\n', bin: '\0' }),
    await commit({ 'new\tname.txt': `${text}six\n`, bin: '\0\0', added: '' }),
  ]
  expect(await store.diff(from, to)).toMatchObject([
    { path: 'added', status: 'added', additions: 0 },
    { path: 'bin', status: 'modified', additions: 0 },
    { path: 'gone', status: 'removed', deletions: 1, patch: '@@ -1 +0,0 @@\n-x' },
    { path: 'new\tname.txt', previous: 'old name.txt', status: 'renamed', additions: 1 },
  ])
})

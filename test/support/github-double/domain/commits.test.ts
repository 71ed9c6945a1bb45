import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type Fixture, graphRefusal, refusal, shop, startFixture } from '../fixture.ts'

let at: Fixture
let head: string
beforeEach(async () => {
  at = await startFixture()
  head = (await at.double.repository('acme/shop').head()) ?? ''
})
afterEach(() => at.double.close())

interface Changes {
  additions?: { path: string; contents: string }[]
  deletions?: { path: string }[]
}

function commit(fileChanges: Changes, options: { expected?: string; token?: string; branch?: string } = {}) {
  return at.graph(options.token)<{ createCommitOnBranch: { commit: { oid: string; messageBody: string } } }>(
    'mutation Commit($input: CreateCommitOnBranchInput!) { createCommitOnBranch(input: $input) { commit { oid messageBody } } }',
    {
      input: {
        branch: { repositoryNameWithOwner: 'acme/shop', branchName: options.branch ?? 'change' },
        message: { headline: 'Head', body: 'Body' },
        expectedHeadOid: options.expected ?? head,
        fileChanges,
      },
    },
  )
}

const text = (value: string) => Buffer.from(value).toString('base64')

describe('createCommitOnBranch', () => {
  it('is a compare-and-swap: of two writers at once one wins and one is told that its data is stale', async () => {
    const branch = (await at.double.repository('acme/shop').head('change')) ?? ''
    const both = await Promise.allSettled(
      ['one', 'two'].map((name) => commit({ additions: [{ path: name, contents: text(name) }] }, { expected: branch })),
    )
    expect(both.map((one) => one.status).sort()).toEqual(['fulfilled', 'rejected'])
    expect(await graphRefusal(commit({ additions: [{ path: 'three', contents: text('x') }] }, { expected: branch }))).toEqual({
      type: 'STALE_DATA',
      path: ['createCommitOnBranch'],
      locations: [{ line: 1, column: 55 }],
      message: `Expected branch to point to "${branch}" but it did not.  Pull and try again.`,
    })
    expect(await at.double.repository('acme/shop').log('change')).toHaveLength(3)
  })

  it('adds, changes and deletes files in one signed commit of the actor', async () => {
    const branch = (await at.double.repository('acme/shop').head('change')) ?? ''
    const made = await commit(
      { additions: [{ path: 'a/b.txt', contents: text('b') }], deletions: [{ path: 'bin/run.sh' }] },
      { expected: branch },
    )
    const { data } = await at.rest().repos.getCommit({ ...shop, ref: made.createCommitOnBranch.commit.oid })
    expect(data.files?.map((file) => `${file.status} ${file.filename}`)).toEqual(['added a/b.txt', 'removed bin/run.sh'])
    expect(data).toMatchObject({
      author: { login: 'pinwarden[bot]' },
      commit: { message: 'Head\n\nBody', committer: { name: 'GitHub' }, verification: { verified: true, reason: 'valid' } },
    })
  })

  it('keeps no file mode, which GitHub does not promise', async () => {
    await commit({ additions: [{ path: 'bin/run.sh', contents: text('changed') }] }, { branch: 'main' })
    expect(await at.double.repository('acme/shop').mode('bin/run.sh')).toBe('100644')
  })

  it('refuses to delete what is not there and to write to a branch that is not there', async () => {
    expect(await graphRefusal(commit({ deletions: [{ path: 'nothing' }] }, { branch: 'main' }))).toMatchObject({ type: 'UNPROCESSABLE' })
    expect(await graphRefusal(commit({ additions: [] }, { branch: 'gone' }))).toMatchObject({ type: 'NOT_FOUND' })
  })

  it('lets a token without `workflows` touch no workflow file', async () => {
    const token = 'ghs_actions'
    const edit = { additions: [{ path: '.github/workflows/ci.yml', contents: text('on: push\n') }] }
    expect(await graphRefusal(commit(edit, { branch: 'main', token }))).toMatchObject({
      type: 'FORBIDDEN',
      message: 'Resource not accessible by integration',
    })
    const tree = at.rest(token).git.createTree({
      ...shop,
      base_tree: head,
      tree: [{ path: '.github/workflows/new.yml', mode: '100644', type: 'blob', content: 'x' }],
    })
    expect(await refusal(tree)).toMatchObject({ status: 403 })
    await commit(edit, { branch: 'main', token: 'ghs_app' })
  })
})

describe('git data', () => {
  it('is signed only for an App that names neither author nor committer', async () => {
    const { data: base } = await at.rest().git.getCommit({ ...shop, commit_sha: head })
    const make = async (token: string, author?: { name: string; email: string }) =>
      (
        await at
          .rest(token)
          .git.createCommit({ ...shop, message: 'm', tree: base.tree.sha, parents: [head], ...(author === undefined ? {} : { author }) })
      ).data.verification.verified
    expect([await make('ghs_app'), await make('ghs_app', { name: 'A', email: 'a@b.c' }), await make('ghp_alice')]).toEqual([
      true,
      false,
      false,
    ])
  })

  it('says what is wrong with a ref', async () => {
    const create = (ref: string, sha = head) => refusal(at.rest().git.createRef({ ...shop, ref, sha }))
    expect([
      (await create('refs/heads/main')).message,
      (await create('refs/heads/x', 'a'.repeat(40))).message,
      (await create('refs/heads/main/below')).message,
      (await create('refs/heads/a..b')).message,
    ]).toEqual(['Reference already exists', 'Object does not exist', 'Reference update failed', 'Reference name is not properly formatted'])
    expect(await refusal(at.rest().git.deleteRef({ ...shop, ref: 'heads/none' }))).toMatchObject({
      status: 422,
      message: 'Reference does not exist',
    })
  })

  it('keeps the mode and the link that a tree is told', async () => {
    const { data } = await at
      .rest()
      .git.createTree({ ...shop, base_tree: head, tree: [{ path: 'bin/run.sh', mode: '100755', type: 'blob', content: 'echo new\n' }] })
    const { data: bin } = await at.rest().git.getTree({ ...shop, tree_sha: data.sha, recursive: 'true' })
    expect(bin.tree.find((entry) => entry.path === 'bin/run.sh')?.mode).toBe('100755')
    expect(bin.tree.find((entry) => entry.path === 'link')?.mode).toBe('120000')
  })
})

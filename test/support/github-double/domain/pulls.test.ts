import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type Fixture, refusal, shop, startFixture } from '../fixture.ts'

let at: Fixture
beforeEach(async () => {
  at = await startFixture()
})
afterEach(() => at.double.close())

const open = () => at.rest().pulls.create({ ...shop, title: 'Change', head: 'change', base: 'main' })
const repo = () => at.double.repository('acme/shop')

describe('a pull request lives as on GitHub', () => {
  it('is refused a second time for the same branches, and without commits', async () => {
    await open()
    expect(await refusal(open())).toMatchObject({
      status: 422,
      message: 'Validation Failed',
      errors: [{ resource: 'PullRequest', code: 'custom', message: 'A pull request already exists for acme:change.' }],
    })
    await at.rest().git.createRef({ ...shop, ref: 'refs/heads/same', sha: (await repo().head()) ?? '' })
    expect((await refusal(at.rest().pulls.create({ ...shop, title: 'Same', head: 'same', base: 'main' }))).errors).toMatchObject([
      { message: 'No commits between main and same' },
    ])
    expect((await refusal(at.rest().pulls.create({ ...shop, title: 'None', head: 'none', base: 'main' }))).errors).toEqual([
      { resource: 'PullRequest', field: 'head', code: 'invalid' },
    ])
  })

  it('takes a body of 65536 characters and not one more', async () => {
    const { data } = await at.rest().pulls.create({ ...shop, title: 'Change', head: 'change', base: 'main', body: 'x'.repeat(65536) })
    const tooLong = at.rest().pulls.update({ ...shop, pull_number: data.number, body: 'x'.repeat(65537) })
    expect(await refusal(tooLong)).toMatchObject({
      status: 422,
      errors: [{ field: 'body', message: 'body is too long (maximum is 65536 characters)' }],
    })
  })

  it('is closed by the one who deletes its branch, and cannot be reopened', async () => {
    await open()
    await at.rest('ghp_alice').git.deleteRef({ ...shop, ref: 'heads/change' })
    const { data } = await at.rest().issues.get({ ...shop, issue_number: 1 })
    expect(data).toMatchObject({ state: 'closed', closed_by: { login: 'alice' } })
    const graph = await at.graph()<Record<string, unknown>>(
      '{ repository(owner: "acme", name: "shop") { pullRequest(number: 1) { state headRef { name } timelineItems(last: 1, itemTypes: CLOSED_EVENT) { nodes { ... on ClosedEvent { actor { login } } } } } } }',
    )
    expect(graph).toMatchObject({
      repository: { pullRequest: { state: 'CLOSED', headRef: null, timelineItems: { nodes: [{ actor: { login: 'alice' } }] } } },
    })
    expect((await refusal(at.rest().pulls.update({ ...shop, pull_number: 1, state: 'open' }))).errors).toMatchObject([
      { code: 'custom', field: 'state', message: 'state cannot be changed. The change branch has been deleted.' },
    ])
  })

  it('is closed when a force-push leaves nothing against its base, and not reopened by another history', async () => {
    await open()
    const main = (await repo().head()) ?? ''
    const old = (await repo().head('change')) ?? ''
    const move = (sha: string, force: boolean) => at.rest().git.updateRef({ ...shop, ref: 'heads/change', sha, force })
    expect(await refusal(move(main, false))).toMatchObject({ status: 422, message: 'Update is not a fast forward' })
    expect(repo().pull(1).state).toBe('open')
    await move(main, true)
    expect(repo().pull(1)).toMatchObject({ state: 'closed', closedBy: 'pinwarden[bot]', pull: { mergedAt: null } })
    await repo().push('change', { 'else.txt': 'x' })
    expect((await refusal(at.rest().pulls.update({ ...shop, pull_number: 1, state: 'open' }))).errors).toMatchObject([
      { message: 'state cannot be changed. The change branch was force-pushed or recreated.' },
    ])
    await move(old, true)
    expect((await at.rest().pulls.update({ ...shop, pull_number: 1, state: 'open' })).data.state).toBe('open')
  })

  it('is merged when its commits come into the base by another way', async () => {
    await open()
    await at.rest('ghp_alice').git.updateRef({ ...shop, ref: 'heads/main', sha: (await repo().head('change')) ?? '' })
    expect((await at.rest().pulls.get({ ...shop, pull_number: 1 })).data).toMatchObject({ merged: true, merged_by: { login: 'alice' } })
  })

  it('does not know at first whether it can be merged, then by a real merge', async () => {
    await open()
    const look = async () => (await at.rest().pulls.get({ ...shop, pull_number: 1 })).data
    // The answer to the request that opened it was the first look.
    expect(await look()).toMatchObject({ mergeable: true, mergeable_state: 'clean' })
    await repo().push('main', { 'versions.yaml': 'components: {nginx: {}}\n' })
    expect(await look()).toMatchObject({ mergeable: null, mergeable_state: 'unknown' })
    expect(await look()).toMatchObject({ mergeable: false, mergeable_state: 'dirty' })
    expect(await refusal(at.rest().pulls.merge({ ...shop, pull_number: 1 }))).toMatchObject({
      status: 405,
      message: 'Pull Request is not mergeable',
    })
  })

  it('cannot change its base once closed', async () => {
    await open()
    await repo().push('other', { 'x.txt': 'x' })
    await repo().close(1, 'alice')
    expect((await refusal(at.rest().pulls.update({ ...shop, pull_number: 1, base: 'other' }))).errors).toMatchObject([
      { message: 'Cannot change the base branch of a closed pull request.' },
    ])
  })
})

describe('merging makes real commits', () => {
  it.each([
    ['merge', 2, 'Merge pull request #1 from acme/work\n\nChange'],
    ['squash', 1, 'Change versions (#1)'],
    ['rebase', 1, 'Change versions\n'],
  ] as const)('by %s', async (method, parents, message) => {
    await repo().push('work', { 'versions.yaml': 'components: {a: 1}\n' }, { message: 'Change versions', author: 'alice' })
    await at.rest().pulls.create({ ...shop, title: 'Change', head: 'work', base: 'main' })
    await repo().push('main', { 'other.txt': 'other\n' })
    const { data } = await at.rest().pulls.merge({ ...shop, pull_number: 1, merge_method: method, sha: (await repo().head('work')) ?? '' })
    const [tip] = await repo().log()
    expect(tip).toMatchObject({ sha: data.sha, message })
    expect(tip?.parents).toHaveLength(parents)
    expect([await repo().text('versions.yaml'), await repo().text('other.txt')]).toEqual(['components: {a: 1}\n', 'other\n'])
  })

  it('only where the head is the one expected', async () => {
    await open()
    expect(await refusal(at.rest().pulls.merge({ ...shop, pull_number: 1, sha: 'a'.repeat(40) }))).toMatchObject({
      status: 409,
      message: 'Head branch was modified. Review and try the merge again.',
    })
  })
})

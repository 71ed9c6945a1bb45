import { afterEach, describe, expect, it } from 'vitest'
import { type Fixture, graphRefusal, refusal, shop, shopWorld, startFixture } from '../fixture.ts'
import type { World } from '../world.ts'

let at: Fixture
afterEach(() => at.double.close())

async function start(more: Partial<NonNullable<World['repositories']>[number]>): Promise<void> {
  const repositories = (shopWorld.repositories ?? []).map((one) => ({ ...one, ...more }))
  at = await startFixture({ world: { ...shopWorld, repositories }, unknownReads: 0 })
}

const open = async () => (await at.rest().pulls.create({ ...shop, title: 'Change', head: 'change', base: 'main' })).data

function autoMerge(id: string) {
  return at.graph()<{ enablePullRequestAutoMerge: { pullRequest: { autoMergeRequest: { mergeMethod: string } } } }>(
    'mutation($id: ID!) { enablePullRequestAutoMerge(input: {pullRequestId: $id, mergeMethod: SQUASH}) { pullRequest { autoMergeRequest { mergeMethod } } } }',
    { id },
  )
}

describe('a protected branch', () => {
  it('moves by pull requests alone, and only when its checks are green', async () => {
    await start({ protections: { main: { requiredChecks: ['ci'], requiredApprovals: 1 } } })
    const pull = await open()
    const repo = at.double.repository('acme/shop')
    expect(await refusal(at.rest().git.updateRef({ ...shop, ref: 'heads/main', sha: pull.head.sha }))).toMatchObject({
      status: 422,
      message: 'Changes must be made through a pull request.',
    })
    const merge = () => at.rest().pulls.merge({ ...shop, pull_number: 1 })
    expect((await at.rest().pulls.get({ ...shop, pull_number: 1 })).data.mergeable_state).toBe('blocked')
    expect(await refusal(merge())).toMatchObject({ status: 405 })
    await repo.check(pull.head.sha, 'ci', 'success')
    await repo.review(1, 'alice', 'APPROVED')
    await merge()
    expect(repo.pull(1).pull.mergedAt).not.toBeNull()
  })

  it('lets auto-merge wait for its checks, and merges when they are green', async () => {
    await start({ protections: { main: { requiredChecks: ['ci'] } }, settings: { autoMerge: true } })
    const pull = await open()
    expect(await autoMerge(pull.node_id)).toEqual({
      enablePullRequestAutoMerge: { pullRequest: { autoMergeRequest: { mergeMethod: 'SQUASH' } } },
    })
    await at.double.repository('acme/shop').check(pull.head.sha, 'ci', 'failure')
    expect(at.double.repository('acme/shop').pull(1).state).toBe('open')
    await at.double.repository('acme/shop').check(pull.head.sha, 'ci', 'success')
    expect(at.double.repository('acme/shop').pull(1).pull).toMatchObject({ mergedBy: 'pinwarden[bot]', autoMerge: null })
    expect((await at.double.repository('acme/shop').log())[0]?.parents).toHaveLength(1)
  })

  it('refuses auto-merge where the pull request could be merged at once, or where it is off', async () => {
    await start({ protections: { main: {} }, settings: { autoMerge: true } })
    expect(await graphRefusal(autoMerge((await open()).node_id))).toMatchObject({
      type: 'UNPROCESSABLE',
      message: 'Pull request Pull request is in clean status',
    })
    await at.double.close()
    await start({ settings: { autoMerge: false } })
    expect((await graphRefusal(autoMerge((await open()).node_id))).message).toBe(
      'Pull request Auto merge is not allowed for this repository',
    )
    await at.double.close()
    await start({ settings: { autoMerge: true } })
    expect((await graphRefusal(autoMerge((await open()).node_id))).message).toBe(
      'Pull request Protected branch rules not configured for this branch',
    )
  })
})

it('an archived repository is read-only', async () => {
  await start({ archived: true })
  expect((await at.rest().repos.get(shop)).data.archived).toBe(true)
  expect(await refusal(at.rest().issues.createLabel({ ...shop, name: 'x' }))).toMatchObject({
    status: 403,
    message: 'Repository was archived so is read-only.',
  })
  expect(await refusal(at.rest().git.deleteRef({ ...shop, ref: 'heads/change' }))).toMatchObject({ status: 403 })
})

it('a workflow may be forbidden to open pull requests', async () => {
  await start({ settings: { actionsCreatePulls: false } })
  expect(await refusal(at.rest('ghs_actions').pulls.create({ ...shop, title: 'x', head: 'change', base: 'main' }))).toMatchObject({
    status: 403,
    message: 'GitHub Actions is not permitted to create or approve pull requests.',
  })
})

it('a published immutable release keeps its assets and burns its tag', async () => {
  await start({ settings: { immutableReleases: true } })
  const { data } = await at.rest().repos.createRelease({ ...shop, tag_name: 'v5', draft: true })
  const upload = () =>
    at.rest().repos.uploadReleaseAsset({ ...shop, baseUrl: at.double.uploadUrl, release_id: data.id, name: 'a', data: 'a' })
  await upload()
  await at.rest().repos.updateRelease({ ...shop, release_id: data.id, draft: false })
  expect(await refusal(upload())).toMatchObject({ status: 422 })
  expect((await at.rest().repos.updateRelease({ ...shop, release_id: data.id, body: 'banner' })).data).toMatchObject({
    body: 'banner',
    immutable: true,
  })
  await at.rest().repos.deleteRelease({ ...shop, release_id: data.id })
  expect((await refusal(at.rest().repos.createRelease({ ...shop, tag_name: 'v5' }))).errors).toMatchObject([
    { message: 'tag_name was used by an immutable release' },
  ])
})

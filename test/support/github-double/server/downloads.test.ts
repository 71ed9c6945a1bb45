import { afterEach, beforeEach, expect, it } from 'vitest'
import { git } from '../../git/run.ts'
import { type Fixture, shop, startFixture } from '../fixture.ts'

let at: Fixture
beforeEach(async () => {
  at = await startFixture()
})
afterEach(() => at.double.close())

it('tells git itself of all refs, with what annotated tags lead to', async () => {
  const head = (await at.double.repository('acme/shop').head()) ?? ''
  const { data: tag } = await at.rest().git.createTag({ ...shop, tag: 'v2', message: 'Two', object: head, type: 'commit' })
  await at.rest().git.createRef({ ...shop, ref: 'refs/tags/v2', sha: tag.sha })
  const listed = await git('.', ['-c', 'protocol.version=0', 'ls-remote', `${at.double.url}/acme/shop.git`])
  const change = await at.double.repository('acme/shop').head('change')
  expect(listed.trim().split('\n')).toEqual([
    `${head}\tHEAD`,
    `${change}\trefs/heads/change`,
    `${head}\trefs/heads/main`,
    `${head}\trefs/tags/v1.0.0`,
    `${tag.sha}\trefs/tags/v2`,
    `${head}\trefs/tags/v2^{}`,
  ])
  expect(at.double.requests.count({ operation: 'git refs' })).toBe(1)
})

it('serves assets and raw files, and neither of what cannot be seen', async () => {
  const text = async (path: string, token?: string) => {
    const answer = await fetch(`${at.double.url}/acme/shop/${path}`, {
      headers: token === undefined ? {} : { authorization: `token ${token}` },
    })
    return `${answer.status} ${await answer.text()}`
  }
  expect(await text('releases/download/v1.0.0/a.txt')).toBe('200 a')
  expect(await text('raw/main/versions.yaml')).toBe('200 components: {}\n')
  expect(await text('raw/main/none')).toBe('404 Not Found')
  at.double.repository('acme/shop').data.private = true
  expect(await text('releases/download/v1.0.0/a.txt')).toBe('404 Not Found')
  expect(await text('info/refs?service=git-upload-pack')).toBe('401 Repository not found.')
  expect(await text('releases/download/v1.0.0/a.txt', 'ghs_app')).toBe('200 a')
})

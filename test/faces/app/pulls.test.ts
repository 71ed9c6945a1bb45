import { createRequire } from 'node:module'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { triggerOf } from '../../../src/faces/app/triggers.ts'
import { startAppDouble, startTestApp, type TestApp } from '../../support/app.ts'
import type { GitHubDouble } from '../../support/github-double/index.ts'
import { FILES, moved, propose, REGISTRY, reviewWorld } from '../../support/reviewing.ts'

let double: GitHubDouble
let app: TestApp

beforeEach(async () => {
  const { repositories = [], upstreams = [], users = [], tokens = [] } = reviewWorld()
  const board = { ...FILES, 'versions.yaml': `${REGISTRY}  dashboard: { enabled: true }\n` }
  double = await startAppDouble({ repositories: repositories.map((one) => ({ ...one, files: board })), upstreams, users, tokens })
  app = await startTestApp(double)
})
afterEach(async () => {
  await app.stop()
  await double.close()
})

const repo = () => double.repository('acme/platform')

async function change(by = 'alice'): Promise<number> {
  const files = moved('redis', '7.2.4', '7.0.0')
  return propose(double, 'change', { ...files, 'versions.yaml': `${files['versions.yaml']}  dashboard: { enabled: true }\n` }, by)
}

describe('the App', () => {
  it('reviews a pull request that is opened, a fork’s too, once for a delivery that comes twice', async () => {
    const number = await change('mallory')
    await repo().moveToFork(number, 'mallory')
    for (const id of ['same', 'same'])
      await app.deliver('acme/platform', { event: 'pull_request', action: 'opened', number, sender: 'mallory' }, id)
    await app.idle()
    expect(repo().data.checkRuns).toMatchObject([
      { name: 'pinwarden/review', app: 'pinwarden', conclusion: 'failure', title: 'redis: downgrade' },
    ])
    expect(repo().issue(number).comments).toMatchObject([{ author: 'pinwarden[bot]' }])
    expect(repo().issue(number).labels).toContain('component: redis')
    double.assertClean()
  })

  it('obeys a command, answers it and does what follows', async () => {
    const head = (await repo().head()) ?? ''
    await app.deliver('acme/platform', { event: 'push', branch: 'main', before: head, after: head, sender: 'alice' })
    await app.idle()
    const number =
      repo()
        .pulls('open')
        .find((pull) => pull.title.includes('redis'))?.number ?? 0
    const { id } = await repo().comment(number, 'alice', '/pinwarden ignore until 2099-01-01')
    const event = { event: 'issue_comment' as const, action: 'created' as const, number, comment: id, sender: 'alice' }
    await app.deliver('acme/platform', event)
    await app.idle()
    expect(repo().issue(number).comments.at(-1)?.body ?? '').toContain('Closed by Pinwarden')
    expect(
      repo()
        .issue(number)
        .comments.filter((one) => one.body.includes('✅ `/pinwarden ignore until')),
    ).toHaveLength(1)
    expect(repo().pull(number).state).toBe('closed')
    await app.deliver('acme/platform', event)
    await app.idle()
    expect(
      repo()
        .issue(number)
        .comments.filter((one) => one.body.includes('✅ `/pinwarden ignore until')),
    ).toHaveLength(1)
    double.assertClean()
  })

  it('finds in a round the pull requests and commands that it was not told of, and does nothing twice', async () => {
    const number = await change('mallory')
    await repo().moveToFork(number, 'mallory')
    const { id } = await repo().comment(number, 'alice', '/pinwarden recheck')
    await repo().comment(number, 'alice', 'Only words.')
    const round = async () => {
      await app.service.round()
      await app.idle()
      const replies = repo()
        .issue(number)
        .comments.filter((one) => one.body.includes(`{"comment":${id}}`))
      return [repo().data.checkRuns.filter((one) => one.name === 'pinwarden/review').length, replies.length]
    }
    expect(await round()).toEqual([1, 1])
    const before = double.requests.count({ write: true, face: 'rest' })
    expect(await round()).toEqual([1, 1])
    expect(double.requests.count({ write: true, face: 'rest' })).toBe(before)
    double.assertClean()
  })

  it('obeys a tick on the dashboard at once, and not its own writing of it', async () => {
    const head = (await repo().head()) ?? ''
    await app.deliver('acme/platform', { event: 'push', branch: 'main', before: head, after: head, sender: 'alice' })
    await app.idle()
    const board = repo().data.issues.find((issue) => issue.pull === undefined)
    const pull = repo()
      .pulls('open')
      .find((one) => one.title.includes('redis'))
    await repo().push(pull?.pull.headRef ?? '', { 'extra.txt': 'mine' }, { author: 'bob' })
    const ticked = (board?.body ?? '').replace(/- \[ \](.*Bump redis)/, '- [x]$1')
    await repo().editIssue(board?.number ?? 0, 'alice', ticked)
    const payload = { event: 'issues' as const, action: 'edited', number: board?.number ?? 0, sender: 'alice' }
    await app.send('issues', { ...(await payloadOf(payload)), changes: { body: { from: board?.body } } })
    await app.idle()
    expect(await repo().text('extra.txt', pull?.pull.headRef)).toBeNull()
    expect(repo().issue(board?.number ?? 0).body).not.toContain('- [x]')
    double.assertClean()
  })
})

async function payloadOf(spec: { event: 'issues'; action: string; number: number; sender: string }) {
  const { eventPayload } = await import('../../support/github-double/events.ts')
  return eventPayload(double, 'acme/platform', spec)
}

describe('payloads as GitHub documents them', () => {
  const examples: { name: string; examples: Record<string, unknown>[] }[] = createRequire(import.meta.url)('@octokit/webhooks-examples')
  const of = (name: string) => examples.find((one) => one.name === name)?.examples ?? []
  const installed = (payload: Record<string, unknown>) => ({ ...payload, installation: { id: 1 } })

  it('of pull requests are understood: news of commits is a review', () => {
    const kinds = of('pull_request').map((payload) => [payload['action'], triggerOf('pull_request', installed(payload), null)] as const)
    const reviews = kinds.filter(([action]) => action === 'opened' || action === 'synchronize')
    expect(reviews.length).toBeGreaterThan(0)
    for (const [, trigger] of reviews) expect(trigger).toMatchObject({ kind: 'review', subject: { pull: expect.any(Number) as number } })
    for (const [, trigger] of kinds) expect(trigger).not.toMatchObject({ why: expect.stringContaining('another shape') as string })
  })

  it('of comments and issues are understood: without a command or the label they ask for nothing', () => {
    for (const name of ['issue_comment', 'issues']) {
      expect(of(name).length).toBeGreaterThan(0)
      for (const payload of of(name)) {
        const trigger = triggerOf(name, installed(payload), null)
        expect(trigger.kind).toBe('nothing')
        expect(trigger).not.toMatchObject({ why: expect.stringContaining('another shape') as string })
      }
    }
    const [comment] = of('issue_comment').filter((payload) => payload['action'] === 'created')
    const commanded = { ...comment, comment: { ...(comment?.['comment'] as object), body: '/pinwarden recheck' } }
    expect(triggerOf('issue_comment', installed(commanded), null)).toMatchObject({ kind: 'comment' })
  })
})

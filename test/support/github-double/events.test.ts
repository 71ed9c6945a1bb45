import { createHmac } from 'node:crypto'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { deliverWebhook, eventPayload } from './events.ts'
import { type Fixture, shop, startFixture } from './fixture.ts'

let at: Fixture
beforeEach(async () => {
  at = await startFixture()
})
afterEach(() => at.double.close())

it('tells of the present state in the words of webhooks', async () => {
  const repo = at.double.repository('acme/shop')
  const before = (await repo.head()) ?? ''
  await at.rest().pulls.create({ ...shop, title: 'Change', head: 'change', base: 'main' })
  const comment = await repo.comment(1, 'alice', '/pinwarden rebase')
  const after = await repo.push('main', { 'versions.yaml': 'changed\n', 'added.txt': 'x' })
  const event = (spec: Parameters<typeof eventPayload>[2]) => eventPayload(at.double, 'acme/shop', spec)
  expect(await event({ event: 'pull_request', action: 'opened', number: 1, sender: 'alice' })).toMatchObject({
    action: 'opened',
    pull_request: { head: { ref: 'change' } },
    repository: { full_name: 'acme/shop' },
    sender: { login: 'alice' },
  })
  expect(await event({ event: 'issue_comment', action: 'created', number: 1, comment: comment.id, sender: 'alice' })).toMatchObject({
    issue: { pull_request: {} },
    comment: { body: '/pinwarden rebase', author_association: 'COLLABORATOR' },
  })
  expect(await event({ event: 'push', branch: 'main', before, after, sender: 'alice' })).toMatchObject({
    ref: 'refs/heads/main',
    commits: [{ id: after, added: ['added.txt'], modified: ['versions.yaml'] }],
    head_commit: { id: after },
  })
  await expect(event({ event: 'issues', action: 'opened', number: 9, sender: 'alice' })).rejects.toThrow('has no #9')
})

it('signs a webhook over its bytes', async () => {
  const got: { body: string; signature: string; event: string }[] = []
  const server = createServer((request, response) => {
    let body = ''
    request.on('data', (chunk) => {
      body += chunk
    })
    request.on('end', () => {
      got.push({ body, signature: String(request.headers['x-hub-signature-256']), event: String(request.headers['x-github-event']) })
      response.end()
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  await deliverWebhook({
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    secret: 'key',
    event: 'push',
    payload: { text: 'ü' },
  })
  server.close()
  expect(got[0]?.event).toBe('push')
  expect(got[0]?.signature).toBe(`sha256=${createHmac('sha256', 'key').update(Buffer.from('{"text":"ü"}')).digest('hex')}`)
})

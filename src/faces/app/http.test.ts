import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import { type AddressInfo, connect } from 'node:net'
import { afterEach, describe, expect, it } from 'vitest'
import { HOUR, MINUTE } from '../../core/model/instant.ts'
import { createAppServer, type Pages, type Patience } from './http.ts'
import { createBodyReader } from './http-body.ts'
import { createLogger } from './log.ts'
import { createMetrics } from './metrics.ts'

const idle = { waiting: 0, running: 0, oldestStart: null, accepting: true }
const servers: Server[] = []
afterEach(() => {
  for (const server of servers.splice(0)) server.close().closeAllConnections()
})

async function listen(server: Server): Promise<number> {
  servers.push(server)
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return (server.address() as AddressInfo).port
}

/** A server behind which every webhook counts that got through to its verification. */
async function start(more: Partial<Pages> = {}, patience?: Patience) {
  const seen: unknown[] = []
  const pages: Pages = {
    async webhook(request, response) {
      seen.push('body' in request ? request.body : null)
      response.end('ok\n')
    },
    webhookPath: '/hooks',
    queue: () => idle,
    lastRun: () => null,
    metrics: createMetrics(() => idle),
    metricsToken: undefined,
    now: () => 0,
    log: createLogger('error', { write: () => undefined }),
    ...more,
  }
  const port = await listen(createAppServer(pages, patience))
  return { seen, port, url: `http://127.0.0.1:${port}/hooks` }
}

const headers = {
  'content-type': 'application/json',
  'x-github-event': 'push',
  'x-github-delivery': '72d3162e-cc78-11e3-81ab-4c9367dc0958',
  'x-hub-signature-256': `sha256=${'0'.repeat(64)}`,
}

describe('webhooks', () => {
  it.each([
    ['no signature', 400, { 'x-hub-signature-256': '' }],
    ['the older signature alone', 400, { 'x-hub-signature-256': '', 'x-hub-signature': `sha1=${'0'.repeat(40)}` }],
    ['a signature that is none', 400, { 'x-hub-signature-256': 'sha256=yes' }],
    ['no event', 400, { 'x-github-event': '' }],
    ['no id', 400, { 'x-github-delivery': '' }],
    ['an id that is long', 400, { 'x-github-delivery': 'a'.repeat(129) }],
    ['a form', 415, { 'content-type': 'application/x-www-form-urlencoded' }],
    ['no type', 415, { 'content-type': '' }],
  ])('with %s are refused without a look at the body', async (_, status, more) => {
    const { seen, port } = await start()
    // The body never comes: who answers has not waited for it.
    const socket = connect(port, '127.0.0.1')
    const lines = Object.entries({ ...headers, 'content-length': '1000', ...more }).map(([name, value]) => `${name}: ${value}\r\n`)
    socket.write(`POST /hooks HTTP/1.1\r\nhost: x\r\n${lines.join('')}\r\n`)
    const [answer] = await once(socket, 'data')
    socket.destroy()
    expect(String(answer)).toMatch(new RegExp(`^HTTP/1.1 ${status} `))
    expect(seen).toEqual([])
  })

  it('are posted, and pass with a charset and to be verified', async () => {
    const { seen, url } = await start()
    expect((await fetch(url)).status).toBe(405)
    const posted = await fetch(url, {
      method: 'POST',
      headers: { ...headers, 'content-type': 'application/json; charset=utf-8' },
      body: '{"a":"ä"}',
    })
    expect(posted.status).toBe(200)
    expect(seen).toEqual(['{"a":"ä"}'])
  })

  it('whose body drips in are cut', async () => {
    const { seen, port } = await start({}, { headersTimeout: 100, requestTimeout: 200, connectionsCheckingInterval: 50 })
    const socket = connect(port, '127.0.0.1')
    const lines = Object.entries({ ...headers, 'content-length': '1000' }).map(([name, value]) => `${name}: ${value}\r\n`)
    socket.write(`POST /hooks HTTP/1.1\r\nhost: x\r\n${lines.join('')}\r\n`)
    const drip = setInterval(() => socket.writable && socket.write(' '), 20)
    let text = ''
    socket.on('data', (chunk) => {
      text += String(chunk)
    })
    socket.on('error', () => undefined)
    await new Promise((closed) => socket.on('close', closed))
    clearInterval(drip)
    // A drop that meets the closed connection resets it, and the answer may be lost with it.
    expect(text).toMatch(/^(?:HTTP\/1\.1 408 |$)/)
    expect(seen).toEqual([])
  })
})

describe('bodies', () => {
  it('are bounded one by one and together, and what was refused or has ended is free again', async () => {
    const read = createBodyReader(100, 150)
    const outcomes: unknown[] = []
    const port = await listen(
      createServer((request, response) => {
        read(request).then(
          (body) => response.end(JSON.stringify(body)),
          (error) => outcomes.push(String(error)),
        )
      }),
    )
    const post = async (body: string) => (await fetch(`http://127.0.0.1:${port}`, { method: 'POST', body })).json()
    expect(await post('x'.repeat(101))).toEqual({ ok: false, why: 'too-large' })
    expect(await post('x'.repeat(100))).toEqual({ ok: true, text: 'x'.repeat(100) })
    const half = connect(port, '127.0.0.1')
    half.write(`POST / HTTP/1.1\r\nhost: x\r\ncontent-length: 100\r\n\r\n${'x'.repeat(90)}`)
    await expect.poll(() => post('x'.repeat(80))).toEqual({ ok: false, why: 'busy' })
    half.destroy()
    await expect.poll(() => outcomes.length).toBe(1)
    expect(await post('x'.repeat(80))).toMatchObject({ ok: true })
  })
})

describe('/healthz', () => {
  it('tells a run that hangs from one that only takes long', async () => {
    let now = 0
    const busy = { waiting: 3, running: 1, oldestStart: 0, accepting: true }
    const { port } = await start({ queue: () => busy, now: () => now })
    const health = async () => {
      const answer = await fetch(`http://127.0.0.1:${port}/healthz`)
      return [answer.status, JSON.parse(await answer.text()).status]
    }
    now = 59 * MINUTE
    expect(await health()).toEqual([200, 'ok'])
    now = HOUR + MINUTE
    expect(await health()).toEqual([503, 'stuck'])
  })
})

import { createHash } from 'node:crypto'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { brotliCompressSync, gzipSync } from 'node:zlib'
import { afterEach, describe, expect, it } from 'vitest'
import type { Cache, CacheEntry } from '../ports/cache.ts'
import type { HttpFailure, HttpRequest } from '../ports/http.ts'
import { createHttp, type HttpClient, type HttpOptions } from './http.ts'

type Handler = (request: IncomingMessage, response: ServerResponse) => void
const open: { close(): void }[] = []

afterEach(() => {
  for (const one of open.splice(0)) one.close()
})

async function serve(handler: Handler): Promise<{ url: string; host: string; seen: IncomingMessage[] }> {
  const seen: IncomingMessage[] = []
  const server: Server = createServer((request, response) => {
    seen.push(request)
    request.resume()
    handler(request, response)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  open.push({
    close: () => {
      server.closeAllConnections()
      server.close()
    },
  })
  const { port } = server.address() as AddressInfo
  return { url: `http://127.0.0.1:${port}`, host: `127.0.0.1:${port}`, seen }
}

/** A client whose time passes only while it sleeps. */
function client(options: HttpOptions = {}): HttpClient & { slept: number[] } {
  let now = Date.parse('2026-11-21T12:00:00Z')
  const slept: number[] = []
  const http = createHttp({
    now: () => now,
    sleep: async (time) => {
      slept.push(time)
      now += time
    },
    random: () => 0,
    ...options,
  })
  open.push(http)
  return Object.assign(http, { slept })
}

function memory(): Cache & { entries: Map<string, CacheEntry> } {
  const entries = new Map<string, CacheEntry>()
  return {
    entries,
    get: (key) => entries.get(key) ?? null,
    set: (key, entry) => void entries.set(key, entry),
    setMany: (all) => {
      for (const [key, entry] of all) entries.set(key, entry)
    },
    touch: (key, storedAt) => {
      const entry = entries.get(key)
      if (entry !== undefined) entries.set(key, { ...entry, storedAt })
    },
    close: () => entries.clear(),
  }
}

const get = (url: string, more: Partial<HttpRequest> = {}): HttpRequest => ({ url, service: 'test', ...more })

async function failureOf(promise: Promise<unknown>): Promise<HttpFailure> {
  return promise.then(
    () => expect.unreachable('the request should have failed'),
    (error: HttpFailure) => error,
  )
}

describe('answers', () => {
  it('reads gzip, brotli and plain bodies and any status', async () => {
    const { url } = await serve((request, response) => {
      if (request.url === '/gz') response.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync('gzip ü'))
      else if (request.url === '/br') response.writeHead(200, { 'content-encoding': 'br' }).end(brotliCompressSync('brotli ü'))
      else response.writeHead(404, { 'X-Upper': 'Kept' }).end('\uFEFFmissing')
    })
    const http = client()
    expect((await http.request(get(`${url}/gz`))).body).toBe('gzip ü')
    expect((await http.request(get(`${url}/br`))).body).toBe('brotli ü')
    expect(await http.request(get(`${url}/x`))).toMatchObject({
      status: 404,
      body: 'missing',
      origin: 'network',
      headers: { 'x-upper': 'Kept' },
    })
  })

  it('refuses a small archive that unpacks to too much, and a plain body that is too long', async () => {
    const { url } = await serve((request, response) => {
      if (request.url === '/bomb') response.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync(Buffer.alloc(5_000_000)))
      else response.end('x'.repeat(5_000_000))
    })
    const http = client({ retries: 0 })
    for (const path of ['/bomb', '/long']) {
      expect((await failureOf(http.request(get(url + path, { maxBytes: 100_000 })))).code).toBe('too-large')
    }
  })

  it('gives up on a server that stays silent, and on a body that stops half way', async () => {
    const { url } = await serve((request, response) => {
      if (request.url === '/half') response.writeHead(200, { 'content-length': '100' }).write('half')
    })
    const http = client({ retries: 0, timeout: 50 })
    expect((await failureOf(http.request(get(`${url}/silent`)))).code).toBe('timeout')
    expect((await failureOf(http.request(get(`${url}/half`)))).code).toBe('timeout')
  })

  it('says that a body broke off, never hands out the first half', async () => {
    const { url } = await serve((_, response) => {
      response.writeHead(200, { 'content-length': '100' }).write('half', () => response.destroy())
    })
    expect((await failureOf(client({ retries: 0 }).request(get(url)))).code).toBe('network')
  })

  it('says that compressed data is broken', async () => {
    const { url } = await serve((_, response) =>
      response.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync('a'.repeat(999)).subarray(0, 12)),
    )
    expect((await failureOf(client({ retries: 0 }).request(get(url)))).code).toBe('network')
  })

  it('asks once where the same thing is asked twice at a time', async () => {
    const { url, seen } = await serve((_, response) => setTimeout(() => response.end('one'), 20))
    const http = client()
    const [a, b] = await Promise.all([http.request(get(url)), http.request(get(url))])
    expect([a.body, b.body, seen.length]).toEqual(['one', 'one', 1])
  })

  it('never has more requests under way to a host than allowed', async () => {
    let active = 0
    let most = 0
    const { url } = await serve((_, response) => {
      active += 1
      most = Math.max(most, active)
      setTimeout(() => {
        active -= 1
        response.end()
      }, 5)
    })
    const http = client({ concurrency: 3 })
    await Promise.all(Array.from({ length: 20 }, (_, n) => http.request(get(`${url}/${n}`))))
    expect(most).toBe(3)
  })
})

describe('files that are hashed', () => {
  it('come as the digest of their bytes, which are no text', async () => {
    const bytes = Buffer.from([0, 255, 254, 10, 13, 0xc3, 0x28])
    const { url, seen } = await serve((_, response) => response.end(bytes))
    const { body } = await client().request({ url, service: 'x', fold: 'sha256', cacheKey: 'sha256' })
    expect(body).toBe(createHash('sha256').update(bytes).digest('hex'))
    expect(seen[0]?.headers['accept-encoding']).toBe('identity')
  })

  it('are refused where a server sends them encoded all the same', async () => {
    const { url } = await serve((_, response) => response.writeHead(200, { 'content-encoding': 'gzip' }).end('x'))
    const failure = await failureOf(client({ retries: 0 }).request({ url, service: 'x', fold: 'sha256', cacheKey: 'sha256' }))
    expect(failure.message).toContain('cannot be hashed')
  })

  it('are cut off where they are larger than allowed', async () => {
    const { url } = await serve((_, response) => response.end(Buffer.alloc(5000)))
    const failure = await failureOf(client().request({ url, service: 'x', fold: 'sha512', cacheKey: 'sha512', maxBytes: 1000 }))
    expect(failure.code).toBe('too-large')
  })
})

describe('addresses and credentials', () => {
  it('refuses plain http to another machine, other schemes and passwords in the address, without repeating them', async () => {
    const http = client()
    for (const url of ['http://example.com/', 'ftp://localhost/', 'file:///etc/passwd', 'https://me:secret@example.com/', 'nonsense']) {
      const failure = await failureOf(http.request(get(url)))
      expect(failure.code).toBe('insecure-url')
      expect(failure.message).not.toContain('secret')
    }
    expect(http.statistics().requests).toBe(0)
  })

  it('sends a token to its own host only, also when that host redirects elsewhere', async () => {
    const other = await serve((_, response) => response.end('other'))
    const own = await serve((request, response) => {
      if (request.url === '/away') response.writeHead(302, { location: `${other.url}/there` }).end()
      else if (request.url === '/near') response.writeHead(301, { location: '/final' }).end()
      else response.end('own')
    })
    const http = client({ credentials: (host) => (host === own.host ? 'Bearer T' : undefined) })
    expect((await http.request(get(`${own.url}/away`))).url).toBe(`${other.url}/there`)
    await http.request(get(`${own.url}/near`))
    await http.request(get(`${other.url}/direct`, { headers: { 'Private-Token': 'mine' } }))
    expect(own.seen.map((request) => request.headers.authorization)).toEqual(['Bearer T', 'Bearer T', 'Bearer T'])
    expect(other.seen.map((request) => request.headers.authorization)).toEqual([undefined, undefined])
  })

  it('stops following after five redirects and refuses one to a foreign plain address', async () => {
    const { url } = await serve((request, response) => {
      response.writeHead(302, { location: request.url === '/out' ? 'http://example.com/' : `${request.url}x` }).end()
    })
    const http = client({ retries: 0 })
    expect((await failureOf(http.request(get(`${url}/loop`)))).message).toContain('more than 5')
    expect((await failureOf(http.request(get(`${url}/out`)))).code).toBe('insecure-url')
  })
})

describe('proxies', () => {
  it('goes through the proxy of the environment, except to the hosts it excludes', async () => {
    const proxy = await serve((request, response) => response.end(`proxied ${request.url}`))
    const direct = await serve((_, response) => response.end('direct'))
    const http = client({ proxyEnv: { HTTP_PROXY: proxy.url, NO_PROXY: direct.host } })
    expect((await http.request(get('http://127.0.0.1:9/x'))).body).toBe('proxied http://127.0.0.1:9/x')
    expect((await http.request(get(direct.url))).body).toBe('direct')
  })
})

describe('retries and limits', () => {
  it('comes back after resets and 5xx, with growing pauses, a bounded number of times', async () => {
    let calls = 0
    const { url } = await serve((request, response) => {
      calls += 1
      if (request.url === '/down') response.writeHead(503).end('down')
      else if (calls === 1) response.destroy()
      else if (calls === 2) response.writeHead(502).end()
      else response.end('up')
    })
    const http = client()
    expect((await http.request(get(url))).body).toBe('up')
    expect(http.slept).toEqual([500, 1000])
    expect((await http.request(get(`${url}/down`))).status).toBe(503)
    expect(http.statistics()).toMatchObject({ requests: 7, retries: 5 })
  })

  it('waits as long as retry-after says, but not longer than its patience', async () => {
    let calls = 0
    const { url } = await serve((request, response) => {
      calls += 1
      if (request.url === '/long') response.writeHead(429, { 'retry-after': '3600' }).end()
      else if (calls === 1)
        response.writeHead(403, { 'retry-after': '7', 'x-ratelimit-remaining': '4987', 'x-ratelimit-reset': '1900000000' }).end()
      else response.end('ok')
    })
    const http = client()
    expect((await http.request(get(url))).body).toBe('ok')
    expect(http.slept).toEqual([7000])
    const failure = await failureOf(http.request(get(`${url}/long`)))
    expect(failure.code).toBe('rate-limited')
    expect(new Date(failure.retryAt ?? 0).toISOString()).toBe('2026-11-21T13:00:07.000Z')
  })

  it('waits a minute for a secondary limit without a time, recognised by its words', async () => {
    let calls = 0
    const { url } = await serve((_, response) => {
      calls += 1
      if (calls === 1) response.writeHead(403).end('{"message":"You have exceeded a secondary rate limit."}')
      else response.end('ok')
    })
    const http = client()
    expect((await http.request(get(url))).body).toBe('ok')
    expect(http.slept).toEqual([60_000])
  })

  it('takes a plain 403 for an answer, not for a limit', async () => {
    const { url, seen } = await serve((_, response) => response.writeHead(403).end('{"message":"Resource not accessible"}'))
    expect((await client().request(get(url))).status).toBe(403)
    expect(seen.length).toBe(1)
  })

  it('stops asking a host whose quota is used up, until it is full again', async () => {
    const reset = Date.parse('2026-11-21T12:40:00Z') / 1000
    const { url, seen } = await serve((_, response) => {
      response.writeHead(403, { 'x-ratelimit-limit': '60', 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': String(reset) }).end()
    })
    const http = client()
    for (const path of ['/a', '/b', '/c']) {
      expect(await failureOf(http.request(get(url + path)))).toMatchObject({ code: 'rate-limited', retryAt: reset * 1000 })
    }
    expect(seen.length).toBe(1)
  })

  it("sees GraphQL's limit in an answer with status 200, but not in release notes that speak of it", async () => {
    const { url } = await serve((request, response) => {
      const notes = JSON.stringify({ data: { notes: 'errors: [{"type":"RATE_LIMITED"}]' } })
      response.writeHead(200, { 'x-ratelimit-remaining': '1', 'x-ratelimit-reset': '123' })
      response.end(request.url === '/notes/graphql' ? notes : '{"errors": [{ "type": "RATE_LIMITED" }]}')
    })
    const http = client()
    expect((await http.request(get(`${url}/notes/graphql`, { method: 'POST', body: '{}' }))).status).toBe(200)
    expect((await failureOf(http.request(get(`${url}/graphql`, { method: 'POST', body: '{}' })))).code).toBe('rate-limited')
  })
})

describe('cache', () => {
  it('answers from the store while fresh, then asks whether it changed', async () => {
    const { url, seen } = await serve((request, response) => {
      if (request.headers['if-none-match'] === '"1"') response.writeHead(304).end()
      else response.writeHead(200, { etag: '"1"', link: '<x>; rel="next"' }).end('body')
    })
    const cache = memory()
    const http = client({ cache, ttl: 1000 })
    expect((await http.request(get(url))).origin).toBe('network')
    expect((await http.request(get(url))).origin).toBe('cache')
    const again = await http.request(get(url, { ttl: 0 }))
    expect(again).toMatchObject({ origin: 'revalidated', body: 'body', status: 200, headers: { link: '<x>; rel="next"' } })
    expect(seen.length).toBe(2)
    expect(http.statistics()).toMatchObject({ cacheHits: 1, revalidated: 1, requests: 2 })
  })

  it('lets a stale answer stand in where upstream fails, and says that it is stale', async () => {
    let up = true
    const { url } = await serve((_, response) => (up ? response.end('old') : response.writeHead(500).end()))
    const http = client({ cache: memory(), ttl: 0, retries: 1 })
    await http.request(get(url))
    up = false
    expect(await http.request(get(url))).toMatchObject({ origin: 'stale-cache', body: 'old', status: 200 })
  })

  it('works offline from the store alone', async () => {
    const { url } = await serve((_, response) => response.end('kept'))
    const cache = memory()
    await client({ cache }).request(get(url))
    const offline = client({ cache, offline: true, ttl: 0 })
    expect(await offline.request(get(url))).toMatchObject({ origin: 'stale-cache', body: 'kept' })
    expect((await failureOf(offline.request(get(`${url}/new`)))).code).toBe('offline')
  })

  it('spares the rest of a quota below the threshold and goes on from the store', async () => {
    const quota = { 'x-ratelimit-limit': '5000', 'x-ratelimit-remaining': '90', 'x-ratelimit-reset': '1900000000' }
    const { url, seen } = await serve((_, response) => response.writeHead(200, quota).end('body'))
    const http = client({ cache: memory(), ttl: 0, rateLimitThreshold: 100 })
    await http.request(get(url))
    expect((await http.request(get(url))).origin).toBe('stale-cache')
    expect((await failureOf(http.request(get(`${url}/other`)))).message).toContain('rate_limit_threshold')
    expect(seen.length).toBe(1)
    expect(http.statistics().rateLimits).toMatchObject([{ resource: 'core', remaining: 90, limit: 5000 }])
  })

  it('does not let a threshold for large quotas shut out a small one', async () => {
    const quota = { 'x-ratelimit-limit': '60', 'x-ratelimit-remaining': '40', 'x-ratelimit-reset': '1900000000' }
    const { url, seen } = await serve((_, response) => response.writeHead(200, quota).end())
    const http = client({ rateLimitThreshold: 100 })
    for (const path of ['/1', '/2', '/3']) await http.request(get(url + path))
    expect(seen.length).toBe(3)
  })

  it('never keeps errors, login pages in place of data, what upstream or the caller forbids, or another tenant’s answer', async () => {
    const { url } = await serve((request, response) => {
      if (request.url === '/404') response.writeHead(404).end()
      else if (request.url === '/login') response.writeHead(200, { 'content-type': 'text/html' }).end('<html>')
      else if (request.url === '/no-store') response.writeHead(200, { 'cache-control': 'private, no-store' }).end()
      else response.end('x')
    })
    const cache = memory()
    const http = client({ cache })
    await http.request(get(`${url}/404`))
    await http.request(get(`${url}/login`, { headers: { accept: 'application/json' } }))
    await http.request(get(`${url}/no-store`))
    await http.request(get(`${url}/secret`, { storable: () => false }))
    expect(cache.entries.size).toBe(0)
    await http.request(get(`${url}/mine`))
    const other = client({ cache, partition: 'other' })
    expect((await other.request(get(`${url}/mine`))).origin).toBe('network')
    const withToken = client({ cache, credentials: () => 'Bearer T' })
    expect((await withToken.request(get(`${url}/mine`))).origin).toBe('network')
  })
})

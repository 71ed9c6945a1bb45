import { once } from 'node:events'
import { createServer, type IncomingMessage } from 'node:http'
import * as z from 'zod'

/** The cache service of a runner as GitHub Enterprise Server has it (`_apis/artifactcache`), in memory. */
export interface CacheServiceDouble {
  /** With a slash at the end, as runners give it. */
  url: string
  /** What is kept, by key. */
  kept: ReadonlyMap<string, Buffer>
  /** Every list of keys that something was looked for by, and the key that was found. */
  looked: { keys: string[]; found: string | null }[]
  close(): Promise<void>
}

const keySchema = z.object({ key: z.string() })

/** `broken`: every request is refused. */
export async function startCacheService({ broken = false } = {}): Promise<CacheServiceDouble> {
  const kept = new Map<string, Buffer>()
  const reserved: { key: string; parts: Buffer[] }[] = []
  const looked: CacheServiceDouble['looked'] = []
  const server = createServer(async (request, response) => {
    const url = new URL(request.url ?? '/', `http://${request.headers.host}`)
    const body = await bodyOf(request)
    const json = (status: number, value?: object) =>
      response.writeHead(status, { 'content-type': 'application/json' }).end(value === undefined ? '' : JSON.stringify(value))
    if (broken) return json(400, { message: 'out of order' })
    if (url.pathname.startsWith('/archive/')) return response.end(kept.get(decodeURIComponent(url.pathname.slice(9))))
    if (url.pathname.endsWith('/artifactcache/cache')) {
      const keys = (url.searchParams.get('keys') ?? '').split(',')
      const found = keys.flatMap((key) => [...kept.keys()].filter((one) => one.startsWith(key)).slice(-1))[0] ?? null
      looked.push({ keys, found })
      return found === null
        ? json(204)
        : json(200, { cacheKey: found, archiveLocation: `${url.origin}/archive/${encodeURIComponent(found)}` })
    }
    const id = /\/caches\/(\d{1,9})$/.exec(url.pathname)?.[1]
    if (id === undefined) {
      const { key } = keySchema.parse(JSON.parse(body.toString()))
      return kept.has(key) ? json(409, { message: 'the key is taken' }) : json(201, { cacheId: reserved.push({ key, parts: [] }) })
    }
    const one = reserved[Number(id) - 1]
    if (request.method === 'PATCH') one?.parts.push(body)
    else if (one !== undefined) kept.set(one.key, Buffer.concat(one.parts))
    return json(204)
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('no port')
  return {
    url: `http://127.0.0.1:${address.port}/`,
    kept,
    looked,
    close: async () => {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}

async function bodyOf(request: IncomingMessage): Promise<Buffer> {
  const parts: Buffer[] = []
  for await (const part of request) parts.push(Buffer.from(part))
  return Buffer.concat(parts)
}

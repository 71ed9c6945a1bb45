/**
 * A synthetic GitHub for measuring: any repository asked for has a hundred releases, answers are put together from ready pieces, and each
 * waits for a latency. A process of its own, so that its work is nobody else's: `node upstream.ts LATENCY_MS` prints its address.
 */
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'

const latency = Number(process.argv[2] ?? 0)
const RELEASES = 100
const DAY = 86_400_000

const nodes = Array.from({ length: RELEASES }, (_, index) => {
  const number = RELEASES - 1 - index
  const tag = `v1.${Math.floor(number / 10)}.${number % 10}`
  const publishedAt = new Date(Date.UTC(2026, 0, 1) - index * 3 * DAY).toISOString().replace('.000Z', 'Z')
  return { tagName: tag, publishedAt, isPrerelease: false, isDraft: false, tagCommit: { oid: number.toString(16).padStart(40, '0') } }
})
const list = JSON.stringify({ totalCount: RELEASES, pageInfo: { hasNextPage: false, endCursor: 'c100' }, nodes })

let count = 0
const server = createServer((request, response) => {
  const chunks: Buffer[] = []
  request.on('data', (chunk: Buffer) => chunks.push(chunk))
  request.on('end', async () => {
    if (request.url === '/count') {
      response.end(String(count))
      return
    }
    count += 1
    const { query = '' } = JSON.parse(Buffer.concat(chunks).toString() || '{}') as { query?: string }
    const parts = [...query.matchAll(/^\s*(\w+): repository\(owner: "([^"]+)", name: "([^"]+)"\)/gm)].map(
      ([, alias, owner, name]) => `"${alias}":{"nameWithOwner":"${owner}/${name}","isArchived":false,"releases":${list}}`,
    )
    await sleep(latency)
    response.setHeader('content-type', 'application/json')
    response.end(`{"data":{${parts.join(',')}}}`)
  })
})
server.listen(0, '127.0.0.1', () => console.log(`http://127.0.0.1:${(server.address() as AddressInfo).port}`))

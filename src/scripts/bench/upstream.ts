/**
 * A synthetic GitHub, npm registry and image registry for measuring: whatever is asked for has so many releases, answers are put together from
 * ready pieces, and each waits for a latency. A process of its own, so that its work is nobody else's: `node upstream.ts LATENCY_MS RELEASES`
 * prints its address. `/count` tells how many requests came, `/span` how many milliseconds lay between the first of them and the last answer
 * since it was asked before.
 */
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'

const latency = Number(process.argv[2] ?? 0)
const RELEASES = Number(process.argv[3] ?? 100)
const DAY = 86_400_000

const releases = Array.from({ length: RELEASES }, (_, index) => {
  const number = RELEASES - 1 - index
  const version = `1.${Math.floor(number / 10)}.${number % 10}`
  return { number, version, publishedAt: new Date(Date.UTC(2026, 0, 1) - index * 3 * DAY).toISOString().replace('.000Z', 'Z') }
})
const nodes = releases.map(({ number, version, publishedAt }) => ({
  tagName: `v${version}`,
  publishedAt,
  isPrerelease: false,
  isDraft: false,
  tagCommit: { oid: number.toString(16).padStart(40, '0') },
}))
const list = JSON.stringify({ totalCount: RELEASES, pageInfo: { hasNextPage: false, endCursor: 'c100' }, nodes })
const versions = JSON.stringify(Object.fromEntries(releases.map(({ version }) => [version, { version, dist: { tarball: 'x.tgz' } }])))
const time = JSON.stringify(Object.fromEntries(releases.map(({ version, publishedAt }) => [version, publishedAt])))
const tags = JSON.stringify(releases.map(({ version }) => version))

let count = 0
let span: { from: number; to: number } | null = null

function answerTo(path: string, body: string): string {
  const [, packageName] = /^\/npm\/(.+)$/.exec(path) ?? []
  if (packageName !== undefined) return `{"name":"${packageName}","versions":${versions},"time":${time}}`
  const [, image] = /^\/v2\/(.+)\/tags\/list/.exec(path) ?? []
  if (image !== undefined) return `{"name":"${image}","tags":${tags}}`
  const { query = '' } = JSON.parse(body || '{}') as { query?: string }
  const parts = [...query.matchAll(/^\s*(\w+): repository\(owner: "([^"]+)", name: "([^"]+)"\)/gm)].map(
    ([, alias, owner, name]) => `"${alias}":{"nameWithOwner":"${owner}/${name}","isArchived":false,"releases":${list}}`,
  )
  return `{"data":{${parts.join(',')}}}`
}

const server = createServer((request, response) => {
  const chunks: Buffer[] = []
  request.on('data', (chunk: Buffer) => chunks.push(chunk))
  request.on('end', async () => {
    const path = request.url ?? '/'
    if (path === '/count') {
      response.end(String(count))
      return
    }
    if (path === '/span') {
      response.end(String(span === null ? 0 : span.to - span.from))
      span = null
      return
    }
    count += 1
    const began = performance.now()
    span ??= { from: began, to: began }
    const { from } = span
    const answer = answerTo(path, Buffer.concat(chunks).toString())
    await sleep(latency)
    response.setHeader('content-type', 'application/json')
    response.end(answer, () => {
      span = { from, to: performance.now() }
    })
  })
})
server.listen(0, '127.0.0.1', () => console.log(`http://127.0.0.1:${(server.address() as AddressInfo).port}`))

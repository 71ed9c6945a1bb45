import { createServer, request as forward } from 'node:http'
import type { AddressInfo } from 'node:net'

/** A request as it went over the wire, for a bare script to send again. */
export interface WireRequest {
  method: string
  path: string
  headers: Record<string, string>
  body: string
}

/** A proxy in front of a server on this machine that writes down every request. */
export async function startRecorder(target: string): Promise<{ url: string; requests: WireRequest[]; close(): void }> {
  const { hostname, port } = new URL(target)
  const requests: WireRequest[] = []
  const server = createServer((incoming, outgoing) => {
    const chunks: Buffer[] = []
    incoming.on('data', (chunk: Buffer) => chunks.push(chunk))
    incoming.on('end', () => {
      const body = Buffer.concat(chunks)
      const headers = Object.fromEntries(
        Object.entries(incoming.headers).flatMap(([name, value]) =>
          typeof value === 'string' && !['host', 'connection', 'content-length'].includes(name) ? [[name, value]] : [],
        ),
      )
      requests.push({ method: incoming.method ?? 'GET', path: incoming.url ?? '/', headers, body: body.toString() })
      const onward = forward(
        { hostname, port, method: incoming.method, path: incoming.url, headers: { ...incoming.headers, host: `${hostname}:${port}` } },
        (answer) => {
          outgoing.writeHead(answer.statusCode ?? 502, answer.headers)
          answer.pipe(outgoing)
        },
      )
      onward.on('error', () => outgoing.destroy())
      onward.end(body)
    })
  })
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
  const { port: own } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${own}`,
    requests,
    close: () => {
      server.closeAllConnections()
      server.close()
    },
  }
}

/** A script without any of our code that sends the same requests, so many at once, and reads every answer as JSON. */
export function bareScript(base: string, requests: readonly WireRequest[], concurrency = 1): string {
  return `const requests = ${JSON.stringify(requests)}
async function worker() {
  for (let next = requests.shift(); next !== undefined; next = requests.shift()) {
    const { method, path, headers, body } = next
    const answer = await fetch(${JSON.stringify(base)} + path, { method, headers, ...(body === '' ? {} : { body }) })
    const text = await answer.text()
    try { JSON.parse(text) } catch {}
  }
}
await Promise.all(Array.from({ length: ${concurrency} }, worker))
`
}

import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { SentAnswer, WireRequest } from './answer.ts'

/** What is to happen to the connection; `broken` cuts it, before or in the middle of the answer. */
export type Outcome = { answer: SentAnswer } | { broken: true; partial?: SentAnswer }

export interface Listening {
  origin: string
  close(): Promise<void>
}

/** An HTTP server on the loopback address that hands whole requests to one function. */
export async function listen(port: number, handle: (request: WireRequest) => Promise<Outcome>): Promise<Listening> {
  let origin = ''
  const server: Server = createServer((incoming, outgoing) => {
    receive(incoming, origin)
      .then(handle)
      .then((outcome) => send(incoming, outgoing, outcome))
      .catch((error: unknown) => {
        outgoing
          .writeHead(500, { 'content-type': 'text/plain' })
          .end(`The double failed: ${error instanceof Error ? error.stack : String(error)}`)
      })
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, '127.0.0.1', resolve)
  })
  const address = server.address() as AddressInfo
  origin = `http://127.0.0.1:${address.port}`
  return {
    origin,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

async function receive(incoming: IncomingMessage, origin: string): Promise<WireRequest> {
  const chunks: Buffer[] = []
  for await (const chunk of incoming) chunks.push(Buffer.isBuffer(chunk) ? chunk : Buffer.from(String(chunk)))
  const url = new URL(incoming.url ?? '/', origin)
  const headers = Object.fromEntries(
    Object.entries(incoming.headers).map(([name, value]) => [name, Array.isArray(value) ? value.join(', ') : (value ?? '')]),
  )
  // Raw path: an encoded slash must stay one until the route is known.
  const path = (incoming.url ?? '/').split('?')[0] ?? '/'
  return { method: incoming.method ?? 'GET', path, query: url.searchParams, headers, body: Buffer.concat(chunks), origin }
}

function send(incoming: IncomingMessage, outgoing: ServerResponse, outcome: Outcome): void {
  if ('answer' in outcome) {
    const { status, headers, body } = outcome.answer
    const bare = status === 204 || status === 304
    outgoing.writeHead(status, { ...headers, ...(bare ? {} : { 'content-length': String(body.length) }) })
    outgoing.end(incoming.method === 'HEAD' || bare ? undefined : body)
    return
  }
  if (outcome.partial === undefined) {
    incoming.socket.resetAndDestroy()
    return
  }
  const { status, headers, body } = outcome.partial
  outgoing.writeHead(status, { ...headers, 'content-length': String(body.length) })
  outgoing.write(body.subarray(0, Math.floor(body.length / 2)), () => incoming.socket.destroy())
}

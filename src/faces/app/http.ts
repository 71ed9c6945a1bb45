import { createHash, timingSafeEqual } from 'node:crypto'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { Logger } from 'pino'
import { MINUTE, SECOND } from '../../core/model/instant.ts'
import { createBodyReader } from './http-body.ts'
import type { AppMetrics } from './metrics.ts'
import type { QueueStatus } from './run-queue.ts'
import type { LastRun } from './service.ts'

/** A run that takes longer hangs: all its waits have bounds, which together are less. */
const STUCK = 60 * MINUTE

export interface Pages {
  /** Probot's own middleware: checks the signature, then parses. Gives whether it answered. */
  webhook(request: IncomingMessage, response: ServerResponse): Promise<unknown>
  webhookPath: string
  queue(): QueueStatus
  lastRun(): LastRun | null
  metrics: AppMetrics
  /** Absent: whoever reaches the port may read `/metrics`. */
  metricsToken: string | undefined
  now(): number
  log: Logger
}

/** Milliseconds: until the headers are there, until the body is, and how often is looked. */
export interface Patience {
  headersTimeout: number
  requestTimeout: number
  connectionsCheckingInterval: number
}

/** GitHub itself waits ten seconds for an answer: https://docs.github.com/en/webhooks/using-webhooks/best-practices-for-using-webhooks */
const PATIENCE: Patience = { headersTimeout: 10 * SECOND, requestTimeout: 30 * SECOND, connectionsCheckingInterval: 5 * SECOND }

/** The server: webhooks, `/healthz`, `/metrics`. Slow and oversized requests are cut. */
export function createAppServer(pages: Pages, patience = PATIENCE): Server {
  const readBody = createBodyReader()
  const server = createServer({ ...patience }, (request, response) => {
    route({ ...pages, readBody }, request, response).catch((error: unknown) => {
      // A sender that hangs up in the middle is no failure of ours.
      pages.log[request.complete ? 'error' : 'debug']({ err: error }, 'a request failed')
      if (!response.headersSent) answer(response, 500, 'text/plain', 'internal error\n')
      else response.destroy()
    })
  })
  return server
}

type Routes = Pages & { readBody: ReturnType<typeof createBodyReader> }

async function route(pages: Routes, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const [path = ''] = (request.url ?? '').split('?')
  const reading = request.method === 'GET' || request.method === 'HEAD'
  if (path === pages.webhookPath) {
    await webhook(pages, request, response)
    if (response.statusCode >= 400) pages.metrics.refused(response.statusCode)
    return
  }
  if (reading && path === '/healthz') return health(pages, response)
  if (reading && path === '/metrics') return metrics(pages, request, response)
  answer(response, 404, 'text/plain', 'not found\n')
}

/** What is no webhook by its headers is refused before its body is read; then the body is bounded, before time is spent on its signature. */
async function webhook(pages: Routes, request: IncomingMessage, response: ServerResponse): Promise<void> {
  if (!pages.queue().accepting) return later(response, 'shutting down')
  if (request.method !== 'POST') {
    response.setHeader('allow', 'POST')
    return answer(response, 405, 'text/plain', 'webhooks are posted\n')
  }
  const refusal = refusalOf(request)
  if (refusal !== null) return answer(response, refusal.status, 'text/plain', `${refusal.why}\n`)
  const body = await pages.readBody(request)
  if (!body.ok) return body.why === 'busy' ? later(response, 'busy') : answer(response, 413, 'text/plain', 'payload too large\n')
  await pages.webhook(Object.assign(request, { body: body.text }), response)
}

/** Headers of a webhook of GitHub's: https://docs.github.com/en/webhooks/webhook-events-and-payloads#delivery-headers */
function refusalOf({ headers }: IncomingMessage): { status: number; why: string } | null {
  if (!/^\s*application\/json\s*(?:;|$)/.test(headers['content-type'] ?? ''))
    return { status: 415, why: 'the body is not application/json' }
  const header = (name: string) => (typeof headers[name] === 'string' ? headers[name] : '')
  if (!/^sha256=[0-9a-f]{64}$/.test(header('x-hub-signature-256'))) return { status: 400, why: 'no signature' }
  if (!/^[a-z0-9_]{1,64}$/.test(header('x-github-event'))) return { status: 400, why: 'no event' }
  // Ids are remembered: their length is bounded with their number.
  if (!/^[\w-]{1,128}$/.test(header('x-github-delivery'))) return { status: 400, why: 'no delivery' }
  return null
}

function later(response: ServerResponse, why: string): void {
  response.setHeader('retry-after', '60')
  answer(response, 503, 'text/plain', `${why}\n`)
}

/** 200 while the queue takes work and does it. No repository is named: this page is open to whoever reaches the port. */
function health(pages: Pages, response: ServerResponse): void {
  const { waiting, running, oldestStart, accepting } = pages.queue()
  const last = pages.lastRun()
  const stuck = oldestStart !== null && pages.now() - oldestStart > STUCK
  const body = {
    status: !accepting ? 'stopping' : stuck ? 'stuck' : 'ok',
    queue: { waiting, running },
    last_run: last === null ? null : { at: new Date(last.at).toISOString(), result: last.result, seconds: last.seconds },
  }
  answer(response, body.status === 'ok' ? 200 : 503, 'application/json', `${JSON.stringify(body)}\n`)
}

async function metrics(pages: Pages, request: IncomingMessage, response: ServerResponse): Promise<void> {
  if (pages.metricsToken !== undefined && !same(request.headers.authorization ?? '', `Bearer ${pages.metricsToken}`)) {
    response.setHeader('www-authenticate', 'Bearer')
    return answer(response, 401, 'text/plain', 'unauthorized\n')
  }
  const { type, body } = await pages.metrics.text()
  answer(response, 200, type, body)
}

function answer(response: ServerResponse, status: number, type: string, body: string): void {
  response.writeHead(status, { 'content-type': type, 'cache-control': 'no-store', 'x-content-type-options': 'nosniff' }).end(body)
}

/** Takes the same time for whatever is given. */
function same(given: string, wanted: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest()
  return timingSafeEqual(digest(given), digest(wanted))
}

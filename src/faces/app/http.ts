import { createHash, timingSafeEqual } from 'node:crypto'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { Logger } from 'pino'
import { MINUTE, SECOND } from '../../core/model/instant.ts'
import { readBody } from './http-body.ts'
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

/** The server: webhooks, `/healthz`, `/metrics`. Slow and oversized requests are cut. */
export function createAppServer(pages: Pages): Server {
  const server = createServer({ requestTimeout: 30 * SECOND, headersTimeout: 10 * SECOND }, (request, response) => {
    route(pages, request, response).catch((error: unknown) => {
      // A sender that hangs up in the middle is no failure of ours.
      pages.log[request.complete ? 'error' : 'debug']({ err: error }, 'a request failed')
      if (!response.headersSent) answer(response, 500, 'text/plain', 'internal error\n')
      else response.destroy()
    })
  })
  return server
}

async function route(pages: Pages, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const [path = ''] = (request.url ?? '').split('?')
  const reading = request.method === 'GET' || request.method === 'HEAD'
  if (path === pages.webhookPath) return webhook(pages, request, response)
  if (reading && path === '/healthz') return health(pages, response)
  if (reading && path === '/metrics') return metrics(pages, request, response)
  answer(response, 404, 'text/plain', 'not found\n')
}

/** The body is read here and bounded, before anybody spends time on its signature. */
async function webhook(pages: Pages, request: IncomingMessage, response: ServerResponse): Promise<void> {
  if (!pages.queue().accepting) {
    response.setHeader('retry-after', '60')
    return answer(response, 503, 'text/plain', 'shutting down\n')
  }
  const body = request.method === 'POST' ? await readBody(request) : ''
  if (body === null) return answer(response, 413, 'text/plain', 'payload too large\n')
  await pages.webhook(Object.assign(request, { body }), response)
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

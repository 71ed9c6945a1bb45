import type { ClientRequest, Agent as HttpAgent, IncomingMessage } from 'node:http'
import type { Agent as HttpsAgent } from 'node:https'
import type { LookupFunction } from 'node:net'
import { getBuiltinModule } from 'node:process'
import type { Duration } from '../core/model/instant.ts'
import { HttpFailure } from '../ports/http.ts'
import { decodeBody } from './http-body.ts'

/** One request and its answer, without redirects, retries or cache. */
export interface Exchange {
  method: string
  url: URL
  headers: Readonly<Record<string, string>>
  body?: string
  /** Longest silence: until the answer's head, and between two parts of its body. The whole may take five times as long. */
  timeout: Duration
  maxBytes: number
  /** The body is given as the hex digest of its bytes. */
  fold?: 'sha256' | 'sha512'
  /** The body in base64. */
  bytes?: true
}

export interface RawAnswer {
  status: number
  /** Lower-case names. */
  headers: Record<string, string>
  body: string
}

export interface Transport {
  /** @throws HttpFailure `network`, `timeout` or `too-large` */
  exchange(exchange: Exchange): Promise<RawAnswer>
  close(): void
}

/**
 * Keep-alive connections on Node's own client: it starts faster and holds less than `fetch`, and its agents know proxies
 * (`HTTPS_PROXY`, `HTTP_PROXY`, `NO_PROXY`) and the system's extra certificates (`NODE_EXTRA_CA_CERTS`). It is loaded with the first
 * request, and not by `import`: that would read every export of `node:http`, and with them load the whole of undici (40 ms).
 */
export function createTransport(options: {
  proxyEnv?: Readonly<Record<string, string | undefined>>
  /** Finds the addresses of a host name in place of the system's resolver. */
  lookup?: LookupFunction
}): Transport {
  const agentOptions = {
    keepAlive: true,
    scheduling: 'lifo' as const,
    ...(options.proxyEnv && { proxyEnv: { ...options.proxyEnv } }),
    ...(options.lookup && { lookup: options.lookup }),
  }
  let plain: HttpAgent | undefined
  let secure: HttpsAgent | undefined
  const open = (exchange: Exchange): ClientRequest => {
    const { method, url, headers } = exchange
    if (url.protocol === 'https:') {
      const https = getBuiltinModule('node:https')
      secure ??= new https.Agent(agentOptions)
      return https.request(url, { method, headers, agent: secure })
    }
    const http = getBuiltinModule('node:http')
    plain ??= new http.Agent(agentOptions)
    return http.request(url, { method, headers, agent: plain })
  }
  return {
    exchange: (exchange) => perform(exchange, open(exchange)),
    close() {
      plain?.destroy()
      secure?.destroy()
    },
  }
}

function perform(exchange: Exchange, request: ClientRequest): Promise<RawAnswer> {
  const { url, timeout } = exchange
  const slow = () => new HttpFailure('timeout', `${url.host} did not answer within ${Math.round(timeout / 1000)} s`)
  return new Promise<RawAnswer>((resolve, reject) => {
    const whole = setTimeout(() => request.destroy(slow()), timeout * 5)
    const settle = (end: () => void) => {
      clearTimeout(whole)
      end()
    }
    const refuse = (error: Error) => settle(() => reject(asFailure(error, url.host)))
    request.setTimeout(timeout, () => request.destroy(slow()))
    request.on('error', refuse)
    request.on('response', (response) => {
      response.on('error', refuse)
      collect(response, exchange, request).then((answer) => settle(() => resolve(answer)), refuse)
    })
    request.end(exchange.body)
  })
}

async function collect(response: IncomingMessage, exchange: Exchange, request: ClientRequest): Promise<RawAnswer> {
  const headers = flatHeaders(response)
  const chunks: Buffer[] = []
  const hash = exchange.fold === undefined ? null : getBuiltinModule('node:crypto').createHash(exchange.fold)
  let bytes = 0
  for await (const chunk of response) {
    bytes += chunk.length
    if (bytes > exchange.maxBytes) {
      // Not with the failure: where the whole answer has arrived the connection is nobody's, and an error of it would be unhandled.
      request.destroy()
      throw tooLarge(exchange)
    }
    if (hash === null) chunks.push(chunk)
    else hash.update(chunk)
  }
  if (hash !== null && headers['content-encoding'] !== undefined && headers['content-encoding'] !== 'identity')
    throw new HttpFailure('network', `${exchange.url.host} sent the file encoded, so that it cannot be hashed`)
  if (hash !== null) return { status: response.statusCode ?? 0, headers, body: hash.digest('hex') }
  const raw = chunks.length === 1 && chunks[0] !== undefined ? chunks[0] : Buffer.concat(chunks)
  const body = await decodeBody(raw, headers, exchange.maxBytes, exchange.bytes === true)
  if (body === null) throw tooLarge(exchange)
  return { status: response.statusCode ?? 0, headers, body }
}

function tooLarge(exchange: Exchange): HttpFailure {
  return new HttpFailure('too-large', `${exchange.url.host} sent more than ${exchange.maxBytes} bytes`)
}

/** Cookies are no business of ours, and the lengths no longer fit the decoded body. */
function flatHeaders(response: IncomingMessage): Record<string, string> {
  const headers: Record<string, string> = {}
  for (const [name, value] of Object.entries(response.headers)) {
    if (value === undefined || name === 'set-cookie') continue
    headers[name] = Array.isArray(value) ? value.join(', ') : value
  }
  return headers
}

/** Node's errors name the address asked for; only their code is passed on, for the address of a proxy may hold a password. */
function asFailure(error: Error, host: string): HttpFailure {
  if (error instanceof HttpFailure) return error
  const code = 'code' in error && typeof error.code === 'string' ? error.code : error.name
  if (code === 'ETIMEDOUT') return new HttpFailure('timeout', `${host} could not be reached in time`)
  return new HttpFailure('network', `${host} could not be reached (${code})`)
}

import { checkWebAddress, isLoopback } from '../core/model/web-address.ts'
import { HttpFailure } from '../ports/http.ts'
import type { Exchange, RawAnswer, Transport } from './http-transport.ts'

const MOST = 5
const REDIRECTS = new Set([301, 302, 303, 307, 308])

/** Headers that must not reach a host they were not meant for. */
const PRIVATE_HEADERS = new Set(['authorization', 'proxy-authorization', 'cookie', 'private-token', 'x-api-key'])

/**
 * Follows at most five redirects. Credentials stay behind as soon as the origin (scheme, host, port) changes and do not come back;
 * https never turns into http, and an upstream never leads to this machine.
 * @throws HttpFailure `insecure-url` for a refused redirect, `network` for too many
 */
export async function follow(transport: Transport, first: Exchange): Promise<{ answer: RawAnswer; url: string }> {
  let exchange = first
  for (let hops = 0; ; hops += 1) {
    const answer = await transport.exchange(exchange)
    const location = answer.headers['location']
    if (!REDIRECTS.has(answer.status) || location === undefined) return { answer, url: exchange.url.href }
    if (hops === MOST) throw new HttpFailure('network', `${first.url.host} redirects more than ${MOST} times`)
    exchange = redirected(exchange, answer.status, location)
  }
}

function redirected(from: Exchange, status: number, location: string): Exchange {
  const to = checkWebAddress(URL.parse(location, from.url.href)?.href ?? location)
  if (!to.ok) throw new HttpFailure('insecure-url', `${from.url.host} redirects to an address that is refused: ${to.reason}`)
  const downgrade = from.url.protocol === 'https:' && to.url.protocol === 'http:'
  if (downgrade || (isLoopback(to.url.hostname) && !isLoopback(from.url.hostname))) {
    throw new HttpFailure('insecure-url', `${from.url.host} redirects to ${to.url.protocol}//${to.url.host}: refused`)
  }
  const headers = to.url.origin === from.url.origin ? from.headers : publicHeaders(from.headers)
  // As browsers and the fetch standard do: only 307 and 308 repeat a POST.
  if (from.method === 'POST' && status !== 307 && status !== 308) {
    const { body: _body, ...rest } = from
    return { ...rest, method: 'GET', url: to.url, headers: withoutContent(headers) }
  }
  return { ...from, url: to.url, headers }
}

function publicHeaders(headers: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => !PRIVATE_HEADERS.has(name)))
}

function withoutContent(headers: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => !name.startsWith('content-')))
}

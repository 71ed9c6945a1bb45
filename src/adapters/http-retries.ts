import { type Duration, type Instant, SECOND } from '../core/model/instant.ts'
import { HttpFailure } from '../ports/http.ts'
import { type Host, resourceOf, waitFor } from './http-hosts.ts'
import { readLimited, readRateLimit, retryAfter } from './http-limits.ts'
import { follow } from './http-redirects.ts'
import type { ServiceCounts } from './http-statistics.ts'
import type { Exchange, RawAnswer, Transport } from './http-transport.ts'

export interface Retrying {
  transport: Transport
  now(): Instant
  sleep(time: Duration): Promise<void>
  /** 0 up to 1. */
  random(): number
  /** How long one request may wait in all for limits and between its attempts. */
  patience: Duration
}

/** What one request needs of its surroundings. */
export interface Sending {
  exchange: Exchange
  host: Host
  concurrency: number
  retries: number
  counts: ServiceCounts
}

/**
 * Sends until there is an answer worth having: resets, time-outs, 5xx and rate limits are tried again, with pauses that grow and vary, a
 * bounded number of times and for a bounded time. The last 5xx is an answer.
 * @throws HttpFailure
 */
export async function sendPatiently(sending: Sending, io: Retrying): Promise<{ answer: RawAnswer; url: string }> {
  const { exchange, host, counts } = sending
  const resource = resourceOf(exchange.method, exchange.url)
  let patience = io.patience
  const pause = async (time: Duration) => {
    patience -= time
    if (time > 0) await io.sleep(time)
  }
  for (let attempt = 0; ; attempt += 1) {
    const blocked = host.blocked(resource, io.now())
    if (blocked !== null) await pause(waitFor(exchange.url.host, blocked, io.now(), patience))
    if (attempt > 0) counts.retries += 1
    const result = await attemptOnce(sending, io)
    const last = attempt >= sending.retries
    if (result instanceof HttpFailure) {
      if (last || !isTransient(result)) throw result
      await pause(backOff(attempt, io.random, patience))
      continue
    }
    const now = io.now()
    const quota = readRateLimit(result.answer.headers, now)
    if (quota !== null) host.noteQuota(resource, quota)
    const limited = readLimited(result.answer, exchange.method, attempt, now)
    if (limited !== null) {
      host.block(resource, limited)
      await pause(waitFor(exchange.url.host, limited, now, last ? -1 : patience))
      continue
    }
    const wait = transientWait(result.answer, attempt, io, patience)
    if (last || wait === null) return result
    await pause(wait)
  }
}

/** One attempt, holding one of the host's places only while it is on the wire. */
async function attemptOnce(sending: Sending, io: Retrying): Promise<{ answer: RawAnswer; url: string } | HttpFailure> {
  const leave = await sending.host.enter(sending.concurrency)
  sending.counts.requests += 1
  try {
    return await follow(io.transport, sending.exchange)
  } catch (error) {
    if (error instanceof HttpFailure) return error
    throw error
  } finally {
    leave()
  }
}

function isTransient(failure: HttpFailure): boolean {
  return failure.code === 'network' || failure.code === 'timeout'
}

/** How long to wait after a server's error, or null where the answer is final (or the server wants more time than there is). */
function transientWait(answer: RawAnswer, attempt: number, io: Retrying, patience: Duration): Duration | null {
  if (answer.status < 500 || answer.status === 501 || answer.status === 505) return null
  const now = io.now()
  const asked = retryAfter(answer.headers, now)
  if (asked === null) return backOff(attempt, io.random, patience)
  return asked - now > patience ? null : asked - now
}

/** Half a second, doubled each time, and up to half of it taken off at random so that many clients do not come back together. */
function backOff(attempt: number, random: () => number, patience: Duration): Duration {
  const full = (SECOND / 2) * 2 ** attempt
  return Math.min(Math.max(0, patience), Math.round(full * (1 - random() / 2)))
}

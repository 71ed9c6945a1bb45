import { Octokit } from '@octokit/rest'
import { createPace, kindOf, OutOfPatience } from './pace.ts'

/** Tokens that expire in the middle of a run, as those of an App's installation do after an hour. */
export interface TokenSource {
  /** A token with some minutes to live. @throws ProblemError where there is none any more */
  token(): Promise<string>
  /** The forge did not accept this one: the next must be another. */
  refuse(token: string): void
}

/** What one answer of the forge said beside its content. */
export interface AnswerNote {
  result: 'ok' | 'error' | 'rate_limited'
  /** GraphQL and REST have a quota each. */
  resource: 'core' | 'graphql'
  /** Requests or points left of it; null where not said. */
  remaining: number | null
}

export interface ClientOptions {
  token: string | TokenSource
  /** REST root, `https://api.github.com` or `https://HOST/api/v3`. */
  apiUrl: string
  graphqlUrl: string
  sleep(ms: number): Promise<void>
  /** Epoch milliseconds, for the pace of writes; absent: the system's clock. */
  now?(): number
  /**
   * Whether writes keep the pace of GitHub's secondary limits. Default: on github.com and its subdomains of companies; an Enterprise Server
   * has no such limits unless its administrator sets them, and is then obeyed when it says so.
   */
  paced?: boolean
  /** Milliseconds that a run may wait in all; beyond it, it stops and the next run continues. Default: a quarter of an hour. */
  patience?: number
  onRetry?(message: string): void
  onAnswer?(note: AnswerNote): void
}

export type Client = Octokit

/** Waited where GitHub names no time: https://docs.github.com/en/rest/using-the-rest-api/rate-limits-for-the-rest-api */
const UNTOLD_WAIT = 60_000
const PATIENCE = 15 * 60_000
const ATTEMPTS = 4

interface Failure {
  status?: number
  message: string
  response?: Answer
}

interface Answer {
  headers: Record<string, string | number | undefined>
  data?: unknown
}

/**
 * The forge's client. Reads are repeated after resets and 5xx. A write is repeated only where the answer proves that nothing took
 * effect (a rate limit); otherwise the failure is shown and the next run converges, for a lost answer may hide a success. Writes are
 * sent one by one and at the pace that GitHub asks for. @throws OutOfPatience from any request that would have to wait too long
 */
export function createClient(options: ClientOptions): Client {
  const { token } = options
  const octokit = new Octokit({
    ...(typeof token === 'string' ? { auth: token } : {}),
    baseUrl: options.apiUrl.replace(/\/+$/, ''),
    userAgent: 'pinwarden',
    request: { fetch: globalThis.fetch },
    log: { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined },
  })
  const now = options.now ?? (() => Date.now())
  const paced = options.paced ?? /(?:^|\.)(?:github|ghe)\.com$/.test(new URL(options.apiUrl).hostname)
  const pace = createPace({ now, sleep: options.sleep, patience: options.patience ?? PATIENCE })
  const told = (why: string, ms: number) => options.onRetry?.(`GitHub: ${why}; trying again in ${Math.ceil(ms / 1000)} s`)
  octokit.hook.wrap('request', async (send, request) => {
    // Relative on github.com, already whole where the REST root is that of an Enterprise Server.
    if (isGraphql(request.url)) request.url = options.graphqlUrl
    for (let attempt = 1; ; attempt += 1) {
      const current = typeof token === 'string' ? null : await token.token()
      if (current !== null) request.headers['authorization'] = `token ${current}`
      const done = await pace.turn(paced ? kindOf(request) : 'read')
      try {
        const answer = await Promise.resolve(send(request)).finally(done)
        options.onAnswer?.(noteOf(request.url, answer, null))
        const limited = limitedGraphql(request.url, answer, now(), attempt)
        if (limited === null || attempt >= ATTEMPTS) return answer
        await pace.rest(limited, 'GitHub’s rate limit', () => told('the rate limit is used up', limited))
      } catch (error) {
        if (error instanceof OutOfPatience) throw error
        options.onAnswer?.(noteOf(request.url, (error as Failure).response, error as Failure))
        const renewed = typeof token !== 'string' && current !== null && (error as Failure).status === 401
        if (renewed) token.refuse(current)
        // Refused before anything took effect. A fresh token is not known everywhere at once, so the next one gets a moment.
        const wait = renewed ? 1000 * attempt : waitBefore(error as Failure, isRead(request), attempt, now())
        if (wait === null || attempt >= ATTEMPTS) throw error
        await pace.rest(wait, (error as Failure).message, () => told((error as Failure).message, wait))
      }
    }
  })
  return octokit
}

function noteOf(url: string, answer: Answer | undefined, failure: Failure | null): AnswerNote {
  const { headers = {}, data } = answer ?? {}
  const remaining = Number(headers['x-ratelimit-remaining'] ?? Number.NaN)
  const limited = failure !== null && (isSecondaryLimit(failure) || failure.status === 429 || (failure.status === 403 && remaining === 0))
  // GraphQL says most of what went wrong in an answer of status 200.
  const errors = isGraphql(url) && typeof data === 'object' && data !== null && 'errors' in data ? JSON.stringify(data.errors) : ''
  return {
    result: limited || errors.includes('"RATE_LIMITED"') ? 'rate_limited' : failure !== null || errors !== '' ? 'error' : 'ok',
    resource: isGraphql(url) ? 'graphql' : 'core',
    remaining: Number.isNaN(remaining) ? null : remaining,
  }
}

function isRead(request: { method?: string; url: string; query?: unknown }): boolean {
  if (isGraphql(request.url)) return typeof request.query === 'string' && !request.query.trimStart().startsWith('mutation')
  return request.method === 'GET' || request.method === 'HEAD'
}

function isGraphql(url: string): boolean {
  return url.endsWith('/graphql')
}

/** Milliseconds to wait before another try, or null where there must be none. */
function waitBefore(error: Failure, read: boolean, attempt: number, now: number): number | null {
  const status = error.status ?? 500
  const headers = error.response?.headers ?? {}
  if (isSecondaryLimit(error)) return afterLimit(headers, attempt, now)
  if ((status === 403 || status === 429) && String(headers['x-ratelimit-remaining']) === '0') return afterLimit(headers, attempt, now)
  if (status === 429) return afterLimit(headers, attempt, now)
  return read && status >= 500 ? 500 * 2 ** (attempt - 1) : null
}

/** `retry-after`, else `x-ratelimit-reset` where nothing is left, else a minute and twice as long each time. */
function afterLimit(headers: Answer['headers'], attempt: number, now: number): number {
  const after = Number(headers['retry-after'] ?? Number.NaN)
  if (Number.isFinite(after)) return Math.max(after, 1) * 1000
  const reset = Number(headers['x-ratelimit-reset'] ?? Number.NaN)
  // By the server's own clock: the difference is what counts.
  const server = Date.parse(String(headers['date'] ?? ''))
  if (String(headers['x-ratelimit-remaining']) === '0' && Number.isFinite(reset))
    return Math.max(reset * 1000 - (Number.isNaN(server) ? now : server), 0) + 1000
  return UNTOLD_WAIT * 2 ** (attempt - 1)
}

/** GraphQL says with status 200 that the limit is used up; nothing took effect then. Null for any other answer. */
function limitedGraphql(url: string, answer: Answer, now: number, attempt: number): number | null {
  const { data } = answer
  if (!isGraphql(url) || typeof data !== 'object' || data === null || !('errors' in data)) return null
  return JSON.stringify(data.errors).includes('"RATE_LIMITED"') ? afterLimit(answer.headers, attempt, now) : null
}

export function isSecondaryLimit(error: Failure): boolean {
  return (error.status === 403 || error.status === 429) && /secondary rate limit|abuse detection/i.test(error.message)
}

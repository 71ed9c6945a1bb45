import { Octokit } from '@octokit/rest'

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
  onRetry?(message: string): void
  onAnswer?(note: AnswerNote): void
}

export type Client = Octokit

const MAX_WAIT = 60_000
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
 * effect (a secondary rate limit); otherwise the failure is shown and the next run converges, for a lost answer may hide a success.
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
  octokit.hook.wrap('request', async (send, request) => {
    // Relative on github.com, already whole where the REST root is that of an Enterprise Server.
    if (isGraphql(request.url)) request.url = options.graphqlUrl
    for (let attempt = 1; ; attempt += 1) {
      const current = typeof token === 'string' ? null : await token.token()
      if (current !== null) request.headers['authorization'] = `token ${current}`
      try {
        const answer = await send(request)
        options.onAnswer?.(noteOf(request.url, answer, null))
        return answer
      } catch (error) {
        options.onAnswer?.(noteOf(request.url, (error as Failure).response, error as Failure))
        const renewed = typeof token !== 'string' && current !== null && (error as Failure).status === 401
        if (renewed) token.refuse(current)
        // Refused before anything took effect. A fresh token is not known everywhere at once, so the next one gets a moment.
        const wait = renewed ? 1000 * attempt : waitBefore(error as Failure, isRead(request), attempt)
        if (wait === null || attempt >= ATTEMPTS) throw error
        options.onRetry?.(`GitHub: ${(error as Failure).message}; trying again in ${Math.ceil(wait / 1000)} s`)
        await options.sleep(wait)
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
function waitBefore(error: Failure, read: boolean, attempt: number): number | null {
  const status = error.status ?? 500
  const after = Number(error.response?.headers['retry-after'])
  if (isSecondaryLimit(error)) {
    // GitHub asks for a minute where it names no time: https://docs.github.com/en/rest/using-the-rest-api/rate-limits-for-the-rest-api
    const wait = Number.isFinite(after) ? after * 1000 : 60_000
    return wait <= MAX_WAIT ? wait : null
  }
  return read && status >= 500 ? 500 * 2 ** (attempt - 1) : null
}

export function isSecondaryLimit(error: Failure): boolean {
  return (error.status === 403 || error.status === 429) && /secondary rate limit|abuse detection/i.test(error.message)
}

import { Octokit } from '@octokit/rest'

export interface ClientOptions {
  token: string
  /** REST root, `https://api.github.com` or `https://HOST/api/v3`. */
  apiUrl: string
  graphqlUrl: string
  sleep(ms: number): Promise<void>
  onRetry?(message: string): void
}

export type Client = Octokit

const MAX_WAIT = 60_000
const ATTEMPTS = 4

interface Failure {
  status?: number
  message: string
  response?: { headers: Record<string, string | number | undefined> }
}

/**
 * The forge's client. Reads are repeated after resets and 5xx. A write is repeated only where the answer proves that nothing took
 * effect (a secondary rate limit); otherwise the failure is shown and the next run converges, for a lost answer may hide a success.
 */
export function createClient(options: ClientOptions): Client {
  const octokit = new Octokit({
    auth: options.token,
    baseUrl: options.apiUrl.replace(/\/+$/, ''),
    userAgent: 'pinwarden',
    request: { fetch: globalThis.fetch },
    log: { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined },
  })
  octokit.hook.wrap('request', async (send, request) => {
    // Relative on github.com, already whole where the REST root is that of an Enterprise Server.
    if (isGraphql(request.url)) request.url = options.graphqlUrl
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await send(request)
      } catch (error) {
        const wait = waitBefore(error as Failure, isRead(request), attempt)
        if (wait === null || attempt >= ATTEMPTS) throw error
        options.onRetry?.(`GitHub: ${(error as Failure).message}; trying again in ${Math.ceil(wait / 1000)} s`)
        await options.sleep(wait)
      }
    }
  })
  return octokit
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

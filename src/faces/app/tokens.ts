import * as z from 'zod'
import type { TokenSource } from '../../adapters/github/client.ts'
import { MINUTE } from '../../core/model/instant.ts'
import { type Problem, ProblemError } from '../../core/model/problems.ts'

/** What a token is wanted for: one repository with all that the App may do, or the whole installation to read. */
export interface TokenScope {
  installation: number
  repository?: number
}

/** `POST /app/installations/{id}/access_tokens`, signed in as the App. */
export type IssueToken = (request: {
  installation_id: number
  repository_ids?: number[]
  permissions?: Record<string, 'read' | 'write'>
}) => Promise<{ data: { token: string; expires_at: string } }>

/** A token is not begun with that could end in the middle of a commit. */
const SPARE = 5 * MINUTE

/**
 * Tokens of installations, kept until shortly before they expire. A run's token reaches its own repository alone: what stands in one
 * registry must not show what stands in a private repository beside it.
 */
export function createTokens(issue: IssueToken, now: () => number): { source(scope: TokenScope): TokenSource } {
  const known = new Map<string, { token: string; until: number }>()
  const underWay = new Map<string, Promise<string>>()
  const ask = async (key: string, scope: TokenScope): Promise<string> => {
    const { data } = await issue(requestOf(scope)).catch((error: unknown) => {
      throw explain(error, scope)
    })
    for (const [old, { until }] of known) if (until <= now()) known.delete(old)
    known.set(key, { token: data.token, until: Date.parse(data.expires_at) - SPARE })
    return data.token
  }
  return {
    source(scope) {
      const key = `${scope.installation}/${scope.repository ?? '*'}`
      return {
        async token() {
          const kept = known.get(key)
          if (kept !== undefined && kept.until > now()) return kept.token
          const asked = underWay.get(key) ?? ask(key, scope).finally(() => underWay.delete(key))
          underWay.set(key, asked)
          return asked
        },
        refuse(token) {
          if (known.get(key)?.token === token) known.delete(key)
        },
      }
    },
  }
}

function requestOf({ installation, repository }: TokenScope): Parameters<IssueToken>[0] {
  if (repository !== undefined) return { installation_id: installation, repository_ids: [repository] }
  return { installation_id: installation, permissions: { contents: 'read', metadata: 'read' } }
}

function explain(error: unknown, { installation }: TokenScope): Error {
  if (!(error instanceof Error) || !('status' in error)) return error instanceof Error ? error : new Error(String(error))
  const doing = `Getting a token of installation ${installation}`
  return new ProblemError([problemOf(isLimited(error) ? 429 : Number(error.status), `${doing}: ${error.message}`)])
}

const limitedSchema = z.object({
  response: z.object({
    headers: z.object({ 'retry-after': z.unknown().optional(), 'x-ratelimit-remaining': z.coerce.string().optional() }),
  }),
})

/** A 403 may also say: not so fast. https://docs.github.com/en/rest/using-the-rest-api/rate-limits-for-the-rest-api#exceeding-the-rate-limit */
function isLimited(error: unknown): boolean {
  const { data } = limitedSchema.safeParse(error)
  return data?.response.headers['retry-after'] !== undefined || data?.response.headers['x-ratelimit-remaining'] === '0'
}

function problemOf(status: number, message: string): Problem {
  switch (status) {
    case 401:
      return {
        code: 'token-invalid',
        message,
        help: 'APP_ID and PRIVATE_KEY must be of the same App, and the clock of this machine right.',
      }
    case 403:
    case 404:
    case 422:
      return { code: 'permission-missing', message, help: 'The App is suspended there, or no longer installed for this repository.' }
    case 429:
      return { code: 'rate-limited', message }
    default:
      return { code: 'upstream-failed', message }
  }
}

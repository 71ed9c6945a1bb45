import * as z from 'zod'
import type { Cause } from '../core/model/release.ts'
import type { HttpResponse } from '../ports/http.ts'
import { causeOfFailure, causeOfStatus, plainWords } from './_answers.ts'
import { invalid, parseJson } from './_fetch.ts'
import type { DatasourceIo } from './contract.ts'

const errorSchema = z.object({
  type: z.string().optional(),
  message: z.string().optional().default('no reason given'),
  path: z.array(z.union([z.string(), z.number()])).optional(),
})
export type GraphqlError = z.infer<typeof errorSchema>

const answerSchema = z.object({ data: z.record(z.string(), z.unknown()).nullish(), errors: z.array(errorSchema).optional() })

export type GraphqlAnswer =
  | { ok: true; data: Readonly<Record<string, unknown>>; errors: readonly GraphqlError[]; response: HttpResponse }
  /** `too-heavy`: a smaller question may succeed; `no-graphql`: this address does not offer it to us; `final`: neither. */
  | { ok: false; kind: 'too-heavy' | 'no-graphql' | 'final'; cause: Cause }

/** https://docs.github.com/en/graphql/overview/rate-limits-and-query-limits-for-the-graphql-api */
const HEAVY = new Set(['RESOURCE_LIMITS_EXCEEDED', 'MAX_NODE_LIMIT_EXCEEDED', 'TIMEOUT', 'SERVICE_UNAVAILABLE', 'INTERNAL'])

/** Asks one GraphQL question. Data and errors come together: one bad repository does not lose the others. */
export async function askGraphql(io: DatasourceIo, url: string, service: string, query: string, questions: number): Promise<GraphqlAnswer> {
  let response: HttpResponse
  try {
    response = await io.http.request({
      method: 'POST',
      url,
      service,
      body: JSON.stringify({ query }),
      questions,
      headers: { 'content-type': 'application/json', accept: 'application/json' },
      // A time-out costs ten seconds each time: asking for less helps more than asking again.
      retries: 1,
      // What it says of each repository is kept apart: the same question is seldom asked twice.
      storable: () => false,
    })
  } catch (error) {
    const cause = causeOfFailure(error)
    if (cause.code === 'timeout') return { ok: false, kind: 'too-heavy', cause }
    // Offline the other interface's answers may be the ones that are stored.
    return { ok: false, kind: cause.code === 'offline' ? 'no-graphql' : 'final', cause }
  }
  if (response.status !== 200) return refused(response, io, url, service)
  const read = parseJson(response.body, answerSchema)
  if (!read.ok) return { ok: false, kind: 'final', cause: invalid(response, 'a GraphQL question', read.reason) }
  return judged(read.value, response)
}

function refused(response: HttpResponse, io: DatasourceIo, url: string, service: string): GraphqlAnswer {
  const cause = causeOfStatus(response, 'the GraphQL interface')
  if (response.status >= 500 && response.status !== 501) return { ok: false, kind: 'too-heavy', cause }
  const anonymous = io.http.hasToken?.(url, service) === false
  const absent = [404, 405, 410, 501].includes(response.status) || (anonymous && [401, 403].includes(response.status))
  return { ok: false, kind: absent ? 'no-graphql' : 'final', cause }
}

function judged(answer: z.infer<typeof answerSchema>, response: HttpResponse): GraphqlAnswer {
  const errors = answer.errors ?? []
  if (answer.data !== null && answer.data !== undefined) return { ok: true, data: answer.data, errors, response }
  const [first] = errors
  if (first === undefined) return { ok: false, kind: 'final', cause: invalid(response, 'a GraphQL question', 'neither data nor errors') }
  const cause = causeOfError(first, 'the question')
  return { ok: false, kind: isHeavy(first) ? 'too-heavy' : 'final', cause }
}

/** Whether less would have been answered. Time-outs come without a type, with words only. */
export function isHeavy(error: GraphqlError): boolean {
  return HEAVY.has(error.type ?? '') || /something went wrong|timed? ?out|timeout/i.test(error.message.slice(0, 500))
}

export function causeOfError(error: GraphqlError, what: string): Cause {
  const words = plainWords(error.message)
  switch (error.type) {
    case 'NOT_FOUND':
      return { code: 'not-found', message: `${what} is not there, or not visible: ${words}` }
    case 'FORBIDDEN':
    case 'INSUFFICIENT_SCOPES':
      return { code: 'forbidden', message: `${what} may not be read: ${words}` }
    case 'RATE_LIMITED':
      return { code: 'rate-limited', message: `the GraphQL rate limit is used up: ${words}` }
    default:
      return { code: isHeavy(error) ? 'server-error' : 'invalid-answer', message: `${what} could not be read: ${words}` }
  }
}

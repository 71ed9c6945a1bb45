import * as z from 'zod'
import type { Cause } from '../core/model/release.ts'
import type { Http, HttpRequest, HttpResponse } from '../ports/http.ts'
import { causeOfFailure, causeOfStatus, plainWords } from './_answers.ts'

export type Fetched<T> = { ok: true; value: T; response: HttpResponse } | { ok: false; cause: Cause; response?: HttpResponse }

/** The text of a 200, or why there is none. `what` names the thing asked for, for the report. */
export async function fetchText(http: Http, request: HttpRequest, what: string): Promise<Fetched<string>> {
  let response: HttpResponse
  try {
    response = await http.request(request)
  } catch (error) {
    return { ok: false, cause: causeOfFailure(error) }
  }
  if (response.status !== 200) return { ok: false, cause: causeOfStatus(response, what), response }
  return { ok: true, value: response.body, response }
}

/** The JSON of a 200, read by a schema that names only what is needed, or why there is none. */
export async function fetchJson<T>(http: Http, request: HttpRequest, schema: z.ZodType<T>, what: string): Promise<Fetched<T>> {
  const headers = { accept: 'application/json', ...request.headers }
  const text = await fetchText(http, { ...request, headers }, what)
  if (!text.ok) return text
  const parsed = parseJson(text.value, schema)
  return parsed.ok
    ? { ...parsed, response: text.response }
    : { ok: false, cause: invalid(text.response, what, parsed.reason), response: text.response }
}

/** An answer of the wrong form: which host, which thing, what was wrong. */
export function invalid(response: Pick<HttpResponse, 'url'>, what: string, reason: string): Cause {
  const host = URL.parse(response.url)?.host ?? 'upstream'
  return { code: 'invalid-answer', message: `${host} answered for ${what} with something else than expected: ${plainWords(reason)}` }
}

/** JSON read by a schema; the reason is fit for a report. */
export function parseJson<T>(text: string, schema: z.ZodType<T>): { ok: true; value: T } | { ok: false; reason: string } {
  let json: unknown
  try {
    json = JSON.parse(text)
  } catch {
    return { ok: false, reason: /^\s{0,100}</.test(text) ? 'a page of HTML or XML, not JSON' : 'no JSON, or it breaks off' }
  }
  const parsed = schema.safeParse(json)
  if (parsed.success) return { ok: true, value: parsed.data }
  const issue = parsed.error.issues[0]
  return { ok: false, reason: issue === undefined ? 'unknown form' : `${issue.path.join('.') || 'the whole'}: ${issue.message}` }
}

/**
 * Those rows of a list that the schema reads; how many it does not. One odd row must not lose the others. Where lists come by the thousand,
 * `isUsual` takes rows of the usual form as they are, keys that nobody asked for included; whatever it refuses, the schema decides.
 */
export function readableRows<T>(
  rows: readonly unknown[],
  schema: z.ZodType<T>,
  isUsual: (row: unknown) => row is T = noneIs,
): { rows: T[]; unreadable: number } {
  const good: T[] = []
  for (const row of rows) {
    if (isUsual(row)) {
      good.push(row)
      continue
    }
    const parsed = schema.safeParse(row)
    if (parsed.success) good.push(parsed.data)
  }
  return { rows: good, unreadable: rows.length - good.length }
}

function noneIs(_row: unknown): _row is never {
  return false
}

/** A list whose items are read one by one afterwards. */
export const anyList = z.custom<readonly unknown[]>((value) => Array.isArray(value), 'no list')

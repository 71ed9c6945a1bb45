import type { Operation } from '../openapi/extract.ts'
import type { WireRequest } from '../server/answer.ts'

/** Values of the query as texts; a key that is there twice has a list. */
export function queryOf(query: URLSearchParams): Record<string, unknown> {
  const values: Record<string, unknown> = {}
  for (const key of new Set(query.keys())) {
    const all = query.getAll(key)
    values[key] = all.length === 1 ? all[0] : all
  }
  return values
}

/** The body's JSON; none for an upload. */
export function bodyOf(request: WireRequest, operation: Operation): { json: unknown; problem: string | null } {
  if (request.body.length === 0 || operation.upload) return { json: undefined, problem: null }
  try {
    return { json: JSON.parse(request.body.toString()), problem: null }
  } catch {
    return { json: undefined, problem: 'Problems parsing JSON' }
  }
}

export interface LoggedRequest {
  /** 1 for the first request. */
  k: number
  method: string
  path: string
  /** `rest`, `graphql`, `oci` or `other`. */
  face: 'rest' | 'graphql' | 'oci' | 'osv' | 'other'
  /** REST operation id (`pulls/create`) or `query Name` / `mutation Name` of GraphQL. */
  operation: string
  /** Root fields of a GraphQL document. */
  fields: string[]
  /** True where the request can change something. */
  write: boolean
  document?: string
  variables?: unknown
  body?: unknown
  token: string | null
  status: number
  fault?: string
  milliseconds: number
}

export interface RequestFilter {
  face?: LoggedRequest['face']
  method?: string
  /** Operation id, GraphQL operation name, or root field. */
  operation?: string
  write?: boolean
}

export interface RequestLog {
  all(filter?: RequestFilter): LoggedRequest[]
  count(filter?: RequestFilter): number
  /** How often each operation was asked. */
  byOperation(): Record<string, number>
  clear(): void
  add(entry: LoggedRequest): void
}

export function matches(entry: LoggedRequest, filter: RequestFilter): boolean {
  if (filter.face !== undefined && entry.face !== filter.face) return false
  if (filter.method !== undefined && entry.method !== filter.method.toUpperCase()) return false
  if (filter.write !== undefined && entry.write !== filter.write) return false
  return filter.operation === undefined || names(entry).includes(filter.operation)
}

function names(entry: LoggedRequest): string[] {
  return [entry.operation, entry.operation.replace(/^(query|mutation) /, ''), ...entry.fields]
}

export function createRequestLog(): RequestLog {
  const entries: LoggedRequest[] = []
  const all = (filter: RequestFilter = {}) => entries.filter((entry) => matches(entry, filter))
  return {
    all,
    count: (filter) => all(filter).length,
    byOperation() {
      const counts: Record<string, number> = {}
      for (const { operation } of entries) counts[operation] = (counts[operation] ?? 0) + 1
      return counts
    },
    clear: () => void entries.splice(0),
    add: (entry) => void entries.push(entry),
  }
}

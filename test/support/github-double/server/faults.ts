import type { LoggedRequest } from './log.ts'

export type FaultKind =
  /** The connection breaks before anything took effect. */
  | 'reset'
  /** The request takes effect, its answer is lost. */
  | 'reset-after'
  | 'primary-limit'
  | 'secondary-limit'
  /** The answer breaks off in the middle. */
  | 'truncate'
  /** A page of HTML with status 200, as a login page or proxy gives. */
  | 'html'
  /** GitHub's error page with status 502. */
  | 'unicorn'
  /** `content-encoding: gzip` over bytes that are none. */
  | 'gzip-garbage'

export type Fault =
  | FaultKind
  | { delay: number }
  | { status: number; body?: unknown; headers?: Readonly<Record<string, string>> }
  | { secondaryLimit: { retryAfter?: number | null; status?: 403 | 429; words?: 'secondary' | 'abuse' } }

export interface FaultRule {
  match?: {
    method?: string
    /** Beginning of the path, or a pattern; as a string `*` stands for anything. */
    path?: string | RegExp
    /** REST operation id, GraphQL operation name or root field. */
    operation?: string
    face?: LoggedRequest['face']
    write?: boolean
    /** The first request that matches is 1. Default 1. */
    nth?: number
    /** How many from there on. Default 1; `null` for ever. */
    times?: number | null
  }
  fault: Fault
}

export interface Faults {
  add(...rules: FaultRule[]): void
  clear(): void
  /** The fault of a request, if one of the rules says so; counts the request. */
  take(request: Pick<LoggedRequest, 'method' | 'path' | 'operation' | 'fields' | 'face' | 'write'>): Fault | null
}

export function createFaults(initial: readonly FaultRule[] = []): Faults {
  const rules: { rule: FaultRule; seen: number }[] = initial.map((rule) => ({ rule, seen: 0 }))
  return {
    add: (...more) => void rules.push(...more.map((rule) => ({ rule, seen: 0 }))),
    clear: () => void rules.splice(0),
    take(request) {
      let fault: Fault | null = null
      for (const entry of rules) {
        const { nth = 1, times = 1, ...match } = entry.rule.match ?? {}
        if (!fits(match, request)) continue
        entry.seen += 1
        if (fault === null && entry.seen >= nth && (times === null || entry.seen < nth + times)) fault = entry.rule.fault
      }
      return fault
    },
  }
}

type Match = Omit<NonNullable<FaultRule['match']>, 'nth' | 'times'>

function fits(match: Match, request: Pick<LoggedRequest, 'method' | 'path' | 'operation' | 'fields' | 'face' | 'write'>): boolean {
  if (match.method !== undefined && match.method.toUpperCase() !== request.method) return false
  if (match.face !== undefined && match.face !== request.face) return false
  if (match.write !== undefined && match.write !== request.write) return false
  if (match.path !== undefined && !pathFits(match.path, request.path)) return false
  if (match.operation === undefined) return true
  return [request.operation, request.operation.replace(/^(query|mutation) /, ''), ...request.fields].includes(match.operation)
}

function pathFits(wanted: string | RegExp, path: string): boolean {
  if (wanted instanceof RegExp) return wanted.test(path)
  const pattern = wanted
    .split('*')
    .map((part) => part.replace(/[.+?^${}()|[\]\\]/g, '\\$&'))
    .join('.*')
  return new RegExp(`^${pattern}`).test(path)
}

export function faultName(fault: Fault): string {
  return typeof fault === 'string' ? fault : JSON.stringify(fault)
}

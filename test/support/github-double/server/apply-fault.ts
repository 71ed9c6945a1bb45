import type { Token } from '../state.ts'
import type { Answer, SentAnswer } from './answer.ts'
import type { Fault } from './faults.ts'
import { primaryLimit, type Resource, secondaryLimit } from './limits.ts'
import type { Outcome } from './listen.ts'
import type { Pipeline } from './pipeline.ts'

/** The answer that stands in for the handler's; null where the handler is to run. */
export function applyBefore(fault: Fault, { double }: Pick<Pipeline, 'double'>, token: Token | null, resource: Resource): Answer | null {
  if (fault === 'primary-limit') {
    const limit = primaryLimit(token, resource, double.state)
    const headers = double.limits.headers(token, resource)
    return { ...limit, headers: { ...headers, 'x-ratelimit-remaining': '0', 'x-ratelimit-used': headers['x-ratelimit-limit'] ?? '0' } }
  }
  if (fault === 'secondary-limit') return secondaryLimit()
  if (fault === 'html')
    return {
      status: 200,
      contentType: 'text/html; charset=utf-8',
      raw: '<!DOCTYPE html><html><head><title>Sign in</title></head><body><form action="/login"></form></body></html>',
    }
  if (fault === 'unicorn')
    return {
      status: 502,
      contentType: 'text/html; charset=utf-8',
      raw: '<!DOCTYPE html><html><head><title>Unicorn! &middot; GitHub</title></head><body>This page is taking too long to load.</body></html>',
    }
  if (typeof fault === 'string') return null
  if ('secondaryLimit' in fault) return secondaryLimit(fault.secondaryLimit)
  if (!('status' in fault)) return null
  const headers = fault.headers ?? {}
  if (typeof fault.body === 'string')
    return { status: fault.status, headers: { 'content-type': 'text/plain; charset=utf-8', ...headers }, raw: fault.body }
  return {
    status: fault.status,
    headers,
    json: fault.body ?? {
      message: `Fault ${fault.status}`,
      documentation_url: 'https://docs.github.com/rest',
      status: String(fault.status),
    },
  }
}

/** What happens to the answer on its way. */
export function applyAfter(fault: Fault, answer: SentAnswer): Outcome {
  if (fault === 'reset-after') return { broken: true }
  if (fault === 'truncate') return { broken: true, partial: answer }
  if (fault === 'gzip-garbage')
    return {
      answer: { ...answer, headers: { ...answer.headers, 'content-encoding': 'gzip' }, body: Buffer.from('this is not gzip at all') },
    }
  return { answer }
}

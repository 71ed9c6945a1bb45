import { getBuiltinModule } from 'node:process'
import type { Instant } from '../core/model/instant.ts'
import type { CacheEntry } from '../ports/cache.ts'
import type { HttpRequest, HttpResponse, KeptName } from '../ports/http.ts'
import type { RawAnswer } from './http-transport.ts'

/** Names the answer: what was asked, in which form, and by whom (one tenant's private answers are never another's). */
export function cacheKey(request: HttpRequest, partition: string): string {
  const parts = [partition, request.method ?? 'GET', request.url, request.headers?.['accept'] ?? '', request.cacheKey ?? request.body ?? '']
  return getBuiltinModule('node:crypto').hash('sha256', JSON.stringify(parts))
}

/** Names a kept text, apart from all answers. */
export function keptKey(kept: Omit<KeptName, 'url'> & { origin: string }, partition: string): string {
  const parts = ['kept', partition, kept.origin, kept.service, kept.name]
  return getBuiltinModule('node:crypto').hash('sha256', JSON.stringify(parts))
}

/** Whether upstream allows to keep an answer, and it is one: a login page in place of JSON is none. */
export function isStorable(request: HttpRequest, answer: RawAnswer): boolean {
  if (answer.status !== 200 || /\bno-store\b/i.test(answer.headers['cache-control'] ?? '')) return false
  const wantsData = /\b(json|yaml|xml)\b/i.test(request.headers?.['accept'] ?? '')
  const isPage = /^\s{0,4}text\/html\b/i.test(answer.headers['content-type'] ?? '')
  if (wantsData && isPage) return false
  return request.storable === undefined || request.storable(answer.body)
}

/** Headers that a later reader needs; the rest (tracing, limits of that hour) would only fill the store. */
const KEPT = new Set(['etag', 'last-modified', 'link', 'content-type', 'x-next-page', 'x-total-pages', 'docker-content-digest'])

export function entryOf(answer: RawAnswer, url: string, storedAt: Instant): CacheEntry {
  const headers = Object.fromEntries(Object.entries(answer.headers).filter(([name]) => KEPT.has(name)))
  return { status: answer.status, headers, body: answer.body, url, storedAt }
}

/** Headers that turn a request into "only if it changed". */
export function validators(entry: CacheEntry): Record<string, string> {
  const etag = entry.headers['etag']
  if (etag !== undefined) return { 'if-none-match': etag }
  const modified = entry.headers['last-modified']
  return modified === undefined ? {} : { 'if-modified-since': modified }
}

export function fromEntry(entry: CacheEntry, origin: HttpResponse['origin']): HttpResponse {
  const { status, headers, body, url, storedAt } = entry
  return { status, headers, body, url, origin, storedAt }
}

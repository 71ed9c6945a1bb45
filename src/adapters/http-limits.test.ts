import { describe, expect, it } from 'vitest'
import { readLimited, readRateLimit, retryAfter } from './http-limits.ts'

const NOW = Date.parse('2026-11-21T12:00:00Z')
const answer = (status: number, headers: Record<string, string>, body = '') => ({ status, headers, body })

describe('what a host says of its quota', () => {
  it.each([
    [
      'GitHub: seconds',
      { 'x-ratelimit-limit': '5000', 'x-ratelimit-remaining': '4987', 'x-ratelimit-reset': String(NOW / 1000 + 60) },
      60_000,
      4987,
    ],
    ['milliseconds', { 'x-ratelimit-remaining': '3', 'x-ratelimit-reset': String(NOW + 5000) }, 5000, 3],
    ['GitLab', { 'ratelimit-limit': '500', 'ratelimit-remaining': '499', 'ratelimit-reset': String(NOW / 1000 + 30) }, 30_000, 499],
    ['seconds from now, as the IETF draft has it', { 'ratelimit-remaining': '1', 'ratelimit-reset': '50' }, 50_000, 1],
    ['a window behind the count', { 'ratelimit-remaining': '76;w=21600', 'ratelimit-reset': '10' }, 10_000, 76],
  ])('is read in the form of %s', (_, headers, wait, remaining) => {
    expect(readRateLimit(headers, NOW)).toMatchObject({ remaining, reset: NOW + wait })
  })

  it('is nothing where it does not say', () => {
    expect(readRateLimit({ 'ratelimit-remaining': '76;w=21600' }, NOW)).toBeNull()
    expect(readRateLimit({ 'x-ratelimit-remaining': 'many', 'x-ratelimit-reset': 'soon' }, NOW)).toBeNull()
  })
})

describe('an answer that means "not now"', () => {
  it('says when, as seconds or as a date', () => {
    expect(retryAfter({ 'retry-after': '30' }, NOW)).toBe(NOW + 30_000)
    expect(retryAfter({ 'retry-after': 'Sat, 21 Nov 2026 12:01:00 GMT' }, NOW)).toBe(NOW + 60_000)
    expect(retryAfter({ 'retry-after': 'Sat, 21 Nov 2020 12:01:00 GMT' }, NOW)).toBe(NOW)
    expect(retryAfter({ 'retry-after': 'soon' }, NOW)).toBeNull()
  })

  it('is told from one that means "never"', () => {
    expect(
      readLimited(answer(403, { 'x-ratelimit-remaining': '4000', 'x-ratelimit-reset': '1900000000' }, 'no access'), 'GET', 0, NOW),
    ).toBeNull()
    expect(readLimited(answer(403, { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': '1900000000' }), 'GET', 0, NOW)).toMatchObject({
      kind: 'primary',
      retryAt: 1_900_000_000_000,
    })
    expect(readLimited(answer(403, {}, 'You have triggered an abuse detection mechanism'), 'GET', 1, NOW)).toEqual({
      kind: 'secondary',
      retryAt: NOW + 120_000,
    })
    expect(readLimited(answer(429, {}, 'slow'), 'GET', 2, NOW)).toEqual({ kind: 'secondary', retryAt: NOW + 4000 })
  })
})

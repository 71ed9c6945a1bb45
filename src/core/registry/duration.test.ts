import { describe, expect, it } from 'vitest'
import { DAY, HOUR, MINUTE, SECOND } from '../model/instant.ts'
import { daysOrDuration, parseDuration, secondsOrDuration } from './duration.ts'

describe('a duration', () => {
  it.each([
    ['7d', 7 * DAY],
    ['24h', DAY],
    ['30m', 30 * MINUTE],
    ['5s', 5 * SECOND],
    ['250ms', 250],
    ['2w', 14 * DAY],
    ['1d12h30m', DAY + 12 * HOUR + 30 * MINUTE],
    ['0s', 0],
  ])('%s is %d ms', (text, expected) => {
    expect(parseDuration(text)).toBe(expected)
  })

  it.each(['', '7', 'd', '7 d', '7days', '-1d', '1.5h', '3x', '1M', '7d ', '9999999d', '1d'.repeat(7)])('%j is none', (text) => {
    expect(parseDuration(text)).toBeNull()
  })

  it('is counted in days or in seconds where a number is written', () => {
    expect(daysOrDuration(7)).toBe(7 * DAY)
    expect(daysOrDuration('7h')).toBe(7 * HOUR)
    expect(secondsOrDuration(900)).toBe(15 * MINUTE)
    expect(secondsOrDuration('15m')).toBe(15 * MINUTE)
  })
})

import { describe, expect, it } from 'vitest'
import { isTimeZone, parseDate, TIME_OF_DAY } from './calendar.ts'

describe('a date', () => {
  it.each([
    ['2026-11-21', Date.UTC(2026, 10, 21)],
    ['2024-02-29', Date.UTC(2024, 1, 29)],
    ['2026-11-21T06:30:00Z', Date.UTC(2026, 10, 21, 6, 30)],
    ['2026-11-21T06:30+01:00', Date.UTC(2026, 10, 21, 5, 30)],
    ['2026-11-20T10:14:00.5Z', Date.UTC(2026, 10, 20, 10, 14, 0, 500)],
  ])('%s is read', (text, expected) => {
    expect(parseDate(text)).toBe(expected)
  })

  it.each([
    '2026-02-30',
    '2023-02-29',
    '2026-13-01',
    '2026-00-10',
    '21.11.2026',
    '2026-11-21T25:00Z',
    '2026-11-21T06:30',
    'tomorrow',
    '',
    '26-11-21',
  ])('%j is none', (text) => {
    expect(parseDate(text)).toBeNull()
  })
})

describe('a time zone', () => {
  it.each(['UTC', 'Europe/Berlin', 'America/Argentina/Buenos_Aires', 'Asia/Kolkata'])('%s is known', (text) => {
    expect(isTimeZone(text)).toBe(true)
  })

  it.each(['Europe/Berln', '+01:00', '-05', '', 'Mars/Olympus', '1'])('%j is none', (text) => {
    expect(isTimeZone(text)).toBe(false)
  })
})

describe('a time of day', () => {
  it.each(['00:00', '02:00', '23:59', '24:00'])('%s is one', (text) => {
    expect(text).toMatch(TIME_OF_DAY)
  })

  it.each(['2:00', '24:01', '12:60', '2am', '12:00:00'])('%s is none', (text) => {
    expect(text).not.toMatch(TIME_OF_DAY)
  })
})

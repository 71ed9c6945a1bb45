import { describe, expect, it } from 'vitest'
import { isCron } from './cron.ts'

describe('a cron expression', () => {
  it.each(['* * * * *', '0 2 * * sun', '*/15 0-6 1,15 * mon-fri', '0 0 1 jan *', '5 4 * * 7', '0 22 * * MON-FRI', '10-50/10 * * * *'])(
    '%s is one',
    (text) => {
      expect(isCron(text)).toBe(true)
    },
  )

  it.each([
    '',
    '* * * *',
    '* * * * * *',
    '60 * * * *',
    '* 24 * * *',
    '* * 0 * *',
    '* * * 13 *',
    '* * * * 8',
    '5-1 * * * *',
    '*/0 * * * *',
    '1/2/3 * * * *',
    'sun * * * *',
    '@daily',
    '-1 * * * *',
  ])('%j is none', (text) => {
    expect(isCron(text)).toBe(false)
  })
})

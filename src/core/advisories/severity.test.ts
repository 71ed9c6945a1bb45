import fc from 'fast-check'
import { describe, expect, it, vi } from 'vitest'
import { baseScore, rateVector } from './cvss.ts'
import { severityOf } from './severity.ts'

/** Scores as FIRST gives them: the examples of v2 (section 3.3), v3.1 and v4.0, and what was computed on the reference calculator. */
const examples: [vector: string, score: number | null, rating: string | null][] = [
  ['AV:N/AC:L/Au:N/C:N/I:N/A:C', 7.8, 'high'],
  ['AV:N/AC:L/Au:N/C:C/I:C/A:C', 10, 'high'],
  ['(AV:L/AC:H/Au:N/C:C/I:C/A:C)', 6.2, 'medium'],
  ['CVSS:3.0/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H', 9.8, 'critical'],
  ['CVSS:3.1/AV:N/AC:L/PR:N/UI:R/S:C/C:L/I:L/A:N', 6.1, 'medium'],
  ['CVSS:3.1/AV:N/AC:L/PR:L/UI:N/S:C/C:L/I:L/A:N', 6.4, 'medium'],
  ['CVSS:3.1/AV:N/AC:H/PR:N/UI:R/S:U/C:L/I:N/A:N', 3.1, 'low'],
  ['CVSS:3.1/AV:N/AC:L/PR:L/UI:N/S:C/C:H/I:H/A:H', 9.9, 'critical'],
  ['CVSS:3.1/AV:L/AC:L/PR:H/UI:N/S:U/C:L/I:L/A:L', 4.2, 'medium'],
  ['CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:N/A:N', 7.5, 'high'],
  ['CVSS:3.1/AV:N/AC:L/PR:N/UI:R/S:C/C:L/I:L/A:N/E:P/RL:O', 6.1, 'medium'],
  ['CVSS:3.1/AV:P/AC:L/PR:N/UI:N/S:U/C:N/I:N/A:N', 0, 'none'],
  ['CVSS:4.0/AV:L/AC:L/AT:P/PR:L/UI:N/VC:H/VI:H/VA:H/SC:N/SI:N/SA:N', 7.3, 'high'],
  ['CVSS:4.0/AV:N/AC:L/AT:P/PR:N/UI:P/VC:H/VI:H/VA:H/SC:N/SI:N/SA:N', 7.7, 'high'],
  ['CVSS:4.0/AV:N/AC:L/AT:P/PR:N/UI:N/VC:H/VI:L/VA:L/SC:N/SI:N/SA:N', 8.3, 'high'],
  ['CVSS:4.0/AV:L/AC:L/AT:N/PR:N/UI:A/VC:L/VI:N/VA:N/SC:N/SI:N/SA:N', 4.6, 'medium'],
  ['CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:H/VA:H/SC:H/SI:H/SA:H', 10, 'critical'],
  ['CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:N/VA:N/SC:N/SI:N/SA:N/E:P', 8.7, 'high'],
  ['CVSS:3.1/AV:N/AC:L', null, null],
  ['CVSS:4.0/AV:N', null, null],
  ['AV:N/AC:L', null, null],
  ['7.5', null, null],
  ['', null, null],
]

describe('a CVSS vector', () => {
  it.each(examples)('%s scores %s, which is %s', (vector, score, rating) => {
    expect(baseScore(vector)).toBe(score)
    expect(rateVector(vector)).toBe(rating)
  })

  it('is never written to the console, for it is the text of others', () => {
    const warn = vi.spyOn(console, 'warn')
    rateVector('CVSS:3.1/AV:N/XX:::set-output/AC:L/PR:N/UI:N/S:U/C:H/I:N/A:N')
    rateVector('CVSS:4.0/::error::oops')
    expect(warn).not.toHaveBeenCalled()
  })

  it('is never more than a text that says nothing, whatever stands in it', () => {
    const ratings = [null, 'none', 'low', 'medium', 'high', 'critical']
    fc.assert(
      fc.property(fc.string(), (text) => {
        expect(ratings).toContain(rateVector(`CVSS:3.1/${text}`))
      }),
    )
  })
})

describe('the severity of an advisory', () => {
  const v3 = { type: 'CVSS_V3', score: 'CVSS:3.1/AV:N/AC:H/PR:N/UI:R/S:U/C:L/I:N/A:N' }
  const v4 = { type: 'CVSS_V4', score: 'CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:H/VA:H/SC:H/SI:H/SA:H' }
  const v2 = { type: 'CVSS_V2', score: 'AV:N/AC:L/Au:N/C:N/I:N/A:C' }
  const none = { ratings: [], label: null }

  it.each([
    ['the higher of two ratings of one place', 'GHSA-1', [{ ratings: [v3, v4], label: 'LOW' }], 'critical'],
    [
      'the package before the record',
      'GHSA-1',
      [
        { ratings: [v3], label: null },
        { ratings: [v4], label: null },
      ],
      'low',
    ],
    ['the record where the package has none', 'GHSA-1', [none, { ratings: [v4], label: null }], 'critical'],
    [
      'v2 only where there is nothing newer',
      'GHSA-1',
      [
        { ratings: [v2], label: null },
        { ratings: [v3], label: null },
      ],
      'low',
    ],
    ['v2 before words', 'GHSA-1', [{ ratings: [v2], label: 'LOW' }], 'high'],
    ['the word of the database', 'GHSA-1', [none, { ratings: [], label: 'MODERATE' }], 'medium'],
    ['the word where the vector cannot be read', 'GHSA-1', [{ ratings: [{ type: 'CVSS_V3', score: 'high' }], label: 'Important' }], 'high'],
    ['Ubuntu’s priority', 'USN-1', [{ ratings: [{ type: 'Ubuntu', score: 'negligible' }], label: null }], 'low'],
    ['critical for malware that nobody rated', 'MAL-2025-1', [none], 'critical'],
    ['unknown, never none', 'GO-2025-1', [none, { ratings: [], label: 'untriaged' }], 'unknown'],
  ] as const)('is %s', (_, id, places, severity) => {
    expect(severityOf(id, places)).toBe(severity)
  })
})

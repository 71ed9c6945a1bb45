import { describe, expect, it } from 'vitest'
import type { Advisory } from '../advisories/advisory.ts'
import { DAY, HOUR } from '../model/instant.ts'
import { firstDue, withDeadline } from './security-deadline.ts'

const anAdvisory = (more: Partial<Advisory> = {}): Advisory => ({
  id: 'GHSA-1',
  ids: ['GHSA-1', 'CVE-2026-1'],
  severity: 'critical',
  summary: '',
  url: 'https://github.com/advisories/GHSA-1',
  published: 1000,
  ...more,
})

describe('deadlines of advisories', () => {
  const sla = { critical: DAY, low: 90 * DAY }

  it('count from the publication, by severity', () => {
    expect(withDeadline(anAdvisory(), sla)).toMatchObject({ names: ['CVE-2026-1'], published: 1000, due: 1000 + 24 * HOUR })
    expect(withDeadline(anAdvisory({ severity: 'low' }), sla).due).toBe(1000 + 90 * DAY)
  })

  it('hold nobody to what is not known: no severity, no publication, no policy', () => {
    const { published: _, ...undated } = anAdvisory()
    for (const one of [withDeadline(anAdvisory({ severity: 'unknown' }), sla), withDeadline(anAdvisory({ severity: 'high' }), sla)]) {
      expect(one).not.toHaveProperty('due')
    }
    expect(withDeadline(undated, sla)).not.toHaveProperty('due')
    expect(withDeadline(anAdvisory())).not.toHaveProperty('due')
  })

  it('of several, the first one counts', () => {
    expect(firstDue([{ due: 3 }, {}, { due: 2 }])).toBe(2)
    expect(firstDue([{}])).toBeNull()
  })
})

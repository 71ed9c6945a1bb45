import { describe, expect, it } from 'vitest'
import { anUpgrade } from '../../../test/support/builders.ts'
import type { FixedAdvisory, Upgrade } from '../model/upgrade.ts'
import { byUrgency } from './urgency.ts'

const fix = (severity: FixedAdvisory['severity'], due?: number): Partial<Upgrade> => ({
  fixes: [{ id: 'GHSA-1', names: ['CVE-1'], severity, url: 'https://example.com' }],
  ...(due === undefined ? {} : { due }),
})
const named = (component: string, more: Partial<Upgrade> = {}) => anUpgrade({ component, ...more })

describe('what goes first', () => {
  it('are fixes of vulnerabilities: what is due first, then what is more severe; others keep their order', () => {
    const upgrades = [
      named('plain'),
      named('low', fix('low')),
      named('critical', fix('critical')),
      named('late', fix('critical', 3000)),
      named('soon', fix('medium', 1000)),
      named('other'),
    ]
    const sorted = upgrades.toSorted((a, b) => byUrgency([a], [b]))
    expect(sorted.map(({ component }) => component)).toEqual(['soon', 'late', 'critical', 'low', 'plain', 'other'])
  })

  it('is a group with a fix in it, whatever else travels along', () => {
    expect(byUrgency([named('a'), named('b', fix('low'))], [named('c')])).toBeLessThan(0)
    expect(byUrgency([named('a')], [named('b')])).toBe(0)
  })
})

import { describe, expect, it } from 'vitest'
import { aComponent, aFinding, aStep } from '../../../test/support/builders.ts'
import type { NotesReading } from '../notes/reading.ts'
import { breakingChanges } from './checks/breaking-changes.ts'
import { compatibility } from './checks/compatibility.ts'
import { versionDistance } from './checks/version-distance.ts'
import { assessRisk } from './risk.ts'

const item = { version: '7.2.5', text: 'The option `x` is removed.', kind: 'removal' as const, why: 'removed' }
const reading = (more: Partial<NotesReading>): NotesReading => ({
  verdict: 'none',
  items: [],
  deprecations: [],
  releasesFound: ['7.2.5'],
  ...more,
})

/** The rows of the risk table, each made by the checks themselves. */
const rows: {
  row: string
  step?: Parameters<typeof aStep>[0]
  notes?: NotesReading | null
  category?: 'critical' | 'standard'
  broken?: boolean
  risk: string
}[] = [
  { row: 'patch step, notes found, nothing breaking', risk: 'low' },
  { row: 'minor step', step: { distance: 'minor' }, risk: 'medium' },
  { row: 'notes not found', notes: null, risk: 'medium' },
  {
    row: 'notes lack the wanted releases',
    notes: reading({ verdict: 'unknown', releasesFound: [], missing: 'the changelog ends at 7.0' }),
    risk: 'medium',
  },
  { row: 'date step without notes', step: { distance: 'other' }, notes: null, risk: 'medium' },
  { row: 'deprecations', notes: reading({ deprecations: [item] }), risk: 'medium' },
  { row: 'category critical with a minor step', step: { distance: 'minor' }, category: 'critical', risk: 'medium' },
  { row: 'category critical with a patch step', category: 'critical', risk: 'low' },
  { row: 'major step', step: { distance: 'major' }, risk: 'high' },
  { row: 'breaking item in a patch', notes: reading({ verdict: 'breaking', items: [item] }), risk: 'high' },
  { row: 'known compatibility issue', broken: true, risk: 'high' },
  { row: 'pre-release target', step: { distance: 'prerelease' }, risk: 'high' },
]

describe('risk', () => {
  it.each(rows)('$row → $risk', ({ step, notes = reading({}), category = 'standard', broken, risk }) => {
    const one = aStep(step)
    const view = { component: 'redis', other: 'sentinel', range: '>=2', version: '1.0.0', verdict: 'broken' as const }
    const findings = [
      ...compatibility.run(one, { compatibility: broken ? [view] : [] }, 0),
      ...breakingChanges.run(
        one,
        { notes: notes === null ? { reading: null, missing: 'upstream publishes none' } : { reading: notes } },
        0,
      ),
      ...versionDistance.run(one, {}, 0),
    ]
    const assessed = assessRisk(one, aComponent({ category }).category, findings)
    expect(assessed.risk).toBe(risk)
    expect(assessed.reasons.length).toBeGreaterThan(0)
    for (const reason of assessed.reasons) expect(reason.check !== undefined || reason.text.includes('category critical')).toBe(true)
  })

  it('never leaves a step at low that a check could not look at', () => {
    expect(
      assessRisk(aStep(), 'standard', [aFinding({ check: 'some-check', verdict: 'unknown', summary: 'It could not run.' })]).risk,
    ).toBe('medium')
  })

  it('says that a zero major makes a minor step a major one', () => {
    const [finding] = versionDistance.run(aStep({ from: '0.4.1', to: '0.5.0', distance: 'major' }), {}, 0)
    expect(finding?.summary).toContain('below 1.0.0')
  })
})

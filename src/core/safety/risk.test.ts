import { describe, expect, it } from 'vitest'
import { aComponent, aFinding, aStep } from '../../../test/support/builders.ts'
import { anEvidence } from '../../../test/support/evidence.ts'
import { DAY } from '../model/instant.ts'
import type { NotesReading } from '../notes/reading.ts'
import { breakingChanges } from './checks/breaking-changes.ts'
import { compatibility } from './checks/compatibility.ts'
import { lifecycle } from './checks/lifecycle.ts'
import { provenance } from './checks/provenance.ts'
import { releaseHealth } from './checks/release-health.ts'
import { versionDistance } from './checks/version-distance.ts'
import type { Evidence } from './evidence.ts'
import { assessRisk } from './risk.ts'

const item = { version: '7.2.5', text: 'The option `x` is removed.', kind: 'removal' as const, why: 'removed' }
const reading = (more: Partial<NotesReading>): NotesReading => ({
  verdict: 'none',
  items: [],
  deprecations: [],
  releasesFound: ['7.2.5'],
  ...more,
})

const origin = { pinnedContent: false, strict: false, artifacts: [] }
const around = { current: null, followers: [], predecessors: [] }
const dated = (version: string, date: number) => ({ tag: version, version, date })

/** The rows of the risk table, each made by the checks themselves. */
const rows: {
  row: string
  step?: Parameters<typeof aStep>[0]
  notes?: NotesReading | null
  category?: 'critical' | 'standard'
  broken?: boolean
  /** Evidence of the other checks, where the row is about them. */
  more?: Partial<Evidence>
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
  { row: 'base-OS change', step: { from: '7.2.4-bullseye', to: '7.2.5-bookworm' }, risk: 'high' },
  { row: 'suffix change', step: { from: '7.2.4-alpine', to: '7.2.5' }, risk: 'high' },
  {
    row: 'same base, newer build of it',
    step: { from: '27.3-debian-bookworm-20250428', to: '27.3-debian-bookworm-20250520' },
    risk: 'low',
  },
  { row: 'line past its end of life', more: { lifecycle: { lines: [{ line: '7.2', eol: true }] } }, risk: 'medium' },
  {
    row: 'out of a living line into one past its end of life',
    step: { from: '7.0.1' },
    more: {
      lifecycle: {
        lines: [
          { line: '7.0', eol: false },
          { line: '7.2', eol: true },
        ],
      },
    },
    risk: 'high',
  },
  { row: 'a line that ends soon', more: { lifecycle: { lines: [{ line: '7.2', eol: 40 * DAY }] } }, risk: 'low' },
  { row: 'no end-of-life data', risk: 'low' },
  {
    row: 'end-of-life data that was asked for and is missing',
    more: { lifecycle: { lines: [], missing: 'it timed out' } },
    risk: 'medium',
  },
  { row: 'archived project', more: { lifecycle: { lines: [], upstream: { archived: true } } }, risk: 'medium' },
  { row: 'deprecated release', step: { toRelease: { tag: '7.2.5', version: '7.2.5', deprecated: 'gone' } }, risk: 'high' },
  { row: 'withdrawn release', step: { toRelease: { tag: '7.2.5', version: '7.2.5', yanked: true } }, risk: 'high' },
  {
    row: 'hotfix right after it',
    step: { toRelease: dated('7.2.5', 0) },
    more: { releases: { ...around, followers: [dated('7.2.6', DAY)] } },
    risk: 'medium',
  },
  {
    row: 'next patch weeks after it',
    step: { toRelease: dated('7.2.5', 0) },
    more: { releases: { ...around, followers: [dated('7.2.6', 20 * DAY)] } },
    risk: 'low',
  },
  {
    row: 'git tag moved',
    more: { seen: [{ version: '7.2.5', tag: '7.2.5', kind: 'commit', content: 'b', before: { content: 'a', at: 0 } }] },
    risk: 'high',
  },
  {
    row: 'image rebuilt',
    more: { seen: [{ version: '7.2.5', tag: '7.2.5', kind: 'digest', content: 'b', before: { content: 'a', at: 0 } }] },
    risk: 'medium',
  },
  {
    row: 'provenance lost',
    step: { toRelease: { tag: '7.2.5', version: '7.2.5', attested: false } },
    more: { releases: { ...around, current: { tag: '7.2.4', version: '7.2.4', attested: true } } },
    risk: 'high',
  },
  {
    row: 'checksum that is not the file\u2019s',
    more: {
      provenance: { ...origin, artifacts: [{ name: 'x', state: 'mismatch', published: 'a', actual: 'b', by: 'download' }] },
    },
    risk: 'high',
  },
  {
    row: 'checksum that could not be verified',
    more: { provenance: { ...origin, artifacts: [{ name: 'x', state: 'unreadable', message: 'it timed out' }] } },
    risk: 'medium',
  },
]

describe('risk', () => {
  it.each(rows)('$row → $risk', ({ step, notes = reading({}), category = 'standard', broken, more, risk }) => {
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
      ...[lifecycle, releaseHealth, provenance].flatMap((check) => check.run(one, anEvidence(more), 0)),
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

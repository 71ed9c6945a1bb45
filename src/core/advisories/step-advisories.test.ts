import { describe, expect, it } from 'vitest'
import { anAffected, aRecord, fixtureIndex } from '../../../test/support/osv.ts'
import { indexRecords } from './advisory-index.ts'
import { firstSafe } from './first-safe.ts'
import { stepAdvisories } from './step-advisories.ts'

const events = (introduced: string, fixed: string) => [{ introduced }, { fixed }]
const index = indexRecords([
  aRecord({ id: 'GHSA-old', label: 'HIGH', affected: [anAffected({}, events('0', '1.5.0'))] }),
  aRecord({ id: 'GHSA-long', label: 'LOW', affected: [anAffected({}, events('0', '3.0.0'))] }),
  aRecord({ id: 'GHSA-new', label: 'CRITICAL', affected: [anAffected({}, events('2.0.0', '2.1.0'))] }),
])
const leftPad = { ecosystem: 'npm', package: 'left-pad' }

describe('a step', () => {
  it('fixes some advisories, leaves some open and brings some', () => {
    expect(
      stepAdvisories(index, { ...leftPad, from: '1.0.0', to: '2.0.0', available: ['2.0.1', '3.0.0', '2.1.0', '3.1.0'] }),
    ).toMatchObject({
      ok: true,
      step: { fixed: [{ id: 'GHSA-old' }], stillOpen: [{ id: 'GHSA-long' }], introduced: [{ id: 'GHSA-new' }], firstSafe: '3.0.0' },
    })
  })

  it('has no first safe version where the target is safe, or where none is known', () => {
    expect(stepAdvisories(index, { ...leftPad, from: '1.0.0', to: '3.0.0', available: ['3.0.0'] })).toMatchObject({
      step: { firstSafe: null },
    })
    expect(stepAdvisories(index, { ...leftPad, from: '1.0.0', to: '2.0.0' })).toMatchObject({ step: { firstSafe: null } })
  })

  it('does not fix an advisory that another database still has', () => {
    const both = indexRecords([
      aRecord({ id: 'GHSA-1', aliases: ['CVE-1'], affected: [anAffected({}, events('0', '1.5.0'))] }),
      aRecord({ id: 'GO-1', aliases: ['CVE-1'], affected: [anAffected({}, events('0', '2.0.0'))] }),
    ])
    expect(stepAdvisories(both, { ...leftPad, from: '1.0.0', to: '1.6.0' })).toMatchObject({
      step: { fixed: [], stillOpen: [{ id: 'GO-1' }], introduced: [] },
    })
  })

  it('is not judged where a version cannot be read', () => {
    expect(stepAdvisories(index, { ...leftPad, from: 'main', to: '3.0.0' })).toMatchObject({
      ok: false,
      reason: expect.stringContaining('main'),
    })
  })
})

describe('the first safe version', () => {
  it.each([
    ['npm', 'rollup', '3.0.0', ['2.79.2', '3.29.5', '3.29.4', '4.22.4'], '3.29.5'],
    ['npm', 'rollup', '2.79.2', ['2.79.2'], '2.79.2'],
    ['npm', 'rollup', '4.0.0', ['3.29.5'], null],
    ['PyPI', 'flask', '2.3.0', ['2.3.10', '2.3.2', '2.3.1'], '2.3.2'],
    ['OSS-Fuzz', 'libxml2', '1.0', ['1.0', '2.0'], null],
  ])('of %s %s %s among %j is %s', (ecosystem, name, version, available, safe) => {
    expect(firstSafe(fixtureIndex(), { ecosystem, package: name, version }, available)).toBe(safe)
  })
})

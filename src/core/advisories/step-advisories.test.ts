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
const leftPad = { packages: [{ ecosystem: 'npm', package: 'left-pad' }] }
const spelled = (versions: readonly string[]) => versions.map((version) => ({ text: `v${version}`, version }))

describe('a step', () => {
  it('fixes some advisories, leaves some open and brings some', () => {
    expect(
      stepAdvisories(index, { ...leftPad, from: '1.0.0', to: '2.0.0', above: spelled(['2.0.1', '2.1.0', '3.0.0', '3.1.0']) }),
    ).toMatchObject({
      ok: true,
      step: { fixed: [{ id: 'GHSA-old' }], stillOpen: [{ id: 'GHSA-long' }], introduced: [{ id: 'GHSA-new' }], firstSafe: 'v3.0.0' },
    })
  })

  it('has no first safe version where the target is safe, or where none is known', () => {
    expect(stepAdvisories(index, { ...leftPad, from: '1.0.0', to: '3.0.0', above: spelled(['3.1.0']) })).toMatchObject({
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

  it('is looked up under every name of the component, each vulnerability once and as its worst record says', () => {
    const both = indexRecords([
      aRecord({
        id: 'GO-1',
        aliases: ['CVE-1'],
        affected: [anAffected({ ecosystem: 'Go', package: 'github.com/acme/tool/v2' }, events('0', '2.5.0'))],
      }),
      aRecord({
        id: 'BIT-1',
        aliases: ['CVE-1'],
        label: 'HIGH',
        affected: [anAffected({ ecosystem: 'Bitnami', package: 'tool' }, events('0', '2.6.0'))],
      }),
    ])
    const packages = [
      { ecosystem: 'Go', package: 'github.com/acme/tool' },
      { ecosystem: 'Bitnami', package: 'tool' },
    ]
    const fixedBy = (to: string) => stepAdvisories(both, { packages, from: '2.4.0', to })
    expect(fixedBy('2.5.0')).toMatchObject({ step: { fixed: [], stillOpen: [{ id: 'BIT-1' }] } })
    expect(fixedBy('2.6.0')).toMatchObject({
      step: { fixed: [{ id: 'BIT-1', severity: 'high', ids: ['BIT-1', 'GO-1', 'CVE-1'] }], stillOpen: [] },
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

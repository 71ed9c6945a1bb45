import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { anAffected, aRecord, fixtureIndex, fixtureRecords } from '../../../test/support/osv.ts'
import { publicIds } from './advisory.ts'
import { indexRecords } from './advisory-index.ts'
import type { OsvRecord } from './osv-record.ts'

const leftPad = { ecosystem: 'npm', package: 'left-pad', version: '1.2.2' }

function idsOf(records: readonly OsvRecord[], query = leftPad): string[] {
  return indexRecords(records)
    .query(query)
    .advisories.map(({ id }) => id)
}

describe('the index of advisories', () => {
  it('counts one vulnerability once, however many databases tell of it', () => {
    const records = [
      aRecord({ id: 'BIT-left-pad-2026-1', aliases: ['CVE-2026-1'] }),
      aRecord({ id: 'GHSA-zzzz-zzzz-zzzz', aliases: ['CVE-2026-1'] }),
      aRecord({ id: 'SNYK-1', aliases: ['GHSA-zzzz-zzzz-zzzz'] }),
    ]
    const { advisories } = indexRecords(records).query(leftPad)
    expect(advisories).toMatchObject([
      { id: 'GHSA-zzzz-zzzz-zzzz', ids: ['GHSA-zzzz-zzzz-zzzz', 'BIT-left-pad-2026-1', 'CVE-2026-1', 'SNYK-1'] },
    ])
    expect(advisories.map(publicIds)).toEqual([['CVE-2026-1']])
  })

  it('brings aliases together through a record of another package', () => {
    const elsewhere = anAffected({ package: 'right-pad' })
    const records = [
      aRecord({ id: 'GHSA-1', aliases: ['CVE-1'] }),
      aRecord({ id: 'GHSA-2', aliases: ['CVE-2'] }),
      aRecord({ id: 'OSV-3', aliases: ['CVE-1', 'CVE-2'], affected: [elsewhere] }),
    ]
    expect(idsOf(records)).toEqual(['GHSA-1'])
  })

  it('calls it by an id of a record that hits', () => {
    const past = anAffected({}, [{ introduced: '0' }, { fixed: '1.0.0' }])
    expect(idsOf([aRecord({ id: 'GHSA-1', aliases: ['GO-1'], affected: [past] }), aRecord({ id: 'GO-1' })])).toEqual(['GO-1'])
  })

  it('ignores what was withdrawn, and of two versions of a record takes the later', () => {
    expect(idsOf([aRecord({ withdrawn: true })])).toEqual([])
    const later = aRecord({ modified: '2026-06-01T00:00:00Z', withdrawn: true })
    expect(idsOf([later, aRecord()])).toEqual([])
    expect(indexRecords([later, aRecord()]).size).toBe(0)
  })

  it('gives the worst severity of the records that hit, worst advisory first', () => {
    const records = [
      aRecord({ id: 'GHSA-1', label: 'LOW' }),
      aRecord({ id: 'GO-1', aliases: ['GHSA-1'], label: 'CRITICAL' }),
      aRecord({ id: 'GHSA-0', label: 'MODERATE' }),
    ]
    expect(indexRecords(records).query(leftPad).advisories).toMatchObject([
      { id: 'GHSA-1', severity: 'critical' },
      { id: 'GHSA-0', severity: 'medium' },
    ])
  })

  it.each([
    ['PyPI', 'Flask_SQLAlchemy', 'flask.sqlalchemy', true],
    ['PyPI', 'flask', 'flask2', false],
    ['crates.io', 'serde_json', 'serde-json', true],
    ['GitHub Actions', 'Acme/Tool', 'acme/tool', true],
    ['npm', 'JSONStream', 'jsonstream', false],
    ['NuGet', 'Newtonsoft.Json', 'newtonsoft.json', true],
    ['SwiftURL', 'https://github.com/apple/swift-nio.git', 'github.com/apple/swift-nio', true],
    ['Maven', 'org.acme:tool', 'org.acme:Tool', false],
  ])('of %s finds %s under the name %s: %s', (ecosystem, name, asked, found) => {
    const records = [aRecord({ affected: [anAffected({ ecosystem, package: name })] })]
    expect(idsOf(records, { ecosystem, package: asked, version: '1.0.0' })).toHaveLength(found ? 1 : 0)
  })

  it('tells releases of a distribution and ecosystems apart', () => {
    const records = [aRecord({ affected: [anAffected({ ecosystem: 'Alpine:v3.16', package: 'openssl' })] })]
    const of = (ecosystem: string) => idsOf(records, { ecosystem, package: 'openssl', version: '1.0.0-r0' }).length
    expect([of('Alpine:v3.16'), of('Alpine:v3.17'), of('Alpine'), of('Debian:12')]).toEqual([1, 0, 0, 0])
  })

  it('says that it cannot tell, rather than that a version is safe', () => {
    expect(indexRecords([aRecord()]).query({ ...leftPad, version: 'main' })).toMatchObject({ ok: false, advisories: [] })
    expect(indexRecords([aRecord()]).query({ ...leftPad, package: 'other', version: 'main' })).toEqual({ ok: true, advisories: [] })
  })

  it('gives the same answers whatever the order of the records', () => {
    const records = fixtureRecords()
    const asked = records.flatMap(({ affected }) =>
      affected.flatMap(({ ecosystem, package: name, versions, ranges }) =>
        [...versions.slice(0, 3), ...ranges.flatMap(({ events }) => events.map(({ version }) => version))].map((version) => ({
          ecosystem,
          package: name,
          version,
        })),
      ),
    )
    const reference = indexRecords(records)
    expect(asked.length).toBeGreaterThan(30)
    fc.assert(
      fc.property(fc.shuffledSubarray(records, { minLength: records.length }), (shuffled) => {
        const index = indexRecords(shuffled)
        for (const query of asked) expect(index.query(query)).toEqual(reference.query(query))
      }),
      { numRuns: 20 },
    )
  })
})

describe('real advisories', () => {
  it.each([
    ['npm', 'rollup', '2.79.1', ['GHSA-gcx4-mw62-g8wm'], 'high'],
    ['npm', 'rollup', '2.79.2', [], undefined],
    ['npm', 'color-name', '2.0.1', ['GHSA-5fvm-p68v-5wmh'], 'critical'],
    ['Go', 'golang.org/x/net', 'v0.6.0', ['GHSA-vvpx-j8f3-3w6h'], 'high'],
    ['Go', 'stdlib', '1.20', ['GO-2023-1571'], 'unknown'],
    ['Go', 'stdlib', 'go1.20rc3', ['GO-2023-1571'], 'unknown'],
    ['Go', 'stdlib', '1.19.6', [], undefined],
    ['Maven', 'org.apache.zookeeper:zookeeper', '3.7.2', ['GHSA-r978-9m6m-6gm6'], 'medium'],
    ['PyPI', 'Flask', '2.2.4', ['PYSEC-2023-62'], 'unknown'],
    ['PyPI', 'ansible', '2.9.0', [], undefined],
    ['Bitnami', 'nginx', '1.25.3', ['BIT-nginx-2024-24989'], 'high'],
    ['crates.io', 'net2', '0.2.35', ['GHSA-458v-4hrf-g3m4'], 'medium'],
    ['GitHub Actions', 'tj-actions/changed-files', 'v45.0.7', ['GHSA-mrrh-fwg8-r2c3'], 'high'],
    ['GitHub Actions', 'tj-actions/changed-files', 'v46.0.1', [], undefined],
  ])('of %s %s at %s are %j, %s', (ecosystem, name, version, ids, severity) => {
    const { advisories } = fixtureIndex().query({ ecosystem, package: name, version })
    expect(advisories.map(({ id }) => id)).toEqual(ids)
    expect(advisories[0]?.severity).toBe(severity)
  })
})

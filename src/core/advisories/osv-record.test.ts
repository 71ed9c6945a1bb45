import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { indexRecords } from './advisory-index.ts'
import { readOsvRecord } from './osv-record.ts'
import { readOsvFile } from './read-file.ts'

const minimal = { id: 'GHSA-1', modified: '2026-01-01T00:00:00Z' }
const pkg = { package: { ecosystem: 'npm', name: 'left-pad' } }

describe('an OSV record', () => {
  it('is read with nothing but its id', () => {
    expect(readOsvRecord({ id: 'X-1' })).toMatchObject({ ok: true, record: { id: 'X-1', affected: [], aliases: [], withdrawn: false } })
  })

  it.each([
    ['a number for a version', { affected: [{ ...pkg, versions: [1, '2'] }] }, { versions: ['1', '2'] }],
    ['null where a list belongs', { affected: [{ ...pkg, versions: null, ranges: null, severity: null }] }, { versions: [], ranges: [] }],
    ['ratings of an odd form', { affected: [{ ...pkg, severity: 'high' }] }, { ratings: [] }],
    [
      'a database-specific text',
      { affected: [{ ...pkg, database_specific: 'anything', ecosystem_specific: { severity: 7 } }] },
      { label: null },
    ],
    [
      'ranges over commits',
      { affected: [{ ...pkg, ranges: [{ type: 'GIT', repo: 'https://x', events: [{ introduced: '0' }] }] }] },
      { ranges: [] },
    ],
    [
      'two kinds in one event',
      { affected: [{ ...pkg, ranges: [{ type: 'SEMVER', events: [{ introduced: '0', fixed: '1' }] }] }] },
      {
        ranges: [
          {
            type: 'SEMVER',
            events: [
              { kind: 'introduced', version: '0' },
              { kind: 'fixed', version: '1' },
            ],
          },
        ],
      },
    ],
  ])('is read although it has %s', (_, more, expected) => {
    const read = readOsvRecord({ ...minimal, ...more })
    expect(read.ok && read.record.affected[0]).toMatchObject(expected)
  })

  it('is refused where what it affects cannot be read, for half of it would let versions pass', () => {
    const broken = { ...minimal, affected: [pkg, { ...pkg, ranges: [{ type: 'SEMVER', events: 'all' }] }] }
    expect(readOsvRecord(broken)).toEqual({ ok: false, reason: expect.stringContaining('affected.1.ranges.0.events') })
  })

  it('affects nothing where it names no package, and is no error', () => {
    const read = readOsvRecord({ ...minimal, affected: [{ ranges: [{ type: 'SEMVER', events: [{ introduced: '0' }] }] }] })
    expect(read).toMatchObject({ ok: true, record: { affected: [] } })
  })

  it('is found by its repository where it names one instead of a package', () => {
    const affected = [{ ranges: [{ type: 'GIT', repo: 'https://github.com/curl/curl.git', events: [] }], versions: ['7.87.0'] }]
    const read = readOsvRecord({ ...minimal, affected })
    const index = indexRecords(read.ok ? [read.record] : [])
    const asked = { ecosystem: 'GIT', package: 'github.com/curl/curl', version: '7.87.0' }
    expect(index.query(asked).advisories).toHaveLength(1)
    expect(index.query({ ...asked, version: '7.88.0' }).advisories).toHaveLength(0)
  })

  it('keeps one line of its text', () => {
    const read = readOsvRecord({ ...minimal, details: `Heap overflow.\n\n## Details\n${'x'.repeat(5000)}` })
    expect(read.ok && read.record.summary).toBe('Heap overflow.')
  })

  it('never throws, whatever JSON it is made from', () => {
    const key = fc.constantFrom(
      'id',
      'aliases',
      'affected',
      'severity',
      'withdrawn',
      'summary',
      'details',
      'package',
      'ranges',
      'events',
      'versions',
    )
    const odd = fc.dictionary(key, fc.oneof(fc.jsonValue(), fc.array(fc.dictionary(key, fc.jsonValue()))))
    fc.assert(
      fc.property(fc.oneof(fc.jsonValue(), odd), fc.string(), (json, version) => {
        const read = readOsvRecord(json)
        const index = indexRecords(read.ok ? [read.record] : [])
        for (const one of read.ok ? read.record.affected : []) index.query({ ecosystem: one.ecosystem, package: one.package, version })
      }),
    )
  })
})

describe('a file of records', () => {
  it.each([
    ['one record', minimal, ['GHSA-1']],
    ['a list', [minimal, { ...minimal, id: 'GHSA-2' }], ['GHSA-1', 'GHSA-2']],
    ['an answer of the OSV API', { vulns: [minimal] }, ['GHSA-1']],
  ])('may hold %s', (_, json, ids) => {
    expect(readOsvFile(JSON.stringify(json))).toMatchObject({ records: ids.map((id) => ({ id })), problems: [] })
  })

  it('gives its good records and names the broken ones', () => {
    expect(readOsvFile(JSON.stringify([minimal, { summary: 'no id' }]))).toMatchObject({
      records: [{ id: 'GHSA-1' }],
      problems: [expect.stringContaining('id')],
    })
    expect(readOsvFile('{"id": ')).toMatchObject({ records: [], problems: [expect.stringContaining('no JSON')] })
  })
})

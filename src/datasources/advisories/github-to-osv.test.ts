import { describe, expect, it } from 'vitest'
import { githubAdvisorySchema, toOsv } from './github-to-osv.ts'
import { rangeEvents } from './version-range.ts'

describe('ranges of GitHub', () => {
  it.each([
    ['>= 2.0.0, < 2.0.2', null, [{ introduced: '2.0.0' }, { fixed: '2.0.2' }]],
    ['<=1.0.2', '1.0.3', [{ introduced: '0' }, { last_affected: '1.0.2' }]],
    ['< 2.8.19', null, [{ introduced: '0' }, { fixed: '2.8.19' }]],
    ['= 1.4.0', null, [{ introduced: '1.4.0' }, { last_affected: '1.4.0' }]],
    ['1.4.0', null, [{ introduced: '1.4.0' }, { last_affected: '1.4.0' }]],
    ['> 1.0', '1.2', [{ introduced: '1.0' }, { fixed: '1.2' }]],
    ['>= 0', null, [{ introduced: '0' }]],
    ['*', '>= 3.0.0', [{ introduced: '0' }, { fixed: '3.0.0' }]],
    ['', '1.0.3', [{ introduced: '0' }, { fixed: '1.0.3' }]],
    ['', null, null],
    ['', 'the next release', null],
    ['everything before the fix', '1.0.0', null],
    ['= 1.0.0, = 1.0.1', null, null],
  ])('%j, mended in %j, are %j', (range, patched, events) => {
    expect(rangeEvents(range, patched)).toEqual(events)
  })
})

describe('an advisory of GitHub', () => {
  const advisory = (vulnerabilities: unknown[], more = {}) =>
    githubAdvisorySchema.parse({ ghsa_id: 'GHSA-abcd-1234-efgh', cve_id: 'CVE-2050-00000', severity: 'high', vulnerabilities, ...more })

  it.each([
    ['a string', { first_patched_version: '2.0.2' }],
    ['an object', { first_patched_version: { identifier: '2.0.2' } }],
    ['words of a repository', { patched_versions: '>= 2.0.2' }],
  ])('tells its first fixed version as %s', (_, patched) => {
    const { record } = toOsv(
      advisory([{ package: { ecosystem: 'pip', name: 'django' }, vulnerable_version_range: '>= 2.0.0', ...patched }]),
    )
    expect(record.affected).toEqual([
      {
        package: { ecosystem: 'PyPI', name: 'django' },
        ranges: [{ type: 'ECOSYSTEM', events: [{ introduced: '2.0.0' }, { fixed: '2.0.2' }] }],
      },
    ])
  })

  it('keeps its ids, its vectors and when it was withdrawn', () => {
    const more = {
      identifiers: [{ value: 'GHSA-abcd-1234-efgh' }, { value: 'CVE-2050-00000' }],
      withdrawn_at: '2026-01-01T00:00:00Z',
      cvss_severities: { cvss_v3: { vector_string: 'CVSS:3.1/AV:N' }, cvss_v4: { vector_string: null } },
    }
    expect(toOsv(advisory([], more)).record).toMatchObject({
      aliases: ['CVE-2050-00000'],
      withdrawn: '2026-01-01T00:00:00Z',
      severity: [{ type: 'CVSS_V3', score: 'CVSS:3.1/AV:N' }],
      database_specific: { severity: 'high' },
    })
  })

  it.each([
    ['no package', { package: { ecosystem: 'other', name: '' } }, ['GIT https://github.com/acme/tool']],
    [
      'its own package',
      { package: { ecosystem: 'go', name: 'github.com/acme/tool' } },
      ['Go github.com/acme/tool', 'GIT https://github.com/acme/tool'],
    ],
    ['another package', { package: { ecosystem: 'npm', name: '@acme/client' } }, ['npm @acme/client']],
  ])('of a repository that names %s counts for %j', (_, named, expected) => {
    const { record } = toOsv(advisory([{ ...named, vulnerable_version_range: '< 2' }]), 'acme/tool')
    expect(record.affected.map((one) => Object.values((one as { package: object }).package).join(' '))).toEqual(expected)
  })

  it('counts ranges that nobody can read', () => {
    expect(toOsv(advisory([{ vulnerable_version_range: 'see below' }]), 'acme/tool')).toMatchObject({ unread: 1, record: { affected: [] } })
  })
})

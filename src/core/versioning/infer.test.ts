import { describe, expect, it } from 'vitest'
import { inferVersioning } from './infer.ts'

describe('inferVersioning', () => {
  it('keeps the default of a datasource that knows its versions', () => {
    expect(inferVersioning({ datasourceDefault: 'pep440', tags: ['1.0rc1', '2024.1'] })).toMatchObject({ versioning: 'pep440' })
    expect(inferVersioning({ datasourceDefault: 'docker', tags: ['7.2-alpine', 'latest'] })).toMatchObject({ versioning: 'docker' })
  })

  it('keeps a general default that reads the versions, and says how many', () => {
    expect(inferVersioning({ datasourceDefault: 'semver', tags: ['v1.2.3', 'v1.2.4', 'v1.3', 'nightly'] })).toMatchObject({
      versioning: 'semver',
      reason: "semver: the datasource's default, which reads 2 of 3 versions.",
    })
  })

  it('reads versions of one or two parts that the default would drop', () => {
    const found = inferVersioning({ datasourceDefault: 'semver', tags: ['v1.2', 'v1.3', 'v1.3.1', 'v2'] })
    expect(found.versioning).toBe('semver-coerced')
    expect(found.reason).toContain('semver reads only 1 of 4')
  })

  it('does not take a year for a major version', () => {
    expect(inferVersioning({ datasourceDefault: 'semver', tags: ['2024.10.3', '2024.9.1', '2023.12.0'] }).versioning).toBe('calver')
    expect(inferVersioning({ tags: ['24.04', '23.10', '22.04'] }).versioning).toBe('calver')
    expect(inferVersioning({ datasourceDefault: 'semver', tags: ['24.4.0', '23.1.0'] }).versioning).toBe('semver')
  })

  it('knows dates', () => {
    expect(inferVersioning({ datasourceDefault: 'semver', tags: ['2010-04-01', '2012-08-10'] }).versioning).toBe('date')
    expect(inferVersioning({ tags: ['20230501', '20240101'] }).versioning).toBe('date')
  })

  it('knows Erlang by its tags, Python by its pre-releases, and PostgreSQL’s underscores', () => {
    expect(inferVersioning({ datasourceDefault: 'semver', tags: ['OTP-27.1', 'OTP-28.0-rc1'] }).versioning).toBe('erlang-otp')
    expect(inferVersioning({ tags: ['1.0.0.1', '1.0.0.2rc1', '1.0.0.2'] }).versioning).toBe('pep440')
    expect(inferVersioning({ tags: ['REL_17_4', 'REL_17_3', 'REL_16_8'] }).versioning).toMatch(/^regex:\^REL_/)
  })

  it('looks only at the tags that carry the component’s prefix', () => {
    const tags = ['helm-loki-6.16', 'helm-loki-6.17', 'v3.2.1', 'v3.2.0', 'v3.1.0', 'operator/v0.6']
    expect(inferVersioning({ datasourceDefault: 'semver', tags, current: '3.2.0' })).toMatchObject({
      versioning: 'semver',
      shape: { prefix: '' },
    })
    expect(inferVersioning({ datasourceDefault: 'semver', tags, current: 'helm-loki-6.16' })).toMatchObject({
      versioning: 'semver-coerced',
      shape: { prefix: 'helm-loki-' },
    })
  })

  it('does not lose the fourth number to a default that would drop it', () => {
    expect(inferVersioning({ datasourceDefault: 'semver-coerced', tags: ['1.2.3.4', '1.2.3.5', '8.0.1'] }).versioning).toBe('loose')
    expect(inferVersioning({ datasourceDefault: 'semver-coerced', tags: ['v1.2', 'v2-rc1', 'v2'] }).versioning).toBe('semver-coerced')
  })

  it('falls back to loose and says why', () => {
    expect(inferVersioning({ datasourceDefault: 'semver', tags: ['1.2.3.4', '1.2.3.5', '8.0.1'] })).toMatchObject({
      versioning: 'loose',
      reason: expect.stringContaining('semver reads only 1 of 3'),
    })
    expect(inferVersioning({ tags: ['latest', 'main'] })).toMatchObject({
      versioning: 'loose',
      reason: expect.stringContaining('no versions'),
    })
    expect(inferVersioning({ tags: [] }).versioning).toBe('loose')
  })
})

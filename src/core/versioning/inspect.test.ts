import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { answerVersioning } from './inspect.ts'

const ask = (row: Record<string, unknown>): unknown => answerVersioning({ id: 'r', ...row })

describe('inspect versioning', () => {
  it.each([
    [{ scheme: 'semver', op: 'valid', value: '1.2' }, false],
    [{ scheme: 'hex', op: 'compare', a: '1.7.11', b: '1.7.9' }, 1],
    [{ scheme: 'docker', op: 'stable', value: '3.14.0rc2-slim' }, false],
    [
      { scheme: 'ruby', op: 'parts', version: '7.1' },
      { major: 7, minor: 1, patch: null },
    ],
    [{ scheme: 'npm', op: 'breaking', from: '0.14.2', to: '0.15.0' }, true],
    [{ scheme: 'cargo', op: 'satisfies', constraint: '0.2', version: '0.2.9' }, true],
    [{ scheme: 'npm', op: 'satisfies', constraint: '^1.0.0', version: '1.1.0-rc.1', include_prerelease: true }, true],
    [{ scheme: 'hex', op: 'satisfies', constraint: '~> 2.0', version: '2.1.0-dev', allow_pre: false }, false],
    [{ scheme: 'npm', op: 'max', constraint: '~9.1', versions: ['9.0.3', '9.2.0'] }, null],
    [{ scheme: 'npm', op: 'min', constraint: '>=9', versions: ['9.3.0', '9.2.0'] }, '9.2.0'],
    [{ scheme: 'calver', op: 'max', versions: ['2024.9', '2024.10'] }, '2024.10'],
    [{ scheme: 'docker', op: 'compatible', current: '7.4.2-alpine', candidate: '8.0.0' }, false],
    [{ scheme: 'docker', op: 'compatible', current: '7.4.2', candidate: 'latest' }, false],
    [{ scheme: 'docker', op: 'next', current: '7.4.2-alpine', candidates: ['8.0.0-alpine', '8.0.1'] }, '8.0.0-alpine'],
    [{ op: 'coerce', value: 'release-3.20' }, '3.20.0'],
    [{ op: 'coerce', value: 'stable' }, null],
    [{ op: 'coerce', value: 3.2 }, '3.2.0'],
    [{ op: 'extract', pattern: '^v(?<version>.+)$', tag: 'v0.27.0' }, '0.27.0'],
    [
      { op: 'image', reference: 'redis' },
      { domain: 'docker.io', path: 'library/redis', tag: null, digest: null },
    ],
    [{ scheme: 'regex:^r(?<major>\\d+)$', op: 'compare', a: 'r9', b: 'r10' }, -1],
  ])('answers %j', (row, result) => {
    expect(ask(row)).toEqual({ id: 'r', result })
  })

  it('says why a result is empty, where that is no fault', () => {
    expect(ask({ scheme: 'npm', op: 'max', constraint: '~latest', versions: ['1.0.0'] })).toMatchObject({
      result: null,
      note: expect.stringContaining('no range'),
    })
    expect(ask({ scheme: 'npm', op: 'parts', version: 'main' })).toMatchObject({
      result: { major: null, minor: null, patch: null },
      note: expect.stringContaining('no version'),
    })
  })

  it.each([
    [{ scheme: 'semver', op: 'compare', a: '1.0.0', b: 'main' }, '“main” is no version of the scheme semver'],
    [{ scheme: 'semver', op: 'breaking', from: 'x', to: '1.0.0' }, '“x” is no version'],
    [{ scheme: 'semver', op: 'next', current: 'x', candidates: [] }, '“x” is no version'],
    [{ scheme: 'hex', op: 'satisfies', constraint: '^1', version: '1.0.0' }, 'examples: ~> 1.7'],
    [{ scheme: 'nonsense', op: 'valid', value: '1' }, 'there is no versioning scheme “nonsense”'],
    [{ op: 'valid', value: '1' }, 'names no scheme'],
    [{ scheme: 'semver', op: 'explode' }, 'not understood'],
    [{ scheme: 'semver', op: 'compare', a: 1, b: '2' }, 'not understood'],
    [{ op: 'image', reference: 'Grafana:latest' }, 'no valid image reference'],
    [{ op: 'extract', pattern: '(', tag: 'x' }, 'no RE2 pattern'],
    [{ op: 'extract', pattern: '(?<v>.)', tag: 'x' }, 'no named group'],
  ])('says what is wrong with %j', (row, error) => {
    expect(ask(row)).toEqual({ id: 'r', error: expect.stringContaining(error) })
  })

  it('keeps the id and never throws, whatever a row holds', () => {
    fc.assert(
      fc.property(fc.anything(), (row) => {
        expect(answerVersioning(row)).toHaveProperty('id')
      }),
    )
    for (const row of [null, undefined, 7, 'x', [], { id: 3 }]) expect(answerVersioning(row)).toHaveProperty('error')
    expect(answerVersioning({ id: 3, op: 'coerce', value: '1' })).toEqual({ id: 3, result: '1.0.0' })
  })
})

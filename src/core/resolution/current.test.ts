import { describe, expect, it } from 'vitest'
import { told } from '../../../test/support/resolving.ts'
import type { ResolvedComponent } from '../registry/resolved.ts'
import { versionings } from '../versioning/index.ts'
import { currentVersion, driftOf, type PinReading } from './current.ts'

function reading(file: string, value: string, line?: number): PinReading {
  return { pin: { file, editor: 'image', locator: 'redis' }, file, value, ...(line === undefined ? {} : { line }) }
}

const compose = reading('compose.yaml', '7.4.2', 12)

describe('the current version', () => {
  const override: Pick<ResolvedComponent, 'version'> = {
    version: { value: '7.2.0', from: 'override', path: ['environments', 'production', 'component_overrides', 'redis', 'version'] },
  }

  it.each([
    [
      'the override of the environment',
      { ...told({}), ...override, fallbackVersion: '6.0.0' },
      [compose],
      { version: '7.2.0', from: 'override' },
    ],
    ['else the first pin', told({ version: '7.4.0' }), [compose, reading('b', '7.4.1')], { version: '7.4.2', from: 'pin' }],
    ['that carries a version', told({ version: '7.4.0' }), [reading('a', ''), compose], { version: '7.4.2', from: 'pin' }],
    ['else the version of the component', told({ version: '7.4.0', fallbackVersion: '6.0.0' }), [], { version: '7.4.0', from: 'version' }],
    ['else its fallback', told({ fallbackVersion: '6.0.0' }), [], { version: '6.0.0', from: 'fallback_version' }],
    ['else none', told({}), [], { version: null, from: null }],
  ] as const)('is %s', (_, component, readings, expected) => expect(currentVersion(component, readings)).toEqual(expected))
})

describe('drift', () => {
  const { semver, docker, date } = versionings

  it('is none where all say the same, in whatever style', () => {
    expect(driftOf(told({ version: '7.4.2' }), [compose, reading('mix.exs', 'v7.4.2'), reading('empty', '')], semver)).toBeNull()
    expect(driftOf(told({}), [], semver)).toBeNull()
  })

  it('names pins that disagree among themselves', () => {
    expect(driftOf(told({}), [compose, reading('k8s.yaml', '8.0.1', 3)], semver)).toMatchObject({
      component: 'redis',
      between: 'pins',
      expected: '7.4.2',
      found: [{ file: 'k8s.yaml', line: 3, value: '8.0.1' }],
      message: 'redis: the first pin says 7.4.2, but k8s.yaml:3 says 8.0.1.',
    })
  })

  it('names pins that agree on something else than the registry', () => {
    const drift = driftOf(told({ version: '7.2.4' }), [compose, reading('k8s.yaml', '7.4.2')], semver)
    expect(drift).toMatchObject({ between: 'registry', expected: '7.2.4' })
    expect(drift?.message).toBe('redis: the registry says 7.2.4, but compose.yaml:12 says 7.4.2 and k8s.yaml says 7.4.2.')
  })

  it('takes a pin that names the line of the version for one that agrees', () => {
    expect(driftOf(told({ version: '1.18.3' }), [reading('ci.yml', '1.18')], semver)).toBeNull()
    expect(driftOf(told({ version: '7.4.2-alpine' }), [reading('compose.yaml', '7.4-alpine')], docker)).toBeNull()
    expect(driftOf(told({ version: '1.18.3' }), [reading('ci.yml', '1.17')], semver)).not.toBeNull()
    expect(driftOf(told({ version: '2.0.0-rc.1' }), [reading('ci.yml', '2.0.0')], semver)).not.toBeNull()
  })

  it('tells API dates of one year apart', () => {
    expect(driftOf(told({ version: '2010-04-01' }), [reading('api.tf', '2010-08-01')], date)).not.toBeNull()
  })

  it('compares below the prefix of the component', () => {
    expect(
      driftOf(told({ version: '2.9.0', constraints: { tagPrefix: 'loki-' } }), [reading('values.yaml', 'loki-2.9.0')], semver),
    ).toBeNull()
  })
})

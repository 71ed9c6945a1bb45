import { describe, expect, it } from 'vitest'
import { aComponent, anUpgrade } from '../../../test/support/builders.ts'
import { pinText } from './pin-text.ts'

const constraints = (more: object) => aComponent({ constraints: { architecture: [], excludePrereleases: true, ...more } })

describe('what a place says after the upgrade', () => {
  it('is the version, without the prefix of a monorepo’s tags', () => {
    const upgrade = anUpgrade({ toRelease: { tag: 'helm-loki-6.55.0', version: '6.55.0' } })
    expect(pinText(upgrade, constraints({ tagPrefix: 'helm-loki-' }), '6.53.0')).toBe('6.55.0')
  })

  it('is the whole tag where the place carries one that the version was read out of', () => {
    const component = constraints({ versionPattern: '^(?<version>\\d+\\.\\d+\\.\\d+)-erlang-27\\.' })
    const upgrade = anUpgrade({ toRelease: { tag: '1.18.4-erlang-27.3', version: '1.18.4' } })
    expect(pinText(upgrade, component, '1.18.3-erlang-27.2')).toBe('1.18.4-erlang-27.3')
    expect(pinText(upgrade, component, '1.18.3')).toBe('1.18.4')
  })
})

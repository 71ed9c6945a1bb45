import { describe, expect, it } from 'vitest'
import { aComponent, aStep } from '../../test/support/builders.ts'
import type { ResolvedComponent } from '../core/registry/resolved.ts'
import type { ComponentOutcome } from '../core/resolution/resolve.ts'
import { versionings } from '../core/versioning/index.ts'
import { notesVersion, notesWanted } from './notes-wanted.ts'
import type { Situation } from './situation.ts'

function wantedOf(component: ResolvedComponent, scheme: 'docker' | 'semver', from: string, to: string, listed: readonly string[]) {
  const outcome = {
    component,
    versioning: versionings[scheme],
    current: from,
    resolution: { current: from, considered: listed.map((tag) => ({ tag, version: tag.replace(/^v/, '') })) },
  } as unknown as ComponentOutcome
  const scope = { resolution: { outcomes: new Map([['redis', outcome]]) }, steps: [aStep({ from, to })], keys: new Map([['redis', 'key']]) }
  return notesWanted({ scopes: [scope] } as unknown as Situation).map(({ request }) => request)
}

describe('release notes that are worth reading', () => {
  it('are those of the repository that an image is built from, by the versions without their flavour', () => {
    const source = { datasource: 'docker', package: 'redis', url: 'https://registry.example', repository: 'redis/redis' }
    const [request] = wantedOf(aComponent({ source }), 'docker', '7.4.0-alpine', '7.4.2-alpine', [
      '7.4.2-alpine',
      '7.4.1-alpine',
      '7.4.0-alpine',
    ])
    expect(request).toEqual({
      component: 'redis',
      repository: 'redis/redis',
      tags: ['v7.4.2', '7.4.2', 'v7.4.1', '7.4.1'].map((tag) => ({ tag, version: tag.replace('v', '') })),
    })
    expect(notesVersion(aComponent({ source }), '7.4.2-alpine')).toBe('7.4.2')
  })

  it('are not looked for where no repository is named', () => {
    const source = { datasource: 'docker', package: 'redis' }
    expect(wantedOf(aComponent({ source }), 'docker', '7.4.0', '7.4.2', ['7.4.2'])).toEqual([])
  })

  it('of a repository itself are asked for by its own tags, on its own server', () => {
    const source = { datasource: 'github-releases', package: 'redis/redis', url: 'https://ghe.example/api/v3' }
    const [request] = wantedOf(aComponent({ source }), 'semver', '7.4.0', '7.4.1', ['v7.4.1', 'v7.4.0'])
    expect(request).toMatchObject({ url: 'https://ghe.example/api/v3', tags: [{ tag: 'v7.4.1', version: '7.4.1' }] })
  })
})

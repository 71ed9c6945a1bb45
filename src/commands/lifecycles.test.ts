import { describe, expect, it } from 'vitest'
import { aComponent } from '../../test/support/builders.ts'
import type { ResolvedComponent } from '../core/registry/resolved.ts'
import type { HttpRequest } from '../ports/http.ts'
import { lifecycleOf, readLifecycles } from './lifecycles.ts'
import type { Situation } from './situation.ts'

const PRODUCT = { result: { releases: [{ name: '7.2', isEol: true, eolFrom: '2026-02-28' }] } }

/** As much of a situation as is looked at: components with a step each. */
function situationOf(...components: ResolvedComponent[]): Situation {
  const outcomes = new Map(components.map((component) => [component.name, { component }]))
  return { scopes: [{ steps: components.map(({ name }) => ({ component: name })), resolution: { outcomes } }] } as unknown as Situation
}

function upstream(status = 200) {
  const asked: HttpRequest[] = []
  const request = async (one: HttpRequest) => {
    asked.push(one)
    return { status, headers: {}, body: JSON.stringify(PRODUCT), url: one.url, origin: 'network' as const }
  }
  return { asked, io: { http: { request }, baseUrl: () => 'https://endoflife.example' } }
}

const image = (name: string, more: Partial<ResolvedComponent> = {}) =>
  aComponent({ name, source: { datasource: 'docker', package: 'redis' }, ...more })

describe('long-term lines', () => {
  it('are asked for before there is a step, for without them there is none', async () => {
    const { asked, io } = upstream()
    const situation = situationOf(
      image('cache', { strategy: 'lts' }),
      image('listed', { strategy: 'lts', ltsLines: ['7.2'], name: 'listed' }),
    )
    const [scope] = situation.scopes
    const lifecycles = await readLifecycles({ scopes: [{ ...scope, steps: [] }] } as unknown as Situation, io)
    expect(asked.map(({ retries }) => retries)).toEqual([undefined])
    expect(Object.keys(lifecycles)).toEqual(['redis'])
  })
})

describe('end-of-life data', () => {
  it('is asked once for all components that are one product', async () => {
    const { asked, io } = upstream()
    const lifecycles = await readLifecycles(situationOf(image('cache'), image('queue'), aComponent({ name: 'redis' })), io)
    expect(asked.map(({ url }) => url)).toEqual(['https://endoflife.example/api/v1/products/redis'])
    expect(lifecycleOf(image('cache'), undefined, { lifecycles }).lines.map(({ line }) => line)).toEqual(['7.2'])
  })

  it('that nobody asked for is tried once and shortly, and its absence is no doubt', async () => {
    const { asked, io } = upstream(503)
    const lifecycles = await readLifecycles(situationOf(image('cache')), io)
    expect(asked[0]).toMatchObject({ retries: 0, timeout: 5000 })
    expect(lifecycleOf(image('cache'), undefined, { lifecycles })).toMatchObject({ lines: [], silence: expect.stringContaining('503') })
  })

  it('that the registry names is waited for, and missed', async () => {
    const { asked, io } = upstream(404)
    const named = aComponent({
      name: 'db',
      source: { datasource: 'docker', package: 'acme/postgres' },
      lifecycle: { endoflife: 'postgresql' },
    })
    const lifecycles = await readLifecycles(situationOf(named), io)
    expect(asked[0]?.retries).toBeUndefined()
    expect(lifecycleOf(named, undefined, { lifecycles }).missing).toContain('404')
  })

  it('is not asked where the registry says so, nor guessed from a name', async () => {
    const { asked, io } = upstream()
    const chart = aComponent({ name: 'redis', source: { datasource: 'helm', package: 'redis' } })
    await readLifecycles(situationOf(image('cache', { lifecycle: { endoflife: false } }), chart), io)
    expect(asked).toEqual([])
  })
})

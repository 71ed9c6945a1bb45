import { afterEach, describe, expect, it } from 'vitest'
import { type Files, memoryLedger, places, portsOf, type RollbackPlace, recordChange } from '../../test/support/rollback-world.ts'
import { type Forge, ForgeConflict } from '../ports/forge.ts'
import type { Ports } from './ports.ts'
import { openRollback } from './rollback.ts'

const registry = (version: string) => `components:
  redis:
    version: "${version}"
    source: { datasource: static, package: redis, releases: ["7.4.1", "7.4.2"] }
    pins: [{ file: compose.yaml, image: redis }]
`
const files = (version: string): Files => ({
  'versions.yaml': registry(version),
  'compose.yaml': `services: { a: { image: "redis:${version}" } }\n`,
})
const MOVE = { component: 'redis', environment: null, from: '7.4.1', to: '7.4.2' }
const REQUEST = { component: 'redis', reason: 'it broke', requestedBy: 'ada' }
const options = { sleep: async () => undefined }

let place: RollbackPlace
afterEach(() => place.close())

async function upgraded(make: (files: Files) => Promise<RollbackPlace>) {
  place = await make(files('7.4.1'))
  const ledger = memoryLedger()
  const merged = await place.change([files('7.4.2')], 'squash', 'Bump redis')
  await recordChange(ledger, { moves: [MOVE], before: files('7.4.1'), after: files('7.4.2') }, merged, 'squash')
  return ledger
}

const WRITES = [
  'createBranch',
  'commit',
  'moveBranch',
  'deleteBranch',
  'openProposal',
  'updateProposal',
  'changeLabels',
  'createLabel',
] as const

/** The forge with something happening at each of its writes: before it takes effect, or after. */
function watched(forge: Forge, at: (write: string, when: 'before' | 'after') => Promise<void> | void): Forge {
  const around = WRITES.map((name) => {
    const work = Reflect.get(forge, name)
    const wrapped = async (...args: unknown[]) => {
      await at(name, 'before')
      const result: unknown = await Reflect.apply(work, forge, args)
      await at(name, 'after')
      return result
    }
    return [name, wrapped] as const
  })
  return Object.assign(Object.create(forge), forge, Object.fromEntries(around))
}

function portsWith(ledger: ReturnType<typeof memoryLedger>, at: Parameters<typeof watched>[1]): Ports {
  const ports = portsOf(place, ledger)
  return { ...ports, forge: async () => watched(await ports.forge(), at) }
}

describe.each(Object.entries(places))('a rollback on %s', (where, make) => {
  it('that is killed at any write is finished by the next run, and leaves one pull request', async () => {
    // Git takes its time; the order of writes is the same on both.
    for (let kill = 0; ; kill += where === 'GitHub' ? 1 : 4) {
      const ledger = await upgraded(make)
      let seen = 0
      const dying = portsWith(ledger, () => {
        seen += 1
        if (seen > kill) throw new Error('killed')
      })
      const first = await openRollback(dying, REQUEST, options).catch((error: Error) => error.message)
      const report = await openRollback(portsOf(place, ledger), REQUEST, options)
      expect([kill, report.ok, report.proposal?.labels]).toEqual([kill, true, ['pinwarden', 'risk: low', 'component: redis', 'rollback']])
      expect(await place.text('compose.yaml', report.proposal?.branch)).toBe(files('7.4.1')['compose.yaml'])
      expect((await place.branches()).filter((name) => name.startsWith('pinwarden/'))).toEqual(['pinwarden/rollback/redis/7.4.2-to-7.4.1'])
      expect(ledger.all.filter(({ event }) => event === 'rollback-opened').length).toBe(1)
      const again = await openRollback(portsOf(place, ledger), REQUEST, options)
      expect(again).toMatchObject({ result: 'in_progress', actions: [], proposal: { number: report.proposal?.number } })
      if (typeof first !== 'string') break
      expect(first).toBe('killed')
      await place.close()
    }
  })

  it('asked by many at once opens one pull request', async () => {
    const ledger = await upgraded(make)
    const reports = await Promise.all(Array.from({ length: 4 }, () => openRollback(portsOf(place, ledger), REQUEST)))
    expect(reports.map(({ ok, message }) => (ok ? 'ok' : message))).toEqual(['ok', 'ok', 'ok', 'ok'])
    expect(new Set(reports.map(({ proposal }) => proposal?.number)).size).toBe(1)
    expect(await place.text('compose.yaml', 'pinwarden/rollback/redis/7.4.2-to-7.4.1')).toBe(files('7.4.1')['compose.yaml'])
  })

  it('is made upon what somebody merged meanwhile', async () => {
    const ledger = await upgraded(make)
    let merged = false
    const report = await openRollback(
      portsWith(ledger, async (write, when) => {
        if (write !== 'openProposal' || when !== 'before' || merged) return
        merged = true
        await place.commit({ 'compose.yaml': `# by ada\n${files('7.4.2')['compose.yaml']}` })
      }),
      REQUEST,
      options,
    )
    expect(report.result).toBe('opened')
    expect(await place.text('compose.yaml', report.proposal?.branch)).toBe(`# by ada\n${files('7.4.1')['compose.yaml']}`)
  })

  it('gives up after five attempts, and has then done nothing', async () => {
    const ledger = await upgraded(make)
    let tries = 0
    const ports = portsWith(ledger, (write, when) => {
      if (write !== 'createBranch' || when !== 'before') return
      tries += 1
      throw new ForgeConflict('somebody was faster')
    })
    expect(await openRollback(ports, REQUEST, options)).toMatchObject({ result: 'contended', ok: false })
    expect(tries).toBe(5)
    expect((await place.branches()).filter((name) => name.startsWith('pinwarden/'))).toEqual([])
  })
})

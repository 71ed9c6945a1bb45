import { describe, expect, it } from 'vitest'
import { aStep } from '../../test/support/builders.ts'
import type { LedgerEvent, LedgerRecord, Move } from '../core/model/ledger.ts'
import { fail } from '../core/model/problems.ts'
import type { Ledger } from '../ports/ledger.ts'
import { historyOf, readHistory } from './history.ts'
import type { Situation } from './situation.ts'

function situationOf(...components: string[]): Situation {
  return { scopes: [scopeOf(components)] } as unknown as Situation
}

function scopeOf(components: readonly string[], enabled = true) {
  return {
    steps: components.map((component) => ({ component })),
    resolved: { policy: { ledger: { enabled } }, components: components.map((name) => ({ name, aliases: [`${name}-classic`] })) },
  }
}

function aRecord(event: LedgerEvent, move: Partial<Move>, more: Partial<LedgerRecord> = {}): LedgerRecord {
  const moves = [{ component: 'redis', environment: null, from: '7.2.3', to: '7.2.4', ...move }]
  return { event, at: 1000, actor: { login: 'pinwarden[bot]', type: 'bot' }, moves, seq: 1, prev: '', hash: '', ...more }
}

function ledgerOf(records: readonly LedgerRecord[]): { opened: number; ledger(): Promise<Ledger> } {
  return {
    opened: 0,
    async ledger() {
      this.opened += 1
      return { records: async () => records, append: async () => [] }
    },
  }
}

describe('the history of a component', () => {
  it('is read only where there is a step to judge', async () => {
    const ports = ledgerOf([aRecord('proposal-merged', {})])
    const history = await readHistory(situationOf(), { ledger: () => ports.ledger() })
    expect(history).toEqual({ state: 'none' })
    expect(ports.opened).toBe(0)
  })

  it('follows a component that was called otherwise then', async () => {
    const { ledger } = ledgerOf([aRecord('proposal-merged', { component: 'redis-classic' })])
    const history = await readHistory(situationOf('redis'), { ledger })
    expect(history).toMatchObject({ events: { redis: [{ event: 'proposal-merged', from: '7.2.3', to: '7.2.4' }] } })
  })

  it('keeps of the ledger what the steps ask for, so that a replay sees the same', async () => {
    const proposal = { id: 'redis', number: 7, url: 'https://github.com/acme/platform/pull/7', branch: 'pinwarden/redis' }
    const ports = ledgerOf([
      aRecord('proposal-opened', {}),
      aRecord('proposal-merged', {}, { proposal }),
      aRecord('proposal-merged', { component: 'nginx' }),
      aRecord('rollback-merged', { from: '7.2.4', to: '7.2.3' }, { proposal, why: { reason: ' error rate of 4 % ' } }),
      aRecord(
        'proposal-merged',
        { from: '7.2.4', to: '7.2.3' },
        { proposal: { ...proposal, branch: 'pinwarden/rollback/redis/7.2.4-to-7.2.3' } },
      ),
    ])
    const history = await readHistory(situationOf('redis'), { ledger: () => ports.ledger() })
    const url = proposal.url
    expect(history).toEqual({
      state: 'kept',
      events: {
        redis: [
          { event: 'proposal-merged', at: 1000, environment: null, from: '7.2.3', to: '7.2.4', url },
          { event: 'rollback-merged', at: 1000, environment: null, from: '7.2.4', to: '7.2.3', reason: 'error rate of 4 %', url },
        ],
      },
    })
    expect(historyOf(aStep(), { history })).toMatchObject({ state: 'kept', events: [{}, {}] })
    expect(historyOf(aStep({ component: 'constructor' }), { history })).toEqual({ state: 'kept', events: [] })
  })

  it('counts as failures only what was seen twice, and what was taken back to stay', async () => {
    const back = { from: '7.2.4', to: '7.2.3' }
    const ports = ledgerOf([
      aRecord('signal-failed', {}, { details: { confirmed: false } }),
      aRecord('rollback-halted', {}, { details: { code: 'no-signal' } }),
      aRecord('rollback-opened', back, { details: { kind: 'exclusion' } }),
      aRecord('rollback-merged', back, { details: { kind: 'exclusion' } }),
      aRecord('rollback-opened', {}, { details: { kind: 'reland' } }),
      aRecord('rollback-merged', {}, { details: { kind: 'reland' } }),
      aRecord('signal-failed', {}, { details: { confirmed: true } }),
      aRecord('rollback-halted', {}, { details: { code: 'breaker' } }),
    ])
    const history = await readHistory(situationOf('redis'), ports)
    expect(history.state === 'kept' && history.events['redis']?.map(({ event }) => event)).toEqual([
      'exclusion-lifted',
      'signal-failed',
      'rollback-halted',
    ])
  })

  it('is none where the registry keeps no ledger', async () => {
    const ports = ledgerOf([])
    const situation = { scopes: [scopeOf(['redis'], false)] } as unknown as Situation
    expect(await readHistory(situation, { ledger: () => ports.ledger() })).toEqual({ state: 'none' })
    expect(ports.opened).toBe(0)
  })

  it('that cannot be read is told, and stops nothing', async () => {
    const ledger = async () => fail('forge-refused', 'The branch of the ledger cannot be read.')
    const history = await readHistory(situationOf('redis'), { ledger })
    expect(history).toEqual({ state: 'missing', why: 'The branch of the ledger cannot be read.' })
    await expect(readHistory(situationOf('redis'), { ledger: () => Promise.reject(new Error('our own bug')) })).rejects.toThrow(
      'our own bug',
    )
  })

  it('that nobody keeps is known as such, also in recordings from before there was one', () => {
    expect(historyOf(aStep(), {})).toEqual({ state: 'none' })
  })
})

import { describe, expect, it } from 'vitest'
import type { LedgerEvent, LedgerRecord } from '../model/ledger.ts'
import { rollbacksOverOpen } from './rollbacks-over-open.ts'

const BACK = 'pinwarden/rollback/redis/2-to-1'

function records(...told: (readonly [event: LedgerEvent, number: number, more?: Partial<LedgerRecord>])[]): LedgerRecord[] {
  return told.map(([event, number, more], index) => ({
    event,
    at: index,
    actor: { login: 'ada', type: 'person' },
    moves: [{ component: 'redis', environment: null, from: '1', to: '2' }],
    proposal: { id: 'redis', number, url: null, branch: event.startsWith('rollback') ? BACK : 'pinwarden/redis' },
    seq: index + 1,
    prev: '',
    hash: '',
    ...more,
  }))
}

describe('rollbacks that make an open upgrade superfluous', () => {
  it('are those of its component that came after it, merged or not', () => {
    expect(rollbacksOverOpen(records(['proposal-opened', 7], ['rollback-opened', 8]))).toEqual([BACK])
    expect(rollbacksOverOpen(records(['proposal-opened', 7], ['rollback-opened', 8], ['rollback-merged', 8]))).toEqual([BACK])
  })

  it('are none where the upgrade was made after it, or anew since, or is open no more', () => {
    expect(rollbacksOverOpen(records(['rollback-opened', 8], ['proposal-opened', 9]))).toEqual([])
    expect(rollbacksOverOpen(records(['proposal-opened', 7], ['rollback-opened', 8], ['proposal-refreshed', 7]))).toEqual([])
    expect(rollbacksOverOpen(records(['proposal-opened', 7], ['rollback-opened', 8], ['proposal-closed', 7]))).toEqual([])
  })

  it('are none where they were given up, are no rollbacks, or are about something else', () => {
    expect(rollbacksOverOpen(records(['proposal-opened', 7], ['rollback-opened', 8], ['rollback-halted', 8]))).toEqual([])
    expect(rollbacksOverOpen(records(['proposal-opened', 7], ['rollback-opened', 8, { details: { kind: 'reland' } }]))).toEqual([])
    const moves = [{ component: 'redis', environment: 'production', from: '2', to: '1' }]
    expect(rollbacksOverOpen(records(['proposal-opened', 7], ['rollback-opened', 8, { moves }]))).toEqual([])
  })
})

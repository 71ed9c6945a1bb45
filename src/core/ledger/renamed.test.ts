import { describe, expect, it } from 'vitest'
import type { LedgerRecord } from '../model/ledger.ts'
import { formerNames, underPresentNames } from './renamed.ts'

const move = { component: 'kv', environment: null, from: '1', to: '2' }
const record: LedgerRecord = {
  event: 'proposal-opened',
  at: 1,
  actor: { login: 'ada', type: 'person' },
  moves: [move, { ...move, component: 'nginx' }],
  points: [{ ...move, paths: [], siblings: ['cache', 'nginx'], lockstep: true }],
  seq: 1,
  prev: '',
  hash: 'h',
}

describe('records of a component that was renamed', () => {
  it('read as those of its present name, and leave all others as they are', () => {
    const former = formerNames([{ name: 'valkey', aliases: ['kv', 'cache'] }, { name: 'nginx' }])
    expect(underPresentNames([record], former)).toEqual([
      {
        ...record,
        moves: [
          { ...move, component: 'valkey' },
          { ...move, component: 'nginx' },
        ],
        points: [{ ...move, component: 'valkey', paths: [], siblings: ['valkey', 'nginx'], lockstep: true }],
      },
    ])
  })

  it('are found for a component with several versions side by side, too', () => {
    const track = { component: 'node', name: 'lts' }
    expect([...formerNames([{ name: 'node@lts', aliases: ['nodejs'], track }])]).toEqual([['nodejs@lts', 'node@lts']])
  })

  it('stay with a component that has the former name of another today', () => {
    const former = formerNames([{ name: 'valkey', aliases: ['kv'] }, { name: 'kv' }])
    expect(underPresentNames([record], former)).toEqual([record])
  })
})

import { expect, it } from 'vitest'
import { anEntry } from '../../../test/support/ledger-entries.ts'
import { memoryLedger } from '../../../test/support/memory-ledger.ts'
import { AUTOMATIC } from '../../core/rollback/watch/breakers.ts'
import { measuredLedger, type RollbackMeasure } from './ledger-measures.ts'

const proposal = { id: 'redis', number: 1, url: null, branch: 'pinwarden/redis' }
const move = { component: 'redis', environment: null, from: '7.2.4', to: '7.4.2' }
const merged = { method: 'squash' as const, commits: ['b'.repeat(40)], mergedBy: 'ada', approvals: [] }

it('what a run read and wrote is measured: records, points that are merged, and rollbacks by who wanted them', async () => {
  const kept = memoryLedger([anEntry({ proposal, points: [{ ...move, paths: [], siblings: [], lockstep: false }] })])
  const rollbacks: RollbackMeasure[] = []
  const { ledger, measures } = measuredLedger(
    async () => kept,
    (one) => rollbacks.push(one),
  )
  expect(measures()).toBeNull()
  const opened = await ledger()
  await opened.records()
  expect(measures()).toEqual({ records: 1, points: new Map() })
  await opened.append([anEntry({ event: 'proposal-merged', proposal, commit: 'b'.repeat(40), merge: merged })])
  expect(measures()).toEqual({ records: 2, points: new Map([['redis', 1]]) })
  await opened.append([
    anEntry({ event: 'rollback-opened', details: { source: AUTOMATIC } }),
    anEntry({ event: 'rollback-opened', details: { source: 'manual' } }),
  ])
  expect(rollbacks).toEqual([
    { component: 'redis', reason: 'automatic' },
    { component: 'redis', reason: 'requested' },
  ])
})

import { describe, expect, it } from 'vitest'
import { aMarker, anObserved, anObservedProposal, anUpgrade, aProposal } from '../../../test/support/builders.ts'
import type { ObservedProposal } from '../model/proposal.ts'
import { mergeCandidates, withdrawals } from './merges.ts'
import { reconcile } from './reconcile.ts'
import { rollbackBranch } from './rollback-branch.ts'

const branch = rollbackBranch({ component: 'redis', environment: null, from: '7.2.5', to: '7.2.4', kind: 'rollback' })

/** A pull request that takes redis back from 7.2.5 to 7.2.4. */
function aRollback(more: Partial<ObservedProposal> = {}): ObservedProposal {
  const proposal = aProposal({ branch, upgrades: [anUpgrade({ from: '7.2.5', to: '7.2.4' })] })
  return anObservedProposal(proposal, { number: 13, marker: aMarker(proposal, { id: 'rollback:redis' }), ...more })
}

const everything = () => true

describe('upgrades beside a rollback', () => {
  it('never close it, nor delete its branch before it is merged, whatever they want', () => {
    const head = { name: branch, head: 'c1', headBy: 'ours' as const }
    expect(reconcile([], anObserved({ proposals: [aRollback()], branches: [head] }), everything)).toEqual([])
    expect(reconcile([], anObserved({ branches: [head] }), everything)).toEqual([])
    const merged = aRollback({ state: 'merged' })
    expect(reconcile([], anObserved({ proposals: [merged], branches: [{ ...head, head: 'c9' }] }), everything)).toEqual([])
    expect(reconcile([], anObserved({ proposals: [merged], branches: [head] }), everything)).toMatchObject([
      { kind: 'delete-branch', branch },
    ])
  })

  it('wait for it where they are about the same component, and no others', () => {
    const [redis, nginx] = [
      aProposal({ upgrades: [anUpgrade({ from: '7.2.5', to: '7.2.6' })] }),
      aProposal({ id: 'nginx', branch: 'pinwarden/nginx', upgrades: [anUpgrade({ component: 'nginx' })] }),
    ]
    const observed = anObserved({ proposals: [aRollback()], branches: [{ name: branch, head: 'c1', headBy: 'ours' }] })
    expect(reconcile([redis, nginx], observed, everything)).toMatchObject([
      { kind: 'open', proposal: { id: 'nginx' } },
      { kind: 'wait', proposal: { id: 'redis' }, why: 'the rollback #13 is open' },
    ])
    const open = anObservedProposal(redis, { marker: aMarker(redis, { digest: 'sha256:old' }) })
    expect(reconcile([redis], { ...observed, proposals: [...observed.proposals, open] }, everything)).toMatchObject([
      { kind: 'leave', ref: { number: 7 }, why: 'rollback-open' },
    ])
  })

  it('that led to what was rolled back are closed with a link to the rollback', () => {
    const stale = anObservedProposal(aProposal({ upgrades: [anUpgrade({ to: '7.2.5' })] }))
    const actions = reconcile([], anObserved({ proposals: [aRollback({ state: 'merged', head: null }), stale] }), everything)
    expect(actions).toMatchObject([
      {
        kind: 'close',
        ref: { number: 7 },
        label: 'superseded-by-rollback',
        comment: expect.stringContaining('redis 7.2.5 was rolled back to 7.2.4 (#13)'),
      },
    ])
  })

  it('that lead further are kept, and built anew from where the component stands now', () => {
    const wanted = aProposal({ upgrades: [anUpgrade({ from: '7.2.4', to: '7.2.6' })] })
    const open = anObservedProposal(wanted, {
      marker: aMarker(wanted, { digest: 'sha256:old', upgrades: [{ component: 'redis', environment: null, from: '7.2.5', to: '7.2.6' }] }),
    })
    const actions = reconcile([wanted], anObserved({ proposals: [aRollback({ state: 'merged', head: null }), open] }), everything)
    expect(actions).toMatchObject([{ kind: 'refresh', ref: { number: 7 } }])
  })
})

describe('merging of an upgrade by itself', () => {
  const approved = aProposal({ autoMerge: { methods: ['squash'] } })
  const marker = { ...aMarker(approved, { decision: 'auto-approve' as const }) }
  const open = anObservedProposal(approved, { autoMerge: 'ours', marker: { ...marker, commit: anObservedProposal(approved).head ?? '' } })
  const beside = (...rollbacks: ObservedProposal[]) => anObserved({ proposals: [...rollbacks, open] })

  it('is taken back while a rollback of its component is open, whether or not this run is about the component', () => {
    expect(withdrawals([approved], beside(), everything)).toEqual([])
    const expected = [{ kind: 'withdraw', ref: { number: 7 }, why: 'the rollback #13 is open' }]
    expect(withdrawals([approved], beside(aRollback()), everything)).toMatchObject(expected)
    expect(withdrawals([], beside(aRollback()), () => false)).toMatchObject(expected)
    expect(withdrawals([approved], beside(aRollback({ state: 'merged' })), everything)).toEqual([])
  })

  it('is not done either, until the rollback is in or closed', () => {
    expect(mergeCandidates([approved], beside(), () => false)).toHaveLength(1)
    expect(mergeCandidates([approved], beside(aRollback()), () => false)).toEqual([])
    expect(mergeCandidates([approved], beside(aRollback({ state: 'closed' })), () => false)).toHaveLength(1)
  })
})

describe('merging of a rollback by itself', () => {
  it('is not taken back by a run that is about upgrades', () => {
    const told = { autoMerge: 'ours' as const }
    expect(withdrawals([], anObserved({ proposals: [aRollback(told)] }), everything)).toEqual([])
    const upgrade = anObservedProposal(aProposal(), told)
    expect(withdrawals([], anObserved({ proposals: [upgrade] }), everything)).toMatchObject([{ kind: 'withdraw', ref: { number: 7 } }])
  })
})

describe('the branch of a rollback', () => {
  it.each([
    [{ environment: null, kind: 'rollback' }, 'pinwarden/rollback/redis/7.4.2-to-7.4.1'],
    [{ environment: 'production/eu', kind: 'rollback' }, 'pinwarden/rollback/redis/production/eu/7.4.2-to-7.4.1'],
    [{ environment: null, kind: 'reland' }, 'pinwarden/rollback/redis/reland-7.4.2-to-7.4.1'],
    [{ environment: null, kind: 'exclude' }, 'pinwarden/rollback/redis/exclude-7.4.2'],
  ] as const)('%j is %s', (more, name) => {
    expect(rollbackBranch({ component: 'redis', from: '7.4.2', to: '7.4.1', ...more })).toBe(name)
  })

  it('is a name that git takes, whatever the versions', () => {
    expect(rollbackBranch({ component: '@scope/x..y.lock', environment: null, from: '.1~2', to: '1:3.lock', kind: 'rollback' })).toBe(
      'pinwarden/rollback/scope-x-y-lock/1-2-to-1-3-lock',
    )
  })
})

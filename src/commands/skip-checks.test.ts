import { describe, expect, it } from 'vitest'
import { anUpgrade, aProposal } from '../../test/support/builders.ts'
import type { LedgerRecord } from '../core/model/ledger.ts'
import type { Applied } from '../core/model/proposal.ts'
import { checks } from '../core/safety/checks/index.ts'
import { skippedChecks } from './skip-checks.ts'
import { skipEntries } from './skip-entries.ts'

describe('checks that somebody wants left out', () => {
  it('are named one by one or all at once, in the order of the checks', () => {
    expect(skippedChecks(undefined, undefined)).toBeUndefined()
    expect(skippedChecks(' history,advisories ', ' OSV is\n down ')).toEqual({ checks: ['advisories', 'history'], reason: 'OSV is down' })
    expect(skippedChecks('all', 'x')?.checks).toEqual(checks.map(({ id }) => id))
  })

  it.each([
    ['advisory', 'why', 'There is no safety check “advisory”'],
    ['advisories', undefined, 'only for a reason'],
    ['advisories', ' \n ', 'only for a reason'],
    ['', 'why', 'no check is skipped'],
  ])('%j because of %j is refused', (named, reason, words) => {
    expect(() => skippedChecks(named, reason)).toThrow(words)
  })
})

describe('the record of skipped checks', () => {
  const skipped = { checks: ['advisories'], reason: 'OSV is down, INC-42' }
  const proposal = aProposal({ upgrades: [anUpgrade({ skipped })] })
  const actor = { login: 'pinwarden', type: 'bot', onBehalfOf: 'ada' } as const
  const opened: Applied = {
    ok: true,
    action: { kind: 'open', proposal, existingHead: null, built: false },
    number: 7,
    url: 'https://x.example/7',
    commit: 'c1',
  }
  const run = { now: 1000, proposals: [proposal], applied: [opened] }

  it('is an exception with who, what and why', () => {
    expect(skipEntries(run, [], actor)).toEqual([
      {
        event: 'exception',
        at: 1000,
        actor,
        moves: [{ component: 'redis', environment: null, from: '7.2.4', to: '7.2.5' }],
        proposal: { id: 'redis', number: 7, url: 'https://x.example/7', branch: 'pinwarden/redis' },
        why: { reason: 'OSV is down, INC-42' },
        details: { exception: 'skip-safety-checks', checks: 'advisories' },
      },
    ])
  })

  it('is made once for a proposal, also by a run that finds it as it should be', () => {
    const [entry] = skipEntries(run, [], actor)
    const record = { ...entry, seq: 1, prev: '', hash: '' } as LedgerRecord
    const left: Applied = {
      ok: true,
      action: { kind: 'leave', ref: { number: 7, branch: proposal.branch }, url: 'https://x.example/7', id: 'redis', why: 'up-to-date' },
      number: 7,
      url: null,
      commit: null,
    }
    expect(skipEntries({ ...run, applied: [left] }, [], actor)).toHaveLength(1)
    expect(skipEntries({ ...run, applied: [left] }, [record], actor)).toEqual([])
    expect(skipEntries({ ...run, proposals: [aProposal()] }, [], actor)).toEqual([])
  })
})

import { describe, expect, it } from 'vitest'
import { aMarker, anObserved, anObservedProposal, anUpgrade, aProposal } from '../../../test/support/builders.ts'
import type { Action, ObservedProposal } from '../model/proposal.ts'
import type { Upgrade } from '../model/upgrade.ts'
import { reconcile } from './reconcile.ts'

const everything = () => true
const proposal = aProposal()
const newer = aProposal({
  title: 'Bump redis from 7.2.4 to 7.2.6',
  files: [{ path: 'compose.yaml', text: 'image: redis:7.2.6\n', mode: '100644' }],
  upgrades: [anUpgrade({ to: '7.2.6' })],
})

describe('reconcile', () => {
  it('opens a proposal that is not there, and creates the labels that the repository lacks', () => {
    expect(reconcile([proposal], anObserved({ labels: [] }), everything).map((action) => action.kind)).toEqual(['create-label', 'open'])
  })

  it('changes nothing when everything is as it should be', () => {
    expect(reconcile([proposal], anObserved({ proposals: [anObservedProposal(proposal)] }), everything)).toEqual([
      expect.objectContaining({ kind: 'leave', why: 'up-to-date' }),
    ])
  })

  it('does not edit a body because a release grew a day older', () => {
    const body = (age: string) => `| redis | 7.2.4 | 7.2.5 | patch | ${age} (2026-08-01) | low |`
    const open = anObservedProposal(proposal, { body: `${body('3 days')}\r\n` })
    expect(reconcile([{ ...proposal, body: body('4 days') }], anObserved({ proposals: [open] }), everything)).toEqual([
      expect.objectContaining({ kind: 'leave' }),
    ])
  })

  it('refreshes the same pull request for a newer candidate and says what changed', () => {
    expect(reconcile([newer], anObserved({ proposals: [anObservedProposal(proposal)] }), everything)).toEqual([
      expect.objectContaining({ kind: 'refresh', ref: { number: 7, branch: 'pinwarden/redis' }, why: '7.2.6 instead of 7.2.5' }),
    ])
  })

  it('edits title, body and labels in place where only they differ, and takes away only labels of its own', () => {
    const marker = aMarker(proposal, { title: 'old' })
    const open = anObservedProposal(proposal, { title: 'old', marker, labels: ['pinwarden', 'risk: high', 'team: data'] })
    expect(reconcile([proposal], anObserved({ proposals: [open] }), everything)).toEqual([
      expect.objectContaining({ kind: 'edit', title: proposal.title, labels: { add: [], remove: ['risk: high'] } }),
    ])
  })

  it('leaves a branch alone that people pushed to', () => {
    const open = anObservedProposal(proposal, { headBy: 'people', head: 'p1' })
    expect(reconcile([newer], anObserved({ proposals: [open] }), everything)).toEqual([
      expect.objectContaining({ kind: 'leave', why: 'people-pushed' }),
    ])
  })

  it('respects a person’s close of this version, and proposes a newer one', () => {
    const closed = anObservedProposal(proposal, { state: 'closed', head: null, headBy: 'nobody' })
    expect(reconcile([proposal], anObserved({ proposals: [closed] }), everything)).toEqual([
      expect.objectContaining({ kind: 'leave', why: 'closed-by-person' }),
    ])
    expect(reconcile([newer], anObserved({ proposals: [closed] }), everything)).toEqual([expect.objectContaining({ kind: 'open' })])
  })

  it('does not take its own close for a refusal', () => {
    const closed = anObservedProposal(proposal, { state: 'closed', head: null, marker: aMarker(proposal, { state: 'superseded' }) })
    expect(reconcile([proposal], anObserved({ proposals: [closed] }), everything)).toEqual([expect.objectContaining({ kind: 'open' })])
  })

  it('closes what nothing desires any more, marked as its own doing', () => {
    const [action] = reconcile([], anObserved({ proposals: [anObservedProposal(proposal)] }), everything)
    expect(action).toMatchObject({ kind: 'close', why: 'nothing is left to do' })
    expect(action?.kind === 'close' && action.body).toContain('"state":"obsolete"')
  })

  it('never closes a proposal of a component that this run could not resolve', () => {
    expect(reconcile([], anObserved({ proposals: [anObservedProposal(proposal)] }), () => false)).toEqual([])
  })

  it('continues a run that was cut between the commit and the pull request', () => {
    const branch = { name: proposal.branch, head: 'c1', headBy: 'ours' as const }
    expect(reconcile([proposal], anObserved({ branches: [branch] }), everything)).toEqual([
      expect.objectContaining({ kind: 'open', existingHead: 'c1' }),
    ])
  })

  it('writes the marker again where a run was cut before it could', () => {
    const open = anObservedProposal(proposal, { head: 'c2', headBy: 'ours' })
    const branches = [{ name: proposal.branch, head: 'c2', headBy: 'ours' as const, digest: proposal.digest }]
    const [action] = reconcile([proposal], anObserved({ proposals: [open], branches }), everything)
    expect(action).toMatchObject({ kind: 'edit' })
    expect(action?.kind === 'edit' && action.body).toContain('"commit":"c2"')
  })

  it('deletes the branches that merged proposals and cut runs leave behind', () => {
    const branches = [
      { name: 'pinwarden/redis', head: 'c1', headBy: 'ours' as const },
      { name: 'pinwarden/-staging/loki', head: 's1', headBy: 'nobody' as const },
      { name: 'pinwarden/mine', head: 'p1', headBy: 'people' as const },
    ]
    const merged = anObservedProposal(proposal, { state: 'merged' })
    expect(reconcile([], anObserved({ branches, proposals: [merged] }), everything)).toEqual([
      expect.objectContaining({ kind: 'delete-branch', branch: 'pinwarden/redis' }),
      expect.objectContaining({ kind: 'delete-branch', branch: 'pinwarden/-staging/loki' }),
    ])
  })

  describe('and people', () => {
    const pushed = { headBy: 'people' as const, head: 'p1' }

    it('keeps the title that a person wrote', () => {
      const open = anObservedProposal(proposal, { title: 'Redis for the freeze' })
      expect(reconcile([proposal], anObserved({ proposals: [open] }), everything)).toEqual([expect.objectContaining({ kind: 'leave' })])
      const [refresh] = reconcile([newer], anObserved({ proposals: [open] }), everything)
      expect(refresh).toMatchObject({ kind: 'refresh' })
      expect(refresh).not.toHaveProperty('title')
    })

    it('tells once that it leaves a branch alone', () => {
      const untold = anObservedProposal(proposal, { ...pushed, notes: [] })
      expect(reconcile([newer], anObserved({ proposals: [untold] }), everything).map((one) => one.kind)).toEqual(['leave', 'note'])
      const told = anObservedProposal(proposal, { ...pushed, notes: ['people-pushed'] })
      expect(reconcile([newer], anObserved({ proposals: [told] }), everything).map((one) => one.kind)).toEqual(['leave'])
    })

    it('takes a branch back where a person ticks the box', () => {
      const ticked = `Words.\n\n- [x] <!-- pinwarden-rebuild --> Tick …`
      const open = anObservedProposal(proposal, { ...pushed, body: ticked })
      expect(reconcile([proposal], anObserved({ proposals: [open] }), everything)).toMatchObject([
        { kind: 'refresh', why: 'a person asked for it' },
      ])
      const closed = anObservedProposal(proposal, { state: 'closed', head: null, headBy: 'nobody', body: ticked })
      expect(reconcile([proposal], anObserved({ proposals: [closed] }), everything)).toMatchObject([{ kind: 'open' }])
    })

    it('renames what nothing desires any more and people work on, and names it back', () => {
      const open = anObservedProposal(proposal, pushed)
      expect(reconcile([], anObserved({ proposals: [open] }), everything)).toMatchObject([
        { kind: 'abandon', title: 'Bump redis from 7.2.4 to 7.2.5 - abandoned' },
      ])
      const abandoned = anObservedProposal(proposal, { ...pushed, title: `${proposal.title} - abandoned` })
      expect(reconcile([], anObserved({ proposals: [abandoned] }), everything)).toMatchObject([{ kind: 'leave' }])
      expect(reconcile([proposal], anObserved({ proposals: [abandoned] }), everything)).toMatchObject([
        { kind: 'edit', title: proposal.title },
      ])
    })

    it('does not close again what a person opened again after Pinwarden closed it', () => {
      const open = anObservedProposal(proposal, { marker: aMarker(proposal, { state: 'obsolete' }) })
      expect(reconcile([], anObserved({ proposals: [open] }), everything)).toMatchObject([{ kind: 'leave', why: 'reopened-by-person' }])
    })
  })

  it('asks people again only where a run was cut before it could', () => {
    const setup = { draft: false, reviewers: ['ada'], teamReviewers: [], assignees: [] }
    const cut = anObservedProposal(proposal, { labels: ['team: data'] })
    expect(reconcile([{ ...proposal, setup }], anObserved({ proposals: [cut] }), everything)).toMatchObject([{ kind: 'edit', setup }])
    const whole = anObservedProposal(proposal)
    expect(reconcile([{ ...proposal, setup }], anObserved({ proposals: [whole] }), everything)).toMatchObject([{ kind: 'leave' }])
  })

  it('finishes a close of its own that was cut, comment and branch', () => {
    const branches = [{ name: proposal.branch, head: 'c1', headBy: 'ours' as const }]
    const closed = (notes: ObservedProposal['notes'] & {}) =>
      anObservedProposal(proposal, { state: 'closed', marker: aMarker(proposal, { state: 'obsolete' }), notes })
    expect(reconcile([], anObserved({ branches, proposals: [closed([])] }), everything)).toMatchObject([
      { kind: 'finish-close', comment: expect.stringContaining('nothing is left to do') },
    ])
    expect(reconcile([], anObserved({ branches, proposals: [closed(['closed'])] }), everything)).toMatchObject([
      { kind: 'finish-close', comment: null },
    ])
  })

  describe('limits', () => {
    const named = (name: string, more: Partial<Upgrade> = {}) =>
      aProposal({ id: name, branch: `pinwarden/${name}`, upgrades: [anUpgrade({ component: name, ...more })] })
    const fix = { id: 'GHSA-1', names: ['CVE-1'], severity: 'high', url: 'https://example.com' } as const
    const kinds = (actions: readonly Action[]) => actions.map((one) => `${one.kind} ${'proposal' in one ? one.proposal.id : ''}`)

    it('open security fixes first and whatever the limit is, then what fits', () => {
      const desired = [named('a'), named('b'), named('z', { fixes: [fix] })]
      expect(kinds(reconcile(desired, anObserved(), everything, { open: 2 }))).toEqual(['open z', 'open a', 'wait b'])
      expect(kinds(reconcile(desired, anObserved(), everything, { open: 0 }))).toEqual(['open z', 'wait a', 'wait b'])
    })

    it('count what is open, less what is closed at the same time', () => {
      const old = anObservedProposal(named('old'))
      const observed = anObserved({ proposals: [old, anObservedProposal(named('a'))] })
      expect(kinds(reconcile([named('a'), named('b')], observed, everything, { open: 2 }))).toEqual(['leave ', 'open b', 'close '])
      expect(kinds(reconcile([named('a'), named('b')], observed, everything, { open: 1 }))).toEqual(['leave ', 'wait b', 'close '])
    })

    it('say until when a proposal waits for the hour to pass', () => {
      const now = 10_000_000
      const observed = anObserved({ opened: [now - 3_500_000, now - 1000, now - 4_000_000] })
      expect(reconcile([named('a')], observed, everything, { hourly: 2, now })).toMatchObject([{ kind: 'wait', until: now + 100_000 }])
      expect(reconcile([named('a')], observed, everything, { hourly: 3, now })).toMatchObject([{ kind: 'open' }])
    })

    it('make no labels for what waits', () => {
      expect(reconcile([named('a')], anObserved({ labels: [] }), everything, { open: 0 })).toMatchObject([{ kind: 'wait' }])
    })
  })
})

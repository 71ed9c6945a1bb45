import { describe, expect, it } from 'vitest'
import { aMarker, anObserved, anObservedProposal, anUpgrade, aProposal } from '../../../test/support/builders.ts'
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
    const open = anObservedProposal(proposal, { title: 'old', labels: ['pinwarden', 'risk: high', 'team: data'] })
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
    const [action] = reconcile([proposal], anObserved({ proposals: [open] }), everything)
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
})

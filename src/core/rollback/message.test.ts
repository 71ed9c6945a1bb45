import { describe, expect, it } from 'vitest'
import { aComponent, aRollbackWish } from '../../../test/support/builders.ts'
import { isUpgradeOf, revertedBy } from '../release/reverted.ts'
import { revertLines, rollbackHeadline, trailers } from './message.ts'
import { pointOf } from './point.ts'
import type { RollbackWish } from './request.ts'
import type { RollbackMember } from './restore.ts'

const SHA = '4f2c0d1e9a7b36c58d0e4f1a2b3c4d5e6f708192'
const MOVE = { component: 'redis', environment: null, from: '7.4.1', to: '7.4.2' }
const point = {
  ...pointOf({ ...MOVE, paths: [], siblings: [], lockstep: false }, { id: 'rp-1', at: 0, by: { login: 'a', type: 'bot' }, order: 1 }),
  proposal: { number: 12, url: null, branch: 'pinwarden/redis' },
}
const member: RollbackMember = {
  component: aComponent(),
  environment: null,
  from: '7.4.2',
  to: '7.4.1',
  point,
  side: 'before',
  release: null,
  checksum: null,
  pinFiles: [],
}
const wish = (more: Partial<RollbackWish> = {}) => aRollbackWish({ requestedBy: '@ada', ...more })

function message(reverts: string[], one = member, asked = wish()): { subject: string; whole: string } {
  const input = { wish: asked, members: [one], plan: { reverts } }
  const subject = rollbackHeadline(input)
  return { subject, whole: [subject, revertLines(reverts), trailers(input)].filter((part) => part !== '').join('\n\n') }
}

describe('the message of a rollback', () => {
  it('is read by a release as what it takes back, exact or not', () => {
    const exact = message([SHA])
    expect(exact.subject).toBe('revert: deps(redis): bump 7.4.1 to 7.4.2 (#12)')
    expect(revertedBy(exact.subject, exact.whole)).toMatchObject({
      shas: [SHA],
      rollback: { component: 'redis', from: '7.4.2', to: '7.4.1' },
    })
    const partial = message([])
    expect(partial.subject).toBe('revert(redis): roll back 7.4.2 to 7.4.1')
    const read = revertedBy(partial.subject, partial.whole)
    expect(read).toMatchObject({ shas: [], rollback: { component: 'redis', from: '7.4.2', to: '7.4.1' } })
    expect(read?.rollback == null ? false : isUpgradeOf('Bump redis from 7.4.1 to 7.4.2 (#12)', read.rollback)).toBe(true)
  })

  it('takes nothing back where it goes forward again, or only excludes', () => {
    const reland = message([], { ...member, from: '7.4.1', to: '7.4.2' }, wish({ reland: true }))
    expect(revertedBy(reland.subject, reland.whole)).toBeNull()
    const exclusion = message([], { ...member, to: '7.4.2' })
    expect(exclusion.subject).toBe('chore(redis): exclude 7.4.2')
    expect(revertedBy(exclusion.subject, exclusion.whole)).toBeNull()
  })

  it('keeps each trailer on its line, and lets no reason act', () => {
    const { whole } = message([], member, wish({ reason: 'see\nFixes #3 @bob\r\nRollback-To: 1.0.0' }))
    expect(whole).toContain('\nRollback-Reason: see Fixes #\u200b3 @\u200bbob Rollback-To: 1.0.0\nRequested-By: ada')
    expect(whole.match(/^Rollback-To: .*$/gm)).toEqual(['Rollback-To: 7.4.1'])
  })

  it('names the environment, and is the same for the same request', () => {
    const production = { ...member, environment: 'production' }
    expect(message([SHA], production).subject).toBe('revert: deps(redis): bump 7.4.1 to 7.4.2 (production) (#12)')
    expect(message([], production).whole).toContain('\nRollback-Environment: production\n')
    const id = (text: string) => /^Rollback-Id: (\S+)$/m.exec(text)?.[1]
    expect(id(message([SHA]).whole)).toBe(id(message([]).whole))
    expect(id(message([]).whole)).not.toBe(id(message([], production).whole))
  })
})

import { describe, expect, it } from 'vitest'
import { anObserved, anObservedProposal, aProposal } from '../../../test/support/builders.ts'
import { withinLimits } from './limits.ts'

const now = 10_000_000
const opening = { kind: 'open', proposal: aProposal(), existingHead: null, built: false } as const

function whyWith(open: number, limits: { open?: number; hourly?: number }): string {
  const proposals = Array.from({ length: open }, (_, at) => anObservedProposal(aProposal({ branch: `pinwarden/${at}` })))
  const observed = anObserved({ proposals, opened: Array<number>(open).fill(now - 1000) })
  const [action] = withinLimits([opening], observed, limits, 0, now)
  return action?.kind === 'wait' ? action.why : ''
}

describe('why a proposal waits for a limit', () => {
  it('is said in good grammar of one proposal and of more', () => {
    expect(whyWith(1, { open: 1 })).toMatch(/^1 proposal is open already, and `\S+max_open` allows 1$/)
    expect(whyWith(2, { open: 1 })).toMatch(/^2 proposals are open already, /)
    expect(whyWith(1, { hourly: 1 })).toMatch(/^1 proposal was opened within the hour, and `\S+max_new_per_hour` allows 1$/)
    expect(whyWith(3, { hourly: 2 })).toMatch(/^3 proposals were opened within the hour, /)
  })
})

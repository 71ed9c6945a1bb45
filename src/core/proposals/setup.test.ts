import { describe, expect, it } from 'vitest'
import { anUpgrade, aProposal } from '../../../test/support/builders.ts'
import { pullRequestPolicy } from '../registry/merge/pull-requests.ts'
import { withPolicy } from './setup.ts'

const manual = aProposal({ upgrades: [anUpgrade({}, { decision: 'manual' })] })
const approved = aProposal({ upgrades: [anUpgrade({}, { decision: 'auto-approve' })] })
const policy = (written: object) => pullRequestPolicy({ upgrade_policies: { pull_requests: written } })

describe('what the policy says of a proposal', () => {
  it('asks nobody and opens no draft where nothing is written', () => {
    expect(withPolicy(manual, pullRequestPolicy({}), null, 'acme')).toEqual(manual)
  })

  it('opens drafts for what a person must decide, where that is wanted', () => {
    expect(withPolicy(manual, policy({ draft: 'manual' }), null, 'acme').setup?.draft).toBe(true)
    expect(withPolicy(approved, policy({ draft: 'manual' }), null, 'acme').setup).toBeUndefined()
    expect(withPolicy(approved, policy({ draft: 'always' }), null, 'acme').setup?.draft).toBe(true)
  })

  it('asks the people and teams named, and the owners of the changed files, each once', () => {
    const written = { reviewers: ['@ada', 'team:platform'], assignees: ['bob'], milestone: 'Q4', from_codeowners: true }
    const owners = '*.yaml @Ada @eve @acme/data @others/team\n'
    expect(withPolicy(manual, policy(written), owners, 'Acme').setup).toEqual({
      draft: false,
      reviewers: ['Ada', 'eve'],
      teamReviewers: ['platform', 'data'],
      assignees: ['bob'],
      milestone: 'Q4',
    })
  })

  it('merges without a person only what is approved, and not where that is switched off', () => {
    expect(withPolicy(approved, policy({}), null, 'acme').autoMerge).toEqual({ methods: ['squash', 'merge', 'rebase'] })
    expect(withPolicy(approved, policy({ auto_merge: { enabled: false } }), null, 'acme').autoMerge).toBeUndefined()
    const mixed = aProposal({ upgrades: [...approved.upgrades, ...manual.upgrades] })
    expect(withPolicy(mixed, policy({}), null, 'acme').autoMerge).toBeUndefined()
  })

  it('adds labels of the policy, without doubling one of its own', () => {
    const labels = withPolicy(manual, policy({ labels: ['Pinwarden', 'dependencies'] }), null, 'acme').labels
    expect(labels.map((label) => label.name)).toEqual(['pinwarden', 'dependencies'])
  })
})

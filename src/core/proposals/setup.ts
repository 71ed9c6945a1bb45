import type { Label, Proposal, ProposalSetup } from '../model/proposal.ts'
import type { PullRequestPolicy } from '../registry/merge/pull-requests.ts'
import { ownersOf } from './codeowners.ts'
import { decisionOf } from './reconcile.ts'

/** What the policy's settings say of a proposal beyond its content: drafts, people, labels and merging. Pure. */
export function withPolicy(
  proposal: Proposal,
  policy: PullRequestPolicy,
  codeowners: string | null,
  /** Owner of the repository; teams of others cannot be asked. Null on a local one. */
  owner: string | null,
): Proposal {
  const decision = decisionOf(proposal)
  const own: Label[] = policy.labels.map((name) => ({ name, color: 'ededed', description: '' }))
  const known = new Set(proposal.labels.map((label) => label.name.toLowerCase()))
  const setup = setupOf(proposal, policy, codeowners, owner, decision === 'manual')
  return {
    ...proposal,
    labels: [...proposal.labels, ...own.filter((label) => !known.has(label.name.toLowerCase()))],
    ...(setup === null ? {} : { setup }),
    ...(policy.autoMerge.enabled && decision === 'auto-approve' ? { autoMerge: { methods: policy.autoMerge.methods } } : {}),
  }
}

function setupOf(
  proposal: Proposal,
  policy: PullRequestPolicy,
  codeowners: string | null,
  owner: string | null,
  manual: boolean,
): ProposalSetup | null {
  const owners =
    policy.fromCodeowners && codeowners !== null
      ? ownersOf(
          codeowners,
          proposal.files.map((file) => file.path),
        )
      : { users: [], teams: [] }
  const teams = owners.teams.filter((team) => team.organization.toLowerCase() === owner?.toLowerCase()).map((team) => team.slug)
  const setup: ProposalSetup = {
    draft: policy.draft === 'always' || (policy.draft === 'manual' && manual),
    reviewers: unique([...policy.reviewers, ...owners.users]),
    teamReviewers: unique([...policy.teamReviewers, ...teams]),
    assignees: unique(policy.assignees),
    ...(policy.milestone === undefined ? {} : { milestone: policy.milestone }),
  }
  const { draft, reviewers, teamReviewers, assignees, milestone } = setup
  const empty = !draft && reviewers.length + teamReviewers.length + assignees.length === 0 && milestone === undefined
  return empty ? null : setup
}

/** Logins are the same in any case. */
function unique(names: readonly string[]): string[] {
  return [...new Map(names.map((name) => [name.toLowerCase(), name])).values()]
}

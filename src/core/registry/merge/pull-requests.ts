import type { MergeMethod } from '../../model/proposal.ts'
import { DEFAULTS } from '../defaults.ts'
import type { Registry } from '../schema.ts'

/** `upgrade_policies.pull_requests` with every default filled in. */
export interface PullRequestPolicy {
  maxOpen?: number
  maxNewPerHour?: number
  draft: 'never' | 'manual' | 'always'
  labels: readonly string[]
  reviewers: readonly string[]
  teamReviewers: readonly string[]
  fromCodeowners: boolean
  assignees: readonly string[]
  milestone?: string
  autoMerge: { enabled: boolean; methods: readonly MergeMethod[] }
}

export function pullRequestPolicy(registry: Registry): PullRequestPolicy {
  const written = registry.upgrade_policies?.pull_requests ?? {}
  const reviewers = (written.reviewers ?? []).map(bare)
  const teams = reviewers.filter((name) => name.startsWith('team:'))
  const { pullRequests: defaults } = DEFAULTS
  return {
    ...(written.max_open === undefined ? {} : { maxOpen: written.max_open }),
    ...(written.max_new_per_hour === undefined ? {} : { maxNewPerHour: written.max_new_per_hour }),
    draft: written.draft ?? defaults.draft,
    labels: written.labels ?? [],
    reviewers: reviewers.filter((name) => !name.startsWith('team:')),
    teamReviewers: teams.map((name) => name.slice('team:'.length)),
    fromCodeowners: written.from_codeowners ?? defaults.fromCodeowners,
    assignees: (written.assignees ?? []).map(bare),
    ...(written.milestone === undefined ? {} : { milestone: written.milestone }),
    autoMerge: {
      enabled: written.auto_merge?.enabled ?? defaults.autoMerge,
      methods: written.auto_merge?.methods ?? defaults.mergeMethods,
    },
  }
}

function bare(name: string): string {
  return name.replace(/^@/, '')
}

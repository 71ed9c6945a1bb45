import { type DoubleContext, nextId, userOf } from './context.ts'
import type { RepositoryData } from './state.ts'

/** A repository about which nothing is known but its name. @throws Error where that is none */
export function emptyRepository(double: DoubleContext, nameWithOwner: string): RepositoryData {
  const [owner, name] = nameWithOwner.split('/')
  if (owner === undefined || name === undefined) throw new Error(`${nameWithOwner} is not owner/name`)
  const at = double.clock.iso()
  userOf(double.state, owner)
  return {
    id: nextId(double),
    owner,
    name,
    description: null,
    private: false,
    archived: false,
    fork: false,
    light: false,
    defaultBranch: 'main',
    topics: [],
    stars: 0,
    createdAt: at,
    pushedAt: at,
    updatedAt: at,
    collaborators: {},
    labels: [],
    issues: [],
    releases: [],
    checkRuns: [],
    statuses: [],
    runs: [],
    deployments: [],
    milestones: [],
    protections: {},
    settings: {
      autoMerge: false,
      squash: true,
      merge: true,
      rebase: true,
      deleteBranchOnMerge: false,
      actionsCreatePulls: true,
      issues: true,
      immutableReleases: false,
      drafts: true,
      mergeQueue: null,
    },
    burnedTags: [],
  }
}

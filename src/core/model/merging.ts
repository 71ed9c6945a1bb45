import type { MergeMethod } from './proposal.ts'

/** A check run or commit status on a head. */
export interface CheckLook {
  name: string
  state: 'pending' | 'success' | 'neutral' | 'failure'
}

/** A pull request as a merge needs to know it. */
export interface MergeLook {
  number: number
  /** The forge's own id of it. */
  id: string
  state: 'open' | 'closed' | 'merged'
  draft: boolean
  head: string
  mergeable: 'yes' | 'conflict' | 'unknown'
  /** All that stands in the way, in the forge's own word. */
  status: 'clean' | 'blocked' | 'behind' | 'unstable' | 'dirty' | 'draft' | 'unknown'
  review: 'approved' | 'changes-requested' | 'required' | 'none'
  /** Null where the token may not read checks. */
  checks: readonly CheckLook[] | null
  queued: boolean
  /**
   * Whether it is one commit, made by the account that asks and signed by the forge. The marker in a body and the trailer of a message could
   * be written by anybody who may write; this could not.
   */
  ownCommit: boolean
  /** Whether a workflow's own token opened it: on GitHub its workflows then wait for a person's approval. */
  byWorkflowToken: boolean
}

/** What the forge wants before it merges into the base. */
export interface MergeRules {
  /** Names of the checks that must be green. */
  requiredChecks: readonly string[]
  requiredApprovals: number
  /** Whether the forge can merge by itself when all is green. */
  autoMerge: boolean
  methods: readonly MergeMethod[]
  queue: boolean
}

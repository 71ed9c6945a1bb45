import type { Instant } from '../core/model/instant.ts'

/** A proposal of ours as the ledger knows it. */
export interface AskedProposal {
  /** Null on a local repository. */
  number: number | null
  branch: string
  /** Head that we gave it; null where the ledger does not say. */
  commit: string | null
  /** Trailer of our commit's message, by which it is known again after a squash or a rebase. */
  digest: string | null
}

/** A proposal that is no longer open. */
export interface SettledProposal {
  number: number | null
  branch: string
  state: 'merged' | 'closed'
  at: Instant
}

/** What a proposal came to, in full. */
export interface ProposalOutcome extends SettledProposal {
  url: string | null
  body: string
  /** Login of whoever merged or closed it; null where that account is gone or nobody is known. */
  by: { login: string; bot: boolean } | null
  /** Head at that moment. */
  head: string | null
  /** Logins of those who approved. */
  approvals: readonly string[]
  /** Null where it was closed. `commits`: all that the merge put on the base, oldest first. */
  merge: { method: 'merge' | 'squash' | 'rebase' | 'unknown'; commit: string; commits: readonly string[] } | null
}

/** Looks back at proposals that are no longer open. */
export interface Outcomes {
  /**
   * All of ours that were settled since then, and those of `asked` that are settled, whenever that was. Cheap where there is nothing.
   * @throws ProblemError for a missing permission
   */
  settled(since: Instant, asked: readonly AskedProposal[]): Promise<SettledProposal[]>
  outcomes(proposals: readonly SettledProposal[]): Promise<ProposalOutcome[]>
}

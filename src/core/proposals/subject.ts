import type { ObservedProposal, ProposalRef } from '../model/proposal.ts'

/** A component in an environment, as markers and selections name it. */
export interface Subject {
  component: string
  environment: string | null
}

/** Whether a run knows the truth about a component. */
export type Settled = (subject: Subject) => boolean

export function sameSubject(a: Subject, b: Subject): boolean {
  return a.component === b.component && a.environment === b.environment
}

export function refOf(one: ObservedProposal): ProposalRef {
  return { number: one.number, branch: one.branch }
}

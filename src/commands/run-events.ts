import type { Instant } from '../core/model/instant.ts'
import type { Applied, Observed, Proposal } from '../core/model/proposal.ts'
import type { PinnedScope, Situation } from './situation.ts'

/** What a run did and saw. */
export interface RunEvents {
  now: Instant
  /** A run that proposes nothing knows the registry and its pins only. */
  situation: Situation | { scopes: readonly PinnedScope[] }
  proposals: readonly Proposal[]
  observed: Observed
  applied: readonly Applied[]
}

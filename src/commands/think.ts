import type { Proposal } from '../core/model/proposal.ts'
import { CODEOWNERS_PATHS } from '../core/proposals/codeowners.ts'
import type { ProposalLimits } from '../core/proposals/limits.ts'
import { withPolicy } from '../core/proposals/setup.ts'
import { type PullRequestPolicy, pullRequestPolicy } from '../core/registry/merge/pull-requests.ts'
import type { Goal } from './converge.ts'
import { type JudgedScope, judgeAll, type Proposed, proposeAll } from './decide.ts'
import { readRegistry } from './load.ts'
import { type Recording, registryOf } from './recording.ts'
import { settledIn, turnedBadIn } from './settled.ts'
import { type Situation, situate } from './situation.ts'

/** What a recording comes to: how things stand, what is judged of it, what is proposed. */
export interface Thought {
  recording: Recording
  situation: Situation
  judged: readonly JudgedScope[]
  proposed: Proposed
}

/** Pure: the same recording gives byte-identical proposals. */
export function think(recording: Recording, situation: Situation = situate(recording)): Thought {
  const judged = judgeAll(recording, situation)
  const { proposals, problems } = proposeAll(recording, situation, judged)
  const policy = policyOf(recording)
  const owner = recording.repository?.split('/')[0] ?? null
  const codeowners = codeownersOf(recording)
  const complete = proposals.map((proposal): Proposal => withPolicy(proposal, policy, codeowners, owner))
  return { recording, situation, judged, proposed: { proposals: complete, problems } }
}

/** The thought as the forge should show it. A local repository's base is whatever is checked out, and does not move under a run. */
export function goalOf(thought: Thought): Goal {
  const { recording, situation, proposed } = thought
  return {
    proposals: proposed.proposals,
    base: recording.base,
    settled: settledIn(situation),
    turnedBad: turnedBadIn(situation),
    limits: limitsOf(recording),
    now: recording.now,
  }
}

function limitsOf(recording: Recording): ProposalLimits {
  if (recording.unlimited === true) return {}
  const { maxOpen, maxNewPerHour } = policyOf(recording)
  return { ...(maxOpen === undefined ? {} : { open: maxOpen }), ...(maxNewPerHour === undefined ? {} : { hourly: maxNewPerHour }) }
}

/** The base branch's own: a recording holds no other file. */
function policyOf(recording: Recording): PullRequestPolicy {
  return pullRequestPolicy(readRegistry(registryOf(recording)).registry)
}

function codeownersOf(recording: Recording): string | null {
  const texts = CODEOWNERS_PATHS.map((path) => recording.files.find((file) => file.path === path)?.text)
  return texts.find((text) => text !== undefined) ?? null
}

import type { Answer } from '../core/model/release.ts'
import type { ConditionReading } from './condition-holds.ts'
import { linesIn } from './lifecycles.ts'
import { openIn } from './open-advisories.ts'
import type { Recording } from './recording.ts'
import { type PinnedScope, type ScopeSituation, type Situation, situate } from './situation.ts'

/** A fix that turns out to be vulnerable itself makes room for another: so often at most. What was not looked up by then is not known. */
const ROUNDS = 4

/** What is read once steps have changed. */
export interface Reading {
  /** Whether releases are where their conditions want them; those that were read stay. */
  conditions(): Promise<Record<string, ConditionReading>>
  /** All that is read for steps. */
  around(next: Situation): Promise<Situation>
}

/**
 * Resolves again with what is known of vulnerabilities and of the life of lines, and reads what the new steps ask for, until nothing changes:
 * security goes first, and no step leads into a line that has ended. Costs nothing where neither is known. The outcome is what a replay of
 * the recording comes to.
 */
export async function settle(first: Situation, recording: Recording, pinned: readonly PinnedScope[], read: Reading): Promise<Situation> {
  let situation = first
  for (let round = 0; round < ROUNDS; round += 1) {
    if (!situation.scopes.some((scope) => isVulnerable(scope, recording) || hasLines(scope, recording))) return situation
    recording.conditions = await read.conditions()
    const next = situate(recording, pinned)
    if (stepsOf(next) === stepsOf(situation)) return next
    situation = await read.around(next)
  }
  return situate(recording, pinned)
}

function isVulnerable({ resolved: { policy }, resolution }: ScopeSituation, recording: Recording): boolean {
  const outcomes = [...resolution.outcomes.values()]
  const open = openIn({ policy, components: outcomes.map(({ component }) => component) }, recording)
  return outcomes.some(({ component, resolution: { current } }) => {
    const found = current === null ? null : open.get(component.name)?.(current)
    return found != null && found.size > 0
  })
}

function hasLines({ resolution, keys }: ScopeSituation, recording: Recording): boolean {
  const components = [...resolution.outcomes.values()].map(({ component }) => component)
  const answers = new Map(
    components.flatMap(({ name }): [string, Answer][] => {
      const answer = recording.answers[keys.get(name) ?? '']
      return answer === undefined ? [] : [[name, answer]]
    }),
  )
  return linesIn(components, answers, recording).size > 0
}

function stepsOf({ scopes }: Situation): string {
  return JSON.stringify(
    scopes.map(({ name, steps }) => [name, steps.map(({ component, lane, toRelease }) => [component, lane, toRelease.tag])]),
  )
}

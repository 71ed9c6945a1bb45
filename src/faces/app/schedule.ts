import { MINUTE } from '../../core/model/instant.ts'
import type { Timer } from './timer.ts'

/** How far the time between rounds varies, so that many servers do not ask at the same moment. */
const JITTER = 0.1

/** The first round makes up for what was missed while nobody listened; a failed one is tried again soon. */
const SOON = MINUTE

/**
 * Begins a round every `every` milliseconds, give or take a tenth, counted from the end of the one before. 0: never.
 * `round` tells by its failure that it should be repeated soon.
 */
export function startSchedule(every: number, timer: Timer, round: () => Promise<void>): { stop(): void } {
  let cancel: () => void = () => undefined
  let stopped = false
  const plan = (wait: number) => {
    if (!stopped) cancel = timer.after(wait, () => void turn())
  }
  const turn = async () => {
    const wait = every * (1 - JITTER + 2 * JITTER * timer.random())
    await round().then(
      () => plan(wait),
      () => plan(Math.min(wait, 5 * SOON)),
    )
  }
  if (every > 0) plan(Math.min(SOON, every) * timer.random())
  return {
    stop() {
      stopped = true
      cancel()
    },
  }
}

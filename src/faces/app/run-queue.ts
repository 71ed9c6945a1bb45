import { createTurns, type Work } from './turns.ts'

export interface QueueStatus {
  waiting: number
  running: number
  /** When the longest-running work began, epoch milliseconds; null where nothing runs. */
  oldestStart: number | null
  accepting: boolean
}

/** What closing left behind. */
export interface Leftover {
  /** Work that had not begun. */
  dropped: number
  /** Work that was still running when time was up. */
  abandoned: number
}

export interface RunQueue {
  /** `queued`, or `joined` where the same key waits already, `full` where too much of its lane does, `refused` after `close`. Never waits. */
  add(work: Work): 'queued' | 'joined' | 'full' | 'refused'
  /** Takes work out that has not begun: of a lane, or all of a tenant. */
  drop(which: { lane: string } | { tenant: string }): void
  status(): QueueStatus
  /** Takes nothing more, drops what waits, and gives what runs until `within` milliseconds to end. */
  close(within: number): Promise<Leftover>
}

/** One place of so many goes to whoever waits longest, urgent or not: a stream of events must not keep the round from ever being done. */
const EVERY = 4

/** Nobody needs more of one repository: a run answers for all events, and what is not taken is found by the next round. */
const MOST_OF_A_LANE = 1000

/**
 * Runs work of different lanes side by side, at most `concurrency` at a time, and work of one lane one after another. However often a key
 * is added, at most one run waits for it: it reads everything anew and so answers for all of them. Tenants and lanes take turns.
 */
export function createRunQueue(options: { concurrency: number; now(): number; onError(error: unknown, key: string): void }): RunQueue {
  const waiting = createTurns(MOST_OF_A_LANE)
  const running = new Map<string, { since: number; done: Promise<void> }>()
  const isFree = (lane: string) => !running.has(lane)
  let accepting = true
  let begun = 0

  const pump = () => {
    while (running.size < options.concurrency) {
      const work = waiting.take(isFree, begun % EVERY === EVERY - 1)
      if (work === undefined) return
      begun += 1
      const done = perform(work, options.onError).then(() => {
        running.delete(work.lane)
        pump()
      })
      running.set(work.lane, { since: options.now(), done })
    }
  }
  return {
    add(work) {
      if (!accepting) return 'refused'
      const outcome = waiting.add(work)
      pump()
      return outcome
    },
    drop: waiting.drop,
    status: () => ({
      waiting: waiting.size(),
      running: running.size,
      oldestStart: running.size === 0 ? null : Math.min(...[...running.values()].map((one) => one.since)),
      accepting,
    }),
    async close(within) {
      accepting = false
      const dropped = waiting.size()
      waiting.clear()
      await Promise.race([Promise.all([...running.values()].map((one) => one.done)), after(within)])
      return { dropped, abandoned: running.size }
    },
  }
}

async function perform(work: Work, onError: (error: unknown, key: string) => void): Promise<void> {
  // Not in the same breath: work that adds work must find itself running.
  await Promise.resolve()
  try {
    await work.run()
  } catch (error) {
    onError(error, work.key)
  }
}

function after(milliseconds: number): Promise<void> {
  return new Promise((resolve) => void setTimeout(resolve, milliseconds).unref())
}

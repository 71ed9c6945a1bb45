/** Something to do for one key, such as one repository. */
export interface Work {
  /** Work of one key never runs at the same time. */
  key: string
  /** Goes before work that is not: an event before the nightly round. */
  urgent: boolean
  run(): Promise<void>
}

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
  /** `queued`, or `joined` where the same key waits already, or `refused` after `close`. Never waits. */
  add(work: Work): 'queued' | 'joined' | 'refused'
  /** Takes work out that has not begun. */
  drop(key: string): void
  status(): QueueStatus
  /** Takes nothing more, drops what waits, and gives what runs until `within` milliseconds to end. */
  close(within: number): Promise<Leftover>
}

/**
 * Runs work of different keys side by side, at most `concurrency` at a time, and work of one key one after another. However often a key
 * is added, at most one run waits for it: it reads everything anew and so answers for all of them.
 */
export function createRunQueue(options: { concurrency: number; now(): number; onError(error: unknown, key: string): void }): RunQueue {
  const waiting = new Map<string, Work>()
  const running = new Map<string, { since: number; done: Promise<void> }>()
  let accepting = true

  const next = (): Work | undefined => {
    let first: Work | undefined
    for (const work of waiting.values()) {
      if (running.has(work.key)) continue
      if (work.urgent) return work
      first ??= work
    }
    return first
  }
  const pump = () => {
    while (running.size < options.concurrency) {
      const work = next()
      if (work === undefined) return
      waiting.delete(work.key)
      const done = perform(work, options.onError).then(() => {
        running.delete(work.key)
        pump()
      })
      running.set(work.key, { since: options.now(), done })
    }
  }
  return {
    add(work) {
      if (!accepting) return 'refused'
      const known = waiting.get(work.key)
      // The newer one knows better (a repository's new name); it keeps its place, and urgency once given stays.
      waiting.set(work.key, known === undefined ? work : { ...work, urgent: work.urgent || known.urgent })
      pump()
      return known === undefined ? 'queued' : 'joined'
    },
    drop: (key) => void waiting.delete(key),
    status: () => ({
      waiting: waiting.size,
      running: running.size,
      oldestStart: running.size === 0 ? null : Math.min(...[...running.values()].map((one) => one.since)),
      accepting,
    }),
    async close(within) {
      accepting = false
      const dropped = waiting.size
      waiting.clear()
      await Promise.race([Promise.all([...running.values()].map((one) => one.done)), after(within)])
      return { dropped, abandoned: running.size }
    },
  }
}

async function perform(work: Work, onError: (error: unknown, key: string) => void): Promise<void> {
  try {
    await work.run()
  } catch (error) {
    onError(error, work.key)
  }
}

function after(milliseconds: number): Promise<void> {
  return new Promise((resolve) => void setTimeout(resolve, milliseconds).unref())
}

import type { DoubleContext } from './context.ts'
import type { Repository } from './state.ts'

/** Writers of one repository stand in a queue. `done` runs after each, whether it succeeded or not. */
export function createExclusive(done: () => void): DoubleContext['exclusive'] {
  const queues = new WeakMap<Repository, Promise<unknown>>()
  return (repo, work) => {
    const before = queues.get(repo) ?? Promise.resolve()
    const mine = before.then(work).finally(done)
    queues.set(
      repo,
      mine.catch(() => undefined),
    )
    return mine
  }
}

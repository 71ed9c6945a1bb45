/** Time as it passes: the system's, or one that a test turns by hand. */
export interface Timer {
  /** Epoch milliseconds. */
  now(): number
  /** From 0 up to 1. */
  random(): number
  /** Calls back once; the function returned takes it back. */
  after(milliseconds: number, run: () => void): () => void
}

export const systemTimer: Timer = {
  now: () => Date.now(),
  random: () => Math.random(),
  after(milliseconds, run) {
    const timer = setTimeout(run, milliseconds)
    // Waiting for the next round does not keep a process alive that has ended otherwise.
    timer.unref()
    return () => clearTimeout(timer)
  },
}

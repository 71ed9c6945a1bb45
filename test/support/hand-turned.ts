import type { Timer } from '../../src/faces/app/timer.ts'

/** Time that passes when it is told to. */
export function handTurned(): Timer & { pass(milliseconds: number): void; planned(): number[] } {
  let now = Date.now()
  let timers: { at: number; run: () => void }[] = []
  return {
    now: () => now,
    random: () => 0.5,
    after(milliseconds, run) {
      const timer = { at: now + milliseconds, run }
      timers.push(timer)
      return () => {
        timers = timers.filter((one) => one !== timer)
      }
    },
    pass(milliseconds) {
      now += milliseconds
      const due = timers.filter((one) => one.at <= now)
      timers = timers.filter((one) => one.at > now)
      for (const one of due) one.run()
    },
    planned: () => timers.map((one) => one.at - now),
  }
}

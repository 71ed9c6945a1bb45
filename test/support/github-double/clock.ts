import { isoSeconds } from './git/objects.ts'

export interface DoubleClock {
  /** Milliseconds since the epoch. */
  now(): number
  iso(): string
  /** A write took place: a fixed clock moves on by a second, so that no two writes share a time. */
  tick(): void
  /** Moves a fixed clock. */
  advance(milliseconds: number): void
}

/** With a start the clock is fixed and moves by writes alone, so that commits have the same sha in each run. */
export function createClock(start?: string): DoubleClock {
  let shift = start === undefined ? 0 : Date.parse(start)
  const now = () => (start === undefined ? Date.now() + shift : shift)
  return {
    now,
    iso: () => isoSeconds(now()),
    tick() {
      if (start !== undefined) shift += 1000
    },
    advance(milliseconds) {
      shift += milliseconds
    },
  }
}

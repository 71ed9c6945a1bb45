import { keptReadings } from '../../adapters/kept-readings.ts'
import type { Readings } from '../../ports/readings.ts'

let kept: ReturnType<typeof keptReadings> | undefined

/** Says once where this process finds what earlier ones read, and keeps its own; null where it may not. */
export function keepReadings(beside: string | null): void {
  kept = beside === null ? undefined : keptReadings(beside)
}

export function readings(): { readings?: Readings } {
  return kept === undefined ? {} : { readings: kept }
}

/** For the end of a run. */
export function writeReadings(): void {
  kept?.write()
}

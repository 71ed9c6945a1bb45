import { DAY, type Instant } from '../../model/instant.ts'
import type { LedgerRecord } from '../../model/ledger.ts'

/** Most automatic reverts in a day: more mean that something else is wrong. */
const MOST_OF_COMPONENT = 1
const MOST_OF_REPOSITORY = 3

/** Written by an automatic revert into the ledger, and read back here. */
export const AUTOMATIC = 'auto-revert'

/** Why no further automatic revert is made today, or null. Both sides of a day count from now backwards. */
export function trippedBreaker(component: string, records: readonly LedgerRecord[], now: Instant): string | null {
  const recent = records.filter(
    (record) => record.event === 'rollback-opened' && record.details?.['source'] === AUTOMATIC && record.at > now - DAY,
  )
  const own = recent.filter((record) => record.moves.some((move) => move.component === component))
  if (own.length >= MOST_OF_COMPONENT) return `${component} was taken back automatically in the last 24 hours already`
  if (recent.length >= MOST_OF_REPOSITORY) return `${recent.length} upgrades were taken back automatically in the last 24 hours`
  return null
}

/** Whether an excluded version was brought back on purpose within the last day: then only a person takes it back again. */
export function wasRelanded(component: string, records: readonly LedgerRecord[], now: Instant): boolean {
  return records.some(
    (record) => record.event === 'exclusion-lifted' && record.at > now - DAY && record.moves.some((move) => move.component === component),
  )
}

import type { Decision } from '../model/finding.ts'
import type { Instant } from '../model/instant.ts'
import type { Held, HeldCode } from '../model/upgrade.ts'

/** A newer version that is not proposed although the component would move to it, and what is decided about it. */
export interface Outlook {
  version: string
  decision: Extract<Decision, 'hold' | 'reject'>
  code: HeldCode
  reason: string
  until?: Instant
  frees?: string
}

/**
 * What keeps a version back: for a time or until something else moves (`hold`), or by a rule that the version itself breaks (`reject`).
 * Codes that are not listed only say that the version is not one of the wanted kind (a pre-release, another flavour), which decides nothing.
 */
const DECIDED: Partial<Record<HeldCode, Outlook['decision']>> = {
  'too-young': 'hold',
  'no-date': 'hold',
  architecture: 'hold',
  'asset-missing': 'hold',
  condition: 'hold',
  lag: 'hold',
  path: 'hold',
  pinned: 'hold',
  locked: 'hold',
  compatibility: 'reject',
  excluded: 'reject',
  yanked: 'reject',
  deprecated: 'reject',
  'end-of-life': 'reject',
  jump: 'reject',
  vulnerable: 'reject',
  ignored: 'hold',
  promotion: 'hold',
  frozen: 'hold',
  'rolled-back': 'hold',
}

/**
 * The newest held version for each decision, newest first as given.
 */
export function outlooks(held: readonly Held[]): Outlook[] {
  const seen = new Set<string>()
  return held.flatMap((one) => {
    const decision = DECIDED[one.code]
    if (decision === undefined || seen.has(decision)) return []
    seen.add(decision)
    return [
      {
        version: one.version,
        decision,
        code: one.code,
        reason: one.reason,
        ...(one.until === undefined ? {} : { until: one.until }),
        ...(one.frees === undefined ? {} : { frees: one.frees }),
      },
    ]
  })
}

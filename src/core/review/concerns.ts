import type { Held, HeldCode, Upgrade } from '../model/upgrade.ts'
import type { Concern, ConcernLevel } from './contract.ts'

/**
 * How much a rule that resolution would hold a version back by weighs where a person proposes it. What policy forbids fails; what only
 * keeps the machine from proposing by itself is said. Codes that are not listed only name another kind of version (a lag, a newer one).
 */
export const HELD_LEVELS: Partial<Record<HeldCode, ConcernLevel>> = {
  excluded: 'failure',
  'rolled-back': 'warning',
  vulnerable: 'warning',
  locked: 'failure',
  yanked: 'failure',
  'below-minimum': 'failure',
  'outside-range': 'failure',
  architecture: 'failure',
  'asset-missing': 'failure',
  condition: 'failure',
  prerelease: 'warning',
  pattern: 'warning',
  'invalid-version': 'warning',
  'incompatible-tag': 'warning',
  deprecated: 'warning',
  'too-young': 'warning',
  'no-date': 'notice',
  'end-of-life': 'warning',
  'not-lts': 'warning',
  path: 'warning',
  jump: 'warning',
  lag: 'notice',
  pinned: 'notice',
  ignored: 'warning',
  promotion: 'failure',
  frozen: 'warning',
}

/** What resolution holds against the version, as a concern. */
export function heldConcern(held: Omit<Held, 'version'> | undefined): Concern[] {
  const level = held === undefined ? undefined : HELD_LEVELS[held.code]
  return held === undefined || level === undefined ? [] : [{ code: held.code, level, text: held.reason }]
}

/** What the checks reject. Everything else that they found stands in the upgrade's own findings. */
export function judgedConcerns({ findings }: Upgrade): Concern[] {
  return findings.flatMap((finding): Concern[] => {
    if (finding.verdict !== 'fail') return []
    if (finding.check === 'compatibility') return [{ code: 'incompatible', level: 'failure', text: finding.summary }]
    if (finding.check === 'advisories') return [{ code: 'vulnerable', level: 'failure', text: finding.summary }]
    return []
  })
}

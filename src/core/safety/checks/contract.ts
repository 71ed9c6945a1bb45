import type { Finding } from '../../model/finding.ts'
import type { Instant } from '../../model/instant.ts'
import type { Step } from '../../model/upgrade.ts'
import type { Evidence } from '../evidence.ts'

/**
 * One safety check. Pure: evidence in, findings out; never throws. Evidence that is missing gives `unknown`, never `pass`.
 * `run` of the breaking-changes check on a step whose notes could not be read: one finding `unknown` that says what was looked for.
 */
export interface Check<K extends keyof Evidence = keyof Evidence> {
  id: string
  /** One line for the documentation table. */
  label: string
  needs: readonly K[]
  run(step: Step, evidence: Pick<Evidence, K>, now: Instant): Finding[]
}

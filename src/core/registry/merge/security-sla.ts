import { parseDuration } from '../duration.ts'
import type { Policy } from '../resolved.ts'
import type { Registry } from '../schema.ts'

/** `upgrade_policies.security_sla`, where anything of it is written. */
export function securitySlaOf({ upgrade_policies: policies }: Registry): Pick<Policy, 'securitySla'> {
  const written = Object.entries(policies?.security_sla ?? {}).flatMap(([severity, text]) => {
    const length = text === undefined ? null : parseDuration(text)
    return length === null ? [] : [[severity, length]]
  })
  return written.length === 0 ? {} : { securitySla: Object.fromEntries(written) }
}

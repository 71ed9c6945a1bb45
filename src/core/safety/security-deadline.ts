import { type Advisory, publicIds } from '../advisories/advisory.ts'
import type { Instant } from '../model/instant.ts'
import type { FixedAdvisory } from '../model/upgrade.ts'
import type { Policy } from '../registry/resolved.ts'

/**
 * An advisory as reports carry it, with the deadline that `upgrade_policies.security_sla` sets for its severity. The clock starts with its
 * publication, whenever this run takes place; where nobody says when that was there is no deadline to hold anybody to.
 */
export function withDeadline(advisory: Advisory, sla: Policy['securitySla'] = {}): FixedAdvisory {
  const { id, severity, url, published } = advisory
  const within = severity === 'unknown' ? undefined : sla[severity]
  return {
    id,
    names: publicIds(advisory),
    severity,
    url,
    ...(published === undefined ? {} : { published }),
    ...(published === undefined || within === undefined ? {} : { due: published + within }),
  }
}

/** The first of the deadlines, or null where there is none. */
export function firstDue(advisories: readonly Pick<FixedAdvisory, 'due'>[]): Instant | null {
  const dues = advisories.flatMap(({ due }) => due ?? [])
  return dues.length === 0 ? null : Math.min(...dues)
}

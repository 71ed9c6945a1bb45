import type { Duration, Instant } from '../model/instant.ts'
import type { Answer } from '../model/release.ts'
import type { ResolvedComponent } from '../registry/resolved.ts'
import type { Rejection } from '../strategies/contract.ts'
import type { StandingOrder } from './contract.ts'
import { onHold, openNow, orderHolds } from './holds.ts'

type Holds = Map<string, Map<string, Rejection>>

/** What people's orders make of a scope: components with what they waive, reasons why releases are held, and what stays as it is. */
export interface OrderedScope {
  components: readonly ResolvedComponent[]
  holds: Holds
  onHold: ReadonlySet<string>
}

/** Pure. `holds` are reasons that were there already; they stand above orders, for they are facts. */
export function underOrders(
  scope: { name: string | null; components: readonly ResolvedComponent[]; answers: ReadonlyMap<string, Answer>; now: Instant },
  orders: readonly StandingOrder[],
  holds: Holds,
): OrderedScope {
  const { name, components, answers, now } = scope
  if (orders.length === 0) return { components, holds, onHold: new Set() }
  const wanted = openNow(orders, name)
  const ordered = merged(orderHolds(orders, name, answers), holds)
  const waived = components.map((component) => {
    const versions = wanted.get(component.name)
    const answer = answers.get(component.name)
    if (versions === undefined || answer?.ok !== true) return component
    const others = stillYoung(component, versions, answer, now)
    ordered.set(component.name, new Map([...others, ...(ordered.get(component.name) ?? [])]))
    return withoutAge(component)
  })
  return { components: waived, holds: ordered, onHold: onHold(orders, name) }
}

function merged(orders: Holds, facts: Holds): Holds {
  const all = new Map(orders)
  for (const [component, own] of facts) all.set(component, new Map([...(all.get(component) ?? []), ...own]))
  return all
}

/** The waiver is for one version: all others wait for their age as before. */
function stillYoung(
  component: ResolvedComponent,
  wanted: ReadonlySet<string>,
  answer: Extract<Answer, { ok: true }>,
  now: Instant,
): Map<string, Rejection> {
  const age = demandedAge(component)
  const young = answer.releases.filter(
    ({ tag, version, date }) => !wanted.has(tag) && !wanted.has(version) && age > 0 && (date === undefined || date + age > now),
  )
  const asked = [...wanted][0] ?? ''
  return new Map(
    young.map(({ tag, version, date }) => [
      tag,
      {
        code: 'too-young' as const,
        reason: `${version} is younger than \`minimum_release_age\`; only ${asked} was asked for without waiting.`,
        ...(date === undefined ? {} : { until: date + age }),
      },
    ]),
  )
}

function demandedAge({ minimumReleaseAge, upgrade }: ResolvedComponent): Duration {
  const { major = 0, minor = 0, patch = 0 } = upgrade.minimumReleaseAge ?? {}
  return Math.max(minimumReleaseAge, major, minor, patch)
}

function withoutAge(component: ResolvedComponent): ResolvedComponent {
  const { minimumReleaseAge: _, ...upgrade } = component.upgrade
  return { ...component, minimumReleaseAge: 0, upgrade }
}

import type { Answer, Release } from '../model/release.ts'
import type { Rejection } from '../strategies/contract.ts'
import type { StandingOrder } from './contract.ts'
import { orderEnds, orderSentence } from './phrases.ts'

type Holds = Map<string, Map<string, Rejection>>

/** Why releases are held because people said so: by component, then by tag. `answers` are those of one scope, which `environment` names. */
export function orderHolds(orders: readonly StandingOrder[], environment: string | null, answers: ReadonlyMap<string, Answer>): Holds {
  const holds: Holds = new Map()
  for (const order of orders) {
    const answer = answers.get(order.component)
    if (order.environment !== environment || answer?.ok !== true || (order.order !== 'ignore' && order.order !== 'hold')) continue
    const rejection = rejectionOf(order)
    const own = holds.get(order.component) ?? new Map<string, Rejection>()
    for (const release of answer.releases) if (isMeant(order, release) && !own.has(release.tag)) own.set(release.tag, rejection)
    holds.set(order.component, own)
  }
  return holds
}

/** Versions that somebody asked for without waiting for their age, by component. */
export function openNow(orders: readonly StandingOrder[], environment: string | null): Map<string, Set<string>> {
  const wanted = new Map<string, Set<string>>()
  for (const order of orders) {
    if (order.order !== 'open-now' || order.environment !== environment) continue
    wanted.set(order.component, (wanted.get(order.component) ?? new Set()).add(order.to).add(bare(order.to)))
  }
  return wanted
}

/** Components that stay as they are, their open proposals too. */
export function onHold(orders: readonly StandingOrder[], environment: string | null): Set<string> {
  return new Set(orders.filter((one) => one.order === 'hold' && one.environment === environment).map((one) => one.component))
}

function isMeant(order: StandingOrder, release: Release): boolean {
  if (order.order === 'hold' || order.until !== undefined) return true
  return [release.tag, release.version].some((text) => text === order.to || bare(text) === bare(order.to))
}

function rejectionOf(order: StandingOrder): Rejection {
  return {
    code: order.order === 'hold' ? 'frozen' : 'ignored',
    reason: orderSentence(order),
    ...(order.until === undefined ? {} : { until: order.until }),
    frees: orderEnds(order),
  }
}

function bare(version: string): string {
  return version.replace(/^[vV](?=\d)/, '')
}

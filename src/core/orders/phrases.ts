import { isoInstant } from '../model/instant.ts'
import type { StandingOrder } from './contract.ts'

/** Who, when and why, for a reason of a held version: `@alice ignores 7.4.2 since 2026-11-20: “breaks the session store”`. */
export function orderSentence(order: StandingOrder, withUrl = true): string {
  const who = order.by === '' ? 'Somebody' : order.by
  const since = isoInstant(order.at).slice(0, 10)
  const said = order.why === undefined ? '' : `: “${order.why}”`
  const where = order.url === undefined || !withUrl ? '' : ` (${order.url})`
  return `${who} ${deed(order)} since ${since}${said}${where}.`
}

function deed(order: StandingOrder): string {
  switch (order.order) {
    case 'ignore':
      return order.until === undefined ? `ignores ${order.to}` : `ignores ${order.component}`
    case 'hold':
      return `holds ${order.component} at ${order.from}`
    case 'approve-risk':
      return `approved the risk of ${order.from} → ${order.to}`
    case 'open-now':
      return `asked for ${order.to} without waiting`
  }
}

/** What ends it, for the reader of a held version. */
export function orderEnds(order: StandingOrder): string {
  return order.order === 'hold'
    ? '`/pinwarden unhold` on its pull request, or its box on the dashboard.'
    : '`/pinwarden unignore` on its pull request, or its box on the dashboard.'
}

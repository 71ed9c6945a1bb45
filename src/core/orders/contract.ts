import type { Instant } from '../model/instant.ts'

/** What a person decided for one component in one environment, by a comment or a box of the dashboard. */
export const ORDERS = ['ignore', 'unignore', 'hold', 'unhold', 'approve-risk', 'open-now'] as const
export type OrderId = (typeof ORDERS)[number]

/** An order that is in force. */
export interface StandingOrder {
  order: Exclude<OrderId, 'unignore' | 'unhold'>
  component: string
  environment: string | null
  /** The step that it was given for. */
  from: string
  to: string
  /** `ignore` without it is about the one version, with it about the component until then. */
  until?: Instant
  /** Login of the person. */
  by: string
  why?: string
  at: Instant
  /** Where it was given. */
  url?: string
  /** The proposal that it was given on. */
  pull?: { number: number; url: string | null }
}

/** What is written of an order, before it has a place in the ledger. */
export interface GivenOrder {
  order: OrderId
  moves: readonly { component: string; environment: string | null; from: string; to: string }[]
  by: string
  at: Instant
  until?: Instant
  why?: string
  url?: string
  /** Comment that it stands in: the same comment gives the same order once. */
  comment?: number
  proposal?: { id: string; number: number | null; url: string | null; branch: string }
  commit?: string
}

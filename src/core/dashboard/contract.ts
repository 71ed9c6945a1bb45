import type { StandingOrder } from '../orders/contract.ts'
import type { Report } from '../reports/report.ts'
import type { RollbackPoint } from '../rollback/point.ts'

/** Carries the one issue. */
export const DASHBOARD_LABEL = {
  name: 'pinwarden: dashboard',
  color: '1d76db',
  description: 'All components at a glance, kept by Pinwarden',
}

export interface DashboardInput {
  /** Of a run over all components and environments. */
  report: Report
  orders: readonly StandingOrder[]
  /** Merged steps that are in force and can be taken back, newest first. */
  points: readonly MergedStep[]
  /** Of the body that is there; null where there is none. */
  notes: string | null
}

/** A merged step that is in force. */
export interface MergedStep {
  point: RollbackPoint
  /** The pull request that takes it back; null where none is open. */
  rollback: { number: number | null; url: string | null } | null
}

/** How much a body says; what does not fit is said shorter, whole lists last. */
export interface Room {
  /** Longest reason, in characters. */
  reason: number
  /** Most rows of a list. */
  rows: number
  /** Whether each component stands in a table; `changing`: those with something to say. */
  table: 'all' | 'changing' | 'none'
}

/** From the roomiest to the tightest. */
export const ROOMS: readonly Room[] = [
  { reason: 400, rows: 1000, table: 'all' },
  { reason: 140, rows: 1000, table: 'all' },
  { reason: 140, rows: 300, table: 'changing' },
  { reason: 100, rows: 100, table: 'none' },
  { reason: 60, rows: 30, table: 'none' },
  { reason: 40, rows: 5, table: 'none' },
]

import type { Instant } from '../core/model/instant.ts'

/** Read once at the start of a run; decisions get the value, never the port. */
export interface Clock {
  now(): Instant
}

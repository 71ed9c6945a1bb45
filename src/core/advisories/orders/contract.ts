import type { Order } from '../../versioning/contract.ts'

/**
 * The order of an ecosystem's versions as advisories use it. Every scheme of `core/versioning` is one; where none fits, a reading more
 * lenient than the scheme's stands beside this file, for a version that cannot be placed is a question that cannot be answered.
 */
export interface VersionOrder<V = unknown> {
  /** Null where the text cannot be placed in the order; never throws. */
  parse(text: string): V | null
  compare(a: V, b: V): Order
}

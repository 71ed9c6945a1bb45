import { ProblemError } from '../core/model/problems.ts'
import type { StandingOrder } from '../core/orders/contract.ts'
import { standingOrders } from '../core/orders/standing.ts'
import type { Ports } from './ports.ts'

/** What people decided and what still holds, out of the ledger. A ledger that cannot be read is told, and nothing is taken to hold then. */
export async function readOrders({ ledger, clock, log }: Pick<Ports, 'ledger' | 'clock' | 'log'>): Promise<StandingOrder[]> {
  if (ledger === undefined) return []
  try {
    return standingOrders(await (await ledger()).records(), clock.now())
  } catch (error) {
    if (!(error instanceof ProblemError)) throw error
    log.warn(`What people ordered by comment could not be read: ${error.message}`)
    return []
  }
}

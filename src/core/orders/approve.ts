import type { Upgrade } from '../model/upgrade.ts'
import type { StandingOrder } from './contract.ts'
import { orderSentence } from './phrases.ts'

/**
 * The upgrade with a risk that a person approved for this very step. Only what waits for a person (`manual`) becomes `recommend`:
 * nobody's word makes a rejected or held step a good one, and nothing is approved by machine for it.
 */
export function withApproval(upgrade: Upgrade, orders: readonly StandingOrder[]): Upgrade {
  const approval = orders.findLast(
    (one) =>
      one.order === 'approve-risk' &&
      one.component === upgrade.component &&
      one.environment === upgrade.environment &&
      one.from === upgrade.from &&
      one.to === upgrade.to,
  )
  if (approval === undefined || upgrade.judgement.decision !== 'manual') return upgrade
  const { judgement } = upgrade
  const decisionReasons = [{ text: orderSentence(approval) }, ...judgement.decisionReasons]
  return { ...upgrade, judgement: { ...judgement, decision: 'recommend', decisionReasons } }
}

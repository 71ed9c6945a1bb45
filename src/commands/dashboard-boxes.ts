import type { Box } from '../core/dashboard/boxes.ts'
import type { GivenOrder } from '../core/orders/contract.ts'
import { orderEntry } from '../core/orders/entry.ts'
import { BRANCH_PREFIX } from '../core/proposals/branch.ts'
import { parseMarker, withMarker, withoutMarker } from '../core/proposals/marker.ts'
import type { Issues, OwnIssue } from '../ports/issues.ts'
import { obeyRollback } from './dashboard-points.ts'
import { readOrders } from './orders.ts'
import type { Ports } from './ports.ts'

/** Only who may write can change the text of an issue that we opened, so a tick needs no further permission. */
export async function obeyBoxes(boxes: readonly Box[], issue: OwnIssue, issues: Issues, ports: Ports, registry?: string): Promise<void> {
  const unique = [...new Map(boxes.map((box) => [JSON.stringify(box), box])).values()]
  for (const box of unique) {
    if (box.do === 'rebase') await markForRebase(box.number, issues, ports)
    if (box.do === 'rollback') await obeyRollback(box, issue, issues, ports, registry)
  }
  const standing = await readOrders(ports)
  const given = unique.flatMap((box) => orderOf(box, issue, ports.clock.now()) ?? [])
  // What holds already is not said again: a run that was cut after this comes here once more.
  const news = given.filter((order) => {
    const kind = order.order === 'unignore' ? 'ignore' : order.order === 'unhold' ? 'hold' : order.order
    const holds = standing.some(
      (one) =>
        one.order === kind &&
        order.moves.some(
          (move) =>
            move.component === one.component && move.environment === one.environment && (order.order !== 'open-now' || move.to === one.to),
        ),
    )
    return order.order === 'open-now' ? !holds : holds
  })
  if (news.length === 0 || ports.ledger === undefined) return
  await (await ports.ledger()).append(news.map(orderEntry))
}

function orderOf(box: Box, issue: OwnIssue, at: number): GivenOrder | null {
  if (box.do !== 'open' && box.do !== 'lift') return null
  const { component, environment, from, to } = box
  const order = box.do === 'open' ? ('open-now' as const) : box.order === 'ignore' ? ('unignore' as const) : ('unhold' as const)
  const by = issue.editor ?? 'somebody'
  return { order, moves: [{ component, environment, from, to }], by, at, url: issue.url, why: 'ticked on the dashboard' }
}

/** As the command `rebase` does: the next look finds a proposal whose content is not what it should be. */
export async function markForRebase(number: number, issues: Issues, ports: Pick<Ports, 'forge'>): Promise<boolean> {
  const { pull, state, body } = await issues.thread(number)
  const marker = pull !== null && !pull.fork && pull.branch.startsWith(BRANCH_PREFIX) ? parseMarker(body) : null
  if (marker === null || pull === null || state !== 'open') return false
  const forge = await ports.forge()
  await forge.updateProposal(
    { number, branch: pull.branch },
    { body: withMarker(withoutMarker(body), { ...marker, commit: pull.head, digest: 'rebase' }) },
  )
  return true
}

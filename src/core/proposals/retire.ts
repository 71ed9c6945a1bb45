import type { Observed, ObservedProposal, PlainAction, Proposal } from '../model/proposal.ts'
import { BRANCH_PREFIX, isOurs, STAGING_PREFIX } from './branch.ts'
import { closedText } from './comments.ts'
import { withMarker, withoutMarker } from './marker.ts'
import { isRollbackBranch } from './rollback-branch.ts'
import { rolledBackBy, rolledBackText, SUPERSEDED_LABEL } from './rollbacks.ts'
import { refOf, type Settled, sameSubject } from './subject.ts'

const ABANDONED = ' - abandoned'

/** The title with the sign that nothing desires the pull request any more, and without it. */
export function abandonedTitle(title: string): string {
  return title.endsWith(ABANDONED) ? title : title + ABANDONED
}
export function revivedTitle(title: string): string {
  return title.endsWith(ABANDONED) ? title.slice(0, -ABANDONED.length) : title
}

/** Open proposals of ours that nothing desires any more: closed, or only renamed where people work on them. */
export function retire(desired: readonly Proposal[], observed: Observed, settled: Settled): PlainAction[] {
  const branches = new Set(desired.map((proposal) => proposal.branch))
  return observed.proposals.flatMap((one): PlainAction[] => {
    const { marker } = one
    if (one.state !== 'open' || branches.has(one.branch) || marker === null || !marker.upgrades.every(settled)) return []
    // A rollback stands until it is merged or a person closes it.
    if (isRollbackBranch(one.branch)) return []
    const ref = refOf(one)
    if (one.headBy === 'people') {
      const title = abandonedTitle(one.title)
      const { id } = marker
      return [
        title === one.title
          ? { kind: 'leave', ref, url: one.url, id, why: 'people-pushed' }
          : { kind: 'abandon', ref, url: one.url, id, title },
      ]
    }
    // Open although Pinwarden closed it: that and the mark are one request, so a person opened it again.
    if (marker.state !== 'open') return [{ kind: 'leave', ref, url: one.url, id: marker.id, why: 'reopened-by-person' }]
    const { why, state, number, successor, label } = reasonOf(one, desired, observed)
    const body = withMarker(withoutMarker(one.body), { ...marker, state }, one.body)
    const comment = closedText(why, number)
    return [
      { kind: 'close', ref, head: one.head, body, comment, why, ...successorOf(successor), ...(label === undefined ? {} : { label }) },
    ]
  })
}

/** What took the place of a proposal, if anything did. */
function reasonOf(
  one: ObservedProposal,
  desired: readonly Proposal[],
  observed: Observed,
): { why: string; state: 'obsolete' | 'superseded'; number: number | null; successor?: string; label?: string } {
  const successor = desired.find((proposal) =>
    proposal.upgrades.some((upgrade) => one.marker?.upgrades.some((former) => sameSubject(former, upgrade))),
  )
  const rollback = rolledBackBy(one, observed)
  if (rollback !== undefined)
    return { why: rolledBackText(rollback), state: 'superseded', number: rollback.number, label: SUPERSEDED_LABEL }
  if (successor === undefined) return { why: 'nothing is left to do', state: 'obsolete', number: null }
  const open = observed.proposals.find((other) => other.state === 'open' && other.branch === successor.branch)
  const number = open?.number ?? null
  return {
    why: `“${successor.title}” takes its place`,
    state: 'superseded',
    number,
    ...successorOf(number === null ? successor.branch : undefined),
  }
}

function successorOf(branch: string | undefined): { successor?: string } {
  return branch === undefined ? {} : { successor: branch }
}

/**
 * Branches of ours that no pull request needs: merged ones, and leftovers of a run that did not finish. Those beside which `rebuilt` ones are
 * built anew are taken over and removed by that.
 */
export function sweep(
  desired: readonly Proposal[],
  observed: Observed,
  settled: Settled,
  rebuilt: ReadonlySet<string> = new Set(),
): PlainAction[] {
  const branches = new Set(desired.map((proposal) => proposal.branch))
  return observed.branches.flatMap((branch): PlainAction[] => {
    if (!isOurs(branch.name) || branches.has(branch.name) || branch.headBy === 'people') return []
    if (branch.name.startsWith(STAGING_PREFIX) && rebuilt.has(BRANCH_PREFIX + branch.name.slice(STAGING_PREFIX.length))) return []
    const remove = (why: string): PlainAction => ({ kind: 'delete-branch', branch: branch.name, head: branch.head, why })
    const [newest] = observed.proposals.filter((one) => one.branch === branch.name)
    if (isRollbackBranch(branch.name)) {
      // The same branch may be on its way once more: only the head that was merged is done with.
      const done = newest?.state === 'merged' && newest.marker?.commit === branch.head
      return done ? [remove('its rollback is merged')] : []
    }
    // A leftover names no component: only a run that looks at all of them knows that none of them needs it.
    if (branch.name.startsWith(STAGING_PREFIX) || newest === undefined)
      return settled({ component: branch.name, environment: null }) ? [remove('a run that did not finish left it')] : []
    if (newest.state === 'merged') return [remove('its pull request is merged')]
    if (newest.state === 'open' || newest.marker === null || newest.marker.state === 'open' || !newest.marker.upgrades.every(settled))
      return []
    const { why, number, successor } = reasonOf(newest, desired, observed)
    const comment = newest.notes?.includes('closed') === true ? null : closedText(why, number)
    return [{ kind: 'finish-close', ref: refOf(newest), comment, why, ...successorOf(successor) }]
  })
}

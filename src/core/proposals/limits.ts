import type { Action, Observed, PlainAction, Proposal } from '../model/proposal.ts'
import { plural } from '../resolution/phrases.ts'

/** How many proposals there may be (`upgrade_policies.pull_requests`). Absent: any number. */
export interface ProposalLimits {
  /** Open at once. */
  open?: number
  /** Newly opened within an hour. */
  hourly?: number
}

const HOUR = 3_600_000

type Opening = Extract<Action, { kind: 'open' }>

/**
 * Which proposals are opened now and which wait. Fixes of vulnerabilities come first and wait for no limit, but count in it; then those
 * that a cut run began; else in the order given. Pure.
 */
export function withinLimits(
  openings: readonly Opening[],
  observed: Observed,
  limits: ProposalLimits,
  closing: number,
  now: number,
): PlainAction[] {
  const before = observed.proposals.filter((one) => one.state === 'open').length - closing
  const recent = (observed.opened ?? []).filter((at) => at > now - HOUR).sort((a, b) => a - b)
  let opened = 0
  return openings
    .toSorted((a, b) => rank(a) - rank(b))
    .map((action): PlainAction => {
      const wait = isSecurity(action.proposal)
        ? null
        : reasonToWait(before + opened, [...recent, ...Array<number>(opened).fill(now)], limits)
      if (wait === null) opened += 1
      return wait === null ? action : { kind: 'wait', proposal: action.proposal, ...wait }
    })
}

function reasonToWait(open: number, recent: readonly number[], limits: ProposalLimits): { why: string; until?: number } | null {
  if (limits.open !== undefined && open >= limits.open)
    return {
      why: `${plural(open, 'proposal')} ${open === 1 ? 'is' : 'are'} open already, and \`upgrade_policies.pull_requests.max_open\` allows ${limits.open}`,
    }
  if (limits.hourly === undefined || recent.length < limits.hourly) return null
  const frees = recent[recent.length - limits.hourly]
  return {
    why: `${plural(recent.length, 'proposal')} ${recent.length === 1 ? 'was' : 'were'} opened within the hour, and \`upgrade_policies.pull_requests.max_new_per_hour\` allows ${limits.hourly}`,
    ...(frees === undefined ? {} : { until: frees + HOUR }),
  }
}

function rank({ proposal, existingHead }: Opening): number {
  return isSecurity(proposal) ? 0 : existingHead !== null ? 1 : 2
}

/** Whether a proposal fixes a known vulnerability. */
export function isSecurity(proposal: Pick<Proposal, 'upgrades'>): boolean {
  return proposal.upgrades.some((upgrade) => (upgrade.fixes ?? []).length > 0)
}

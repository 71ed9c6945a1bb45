import type { z } from 'zod'
import { isoInstant } from '../core/model/instant.ts'
import type { Problem } from '../core/model/problems.ts'
import type { Action, Applied, LeaveReason, Proposal } from '../core/model/proposal.ts'
import { highestRisk } from '../core/proposals/labels.ts'
import type { MergeWait } from '../core/proposals/merges.ts'
import { decisionOf } from '../core/proposals/reconcile.ts'
import type { heldSchema, proposalSchema } from '../core/reports/report.ts'

/** One action, and what became of it: null in a dry run. */
export interface ActionDone {
  action: Action
  applied: Applied | null
}

type ProposalRow = z.infer<typeof proposalSchema>
type HeldRow = z.infer<typeof heldSchema>

/** One row a proposal: what happened to it last, with everything else as a note. */
export function proposalRows(
  actions: readonly ActionDone[],
  proposals: readonly Proposal[],
  waits: readonly MergeWait[] = [],
): ProposalRow[] {
  const rows = new Map<string, ProposalRow>()
  for (const { action, applied } of actions) {
    const row = rowFor(action, applied, proposals)
    if (row === null) continue
    const before = rows.get(row.branch)
    rows.set(row.branch, before === undefined ? row : together(before, row))
  }
  for (const { branch, why } of waits) {
    const row = rows.get(branch)
    if (row !== undefined && row.action !== 'merged') rows.set(branch, { ...row, note: joined(row.note, `not merged yet: ${why}`) })
  }
  return [...rows.values()]
}

/** What was merged stays so, whatever was done besides. */
function together(before: ProposalRow, row: ProposalRow): ProposalRow {
  const [main, other] = before.action === 'merged' || row.action === 'unchanged' ? [before, row] : [row, before]
  const note = joined(before.note, row.note)
  return { ...main, number: main.number ?? other.number, url: main.url ?? other.url, ...(note === undefined ? {} : { note }) }
}

function joined(...notes: (string | undefined)[]): string | undefined {
  const said = [...new Set(notes.filter((note) => note !== undefined))]
  return said.length === 0 ? undefined : said.join('; ')
}

const LEFT: Record<LeaveReason, string | undefined> = {
  'up-to-date': undefined,
  'people-pushed': 'people pushed to the branch',
  'closed-by-person': 'a person closed it',
  'reopened-by-person': 'a person opened it again',
  'rollback-open': 'a rollback of the component is open',
}

const DONE = {
  open: 'opened',
  refresh: 'refreshed',
  edit: 'edited',
  merge: 'merged',
  'auto-merge': 'unchanged',
  enqueue: 'unchanged',
} as const

const PLANNED = {
  open: 'would open',
  refresh: 'would refresh',
  edit: 'would edit',
  merge: 'would merge',
  'auto-merge': 'would have the forge merge it',
  enqueue: 'would put it into the merge queue',
} as const

function rowFor(action: Action, applied: Applied | null, proposals: readonly Proposal[]): ProposalRow | null {
  if (action.kind === 'leave') {
    const proposal = proposals.find((one) => one.branch === action.ref.branch)
    if (proposal === undefined) return null
    const [note, state] = [LEFT[action.why], action.why === 'up-to-date' ? 'unchanged' : 'left'] as const
    return { ...rowOf(proposal), number: action.ref.number, url: action.url, action: state, ...(note === undefined ? {} : { note }) }
  }
  if (action.kind === 'wait') return { ...rowOf(action.proposal), action: 'waiting', note: action.why }
  if (!('proposal' in action)) return null
  const row = rowOf(action.proposal)
  const ref = 'ref' in action ? action.ref.number : null
  if (applied === null) return { ...row, number: ref, action: 'planned', note: PLANNED[action.kind] }
  if (!applied.ok) return { ...row, number: ref, action: action.kind === 'merge' ? 'unchanged' : 'failed', note: applied.problem.message }
  const note = noteOf(action)
  return { ...row, number: applied.number ?? ref, url: applied.url, action: DONE[action.kind], ...(note === undefined ? {} : { note }) }
}

function noteOf(action: Action): string | undefined {
  if (action.kind === 'refresh') return action.why
  if (action.kind === 'auto-merge') return 'the forge merges it when its required checks are green'
  return action.kind === 'enqueue' ? 'put into the merge queue' : undefined
}

/** Failures and warnings of all actions. */
export function actionProblems(actions: readonly ActionDone[]): Problem[] {
  return actions.flatMap(({ applied }) => (applied === null ? [] : applied.ok ? (applied.warnings ?? []) : [applied.problem]))
}

/** Upgrades whose proposals wait for a limit. */
export function heldByLimits(actions: readonly ActionDone[]): HeldRow[] {
  return actions.flatMap(({ action }) =>
    action.kind !== 'wait'
      ? []
      : action.proposal.upgrades.map(
          (upgrade): HeldRow => ({
            component: upgrade.component,
            environment: upgrade.environment,
            version: upgrade.to,
            decision: 'hold',
            code: 'limit',
            reason: `${action.why[0]?.toUpperCase()}${action.why.slice(1)}.`,
            ...(action.until === undefined ? {} : { until: isoInstant(action.until) }),
            frees: 'Merge or close one that is open, or raise the limit.',
          }),
        ),
  )
}

function rowOf(proposal: Proposal): Omit<ProposalRow, 'action'> {
  return {
    id: proposal.id,
    number: null,
    url: null,
    branch: proposal.branch,
    title: proposal.title,
    risk: highestRisk(proposal.upgrades),
    decision: decisionOf(proposal),
    components: proposal.upgrades.map(({ component, environment, from, to }) => ({ component, environment, from, to })),
    labels: proposal.labels.map((label) => label.name),
    files: proposal.files.map((file) => file.path),
  }
}

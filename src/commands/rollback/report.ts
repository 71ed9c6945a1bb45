import type { Action } from '../../core/model/proposal.ts'
import type { RollbackReport } from '../../core/reports/rollback.ts'
import { OUTCOMES } from '../../core/rollback/outcome.ts'
import type { Refusal } from '../../core/rollback/rules.ts'
import type { RollbackDecision } from './decide.ts'
import type { StandingRollback } from './record.ts'

/** The report of a decision and what came of it. */
export function reportOf(
  decision: RollbackDecision,
  outcome: Refusal,
  done: { standing?: StandingRollback | null; warnings?: readonly string[]; actions?: readonly string[] },
): RollbackReport {
  const { proposal, wish, plan } = decision
  const [first] = decision.moves
  const shows =
    proposal !== null && OUTCOMES[outcome.code].ok && outcome.code !== 'already_rolled_back' && outcome.code !== 'closed_by_person'
  const open = done.standing ?? decision.open
  return {
    schema: 'pinwarden/rollback@1',
    command: 'rollback',
    result: outcome.code,
    ok: OUTCOMES[outcome.code].ok,
    message: outcome.message,
    help: outcome.help ?? null,
    component: wish.component,
    environment: wish.environment,
    from: first?.from ?? null,
    to: first?.to ?? null,
    proven: decision.proven,
    dry_run: decision.dryRun,
    proposal: shows
      ? {
          number: open?.number ?? null,
          url: open?.url ?? null,
          branch: proposal.branch,
          title: proposal.title,
          labels: proposal.labels.map(({ name }) => name),
          body: proposal.body,
        }
      : null,
    reverts: shows ? [...(plan?.reverts ?? [])] : [],
    files: shows ? proposal.files.map(({ path, text }) => ({ path, text })) : [],
    excluded: shows ? [...(plan?.excluded ?? [])] : [],
    actions: [...(done.actions ?? [])],
    warnings: [...decision.warnings, ...(done.warnings ?? [])],
    overridden: decision.overridden.map(({ code, message }) => ({ code, message })),
  }
}

/** What an action does, in words. */
export function actionText(action: Action): string[] {
  switch (action.kind) {
    case 'create-label':
      return [`create the label “${action.label.name}”`]
    case 'open':
      return [`open ${action.proposal.branch} with ${action.proposal.files.map(({ path }) => path).join(', ')}`]
    case 'refresh':
      return [`build ${action.ref.branch} anew: ${action.why}`]
    case 'edit':
      return [`edit the pull request of ${action.ref.branch}`]
    case 'leave':
      return action.why === 'up-to-date' ? [] : [`leave ${action.ref.branch}: ${action.why}`]
    default:
      return []
  }
}

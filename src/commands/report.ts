import type { z } from 'zod'
import { isoInstant } from '../core/model/instant.ts'
import type { Problem } from '../core/model/problems.ts'
import type { Answer } from '../core/model/release.ts'
import type { FixedAdvisory, Upgrade } from '../core/model/upgrade.ts'
import { restyle } from '../core/pins/rewrite/style.ts'
import type { MergeWait } from '../core/proposals/merges.ts'
import { byUrgency } from '../core/proposals/urgency.ts'
import type { ResolvedComponent } from '../core/registry/resolved.ts'
import { problemRow } from '../core/reports/problems.ts'
import type { componentSchema, heldSchema, Report, upgradeSchema } from '../core/reports/report.ts'
import type { ComponentOutcome } from '../core/resolution/resolve.ts'
import { outlooks } from '../core/safety/outlook.ts'
import { withDeadline } from '../core/safety/security-deadline.ts'
import type { JudgedScope, Proposed } from './decide.ts'
import { lifecycleOf } from './lifecycles.ts'
import { openAdvisoriesOf } from './open-advisories.ts'
import { type ActionDone, actionProblems, heldByLimits, proposalRows } from './proposal-rows.ts'
import type { Recording } from './recording.ts'
import type { ScopeSituation, Situation } from './situation.ts'

export interface ReportInput {
  command: Report['command']
  recording: Recording
  situation: Situation
  judged: readonly JudgedScope[]
  proposed: Proposed
  /** What was done, or what would be in a dry run; absent for `check`, which does not look at proposals. */
  actions?: readonly ActionDone[]
  /** What the policy would have merged and why it is not. */
  waits?: readonly MergeWait[]
  /** What the forge said of the repository. */
  notices?: readonly Problem[]
}

/** The outcome of a run as the published schema has it. */
export function buildReport({ command, recording, situation, judged, proposed, actions, waits = [], notices = [] }: ReportInput): Report {
  const upgrades = judged.flatMap((one) => one.upgrades).toSorted((a, b) => byUrgency([a], [b]))
  const { skipped } = recording.request
  const helped = waits.flatMap((one) => waitProblem(one))
  const problems: Problem[] = [
    ...situation.problems,
    ...proposed.problems,
    ...notices,
    ...actionProblems(actions ?? []),
    ...helped,
    ...noticesOf(situation),
  ]
  const unresolved = situation.scopes.flatMap(unresolvedRows)
  const errors = problems.some((problem) => problem.severity !== 'warning')
  const held = [...situation.scopes.flatMap(heldRows), ...heldByLimits(actions ?? [])]
  const components = situation.scopes.flatMap((scope) => componentRows(scope, recording, situation))
  const vulnerable = components.some((one) => one.open_advisories !== undefined)
  return {
    schema: 'pinwarden/report@1',
    command,
    result: errors || unresolved.length > 0 ? 'failed' : upgrades.length + held.length > 0 || vulnerable ? 'findings' : 'ok',
    generated_at: isoInstant(recording.now),
    repository: recording.repository,
    base: recording.base,
    registry: recording.request.registry,
    ...(skipped === undefined ? {} : { skipped_checks: { checks: [...skipped.checks], reason: skipped.reason } }),
    components,
    upgrades: upgrades.map(upgradeRow),
    proposals: proposalRows(actions ?? [], proposed.proposals, waits),
    held,
    unresolved,
    problems: unique(problems.map(problemRow)),
    statistics: {
      requests: recording.statistics.requests,
      cache_hits: recording.statistics.cacheHits,
      batched: recording.statistics.batched ?? 0,
      revalidated: recording.statistics.revalidated,
      stale: recording.statistics.stale,
    },
  }
}

function componentRows(scope: ScopeSituation, recording: Recording, situation: Situation): z.infer<typeof componentSchema>[] {
  return scope.selected.map((component) => {
    const outcome = scope.resolution.outcomes.get(component.name)
    const answer = recording.answers[scope.keys.get(component.name) ?? '']
    const broken = scope.pins.get(component.name)?.problems.length ?? 0
    const steps = scope.steps.some((step) => step.component === component.name)
    const held = outcome !== undefined && outlooks(outcome.held).length > 0
    const resolved = !scope.resolution.unresolved.some((one) => one.component === component.name)
    return {
      component: component.name,
      environment: scope.name,
      strategy: component.strategy,
      current: outcome?.current ?? null,
      current_from: outcome?.currentFrom ?? null,
      newest: outcome?.resolution.newest ?? null,
      status: !resolved ? 'unresolved' : broken > 0 ? 'problem' : steps ? 'upgrade' : held ? 'held' : 'up-to-date',
      scheme: outcome?.versioning.id ?? null,
      scheme_reason: scope.schemes.get(component.name)?.reason ?? null,
      source: component.source === null ? null : `${component.source.datasource}:${component.source.package}`,
      answered_by: answer?.ok === true ? answer.origin : null,
      notices: [
        ...(outcome?.notices ?? []),
        ...ltsNotice(outcome?.component ?? component, answer, recording),
        ...(situation.scopes.length > 0
          ? scope.resolution.missing.filter((one) => one.component === component.name).map((one) => one.message)
          : []),
      ],
      ...openRow(outcome, scope, recording),
    }
  })
}

/** Without its lines, `lts` chooses nothing: why there are none is worth knowing. */
function ltsNotice(component: ResolvedComponent, answer: Answer | undefined, recording: Recording): string[] {
  if (component.strategy !== 'lts' || component.ltsLines.length > 0) return []
  const { lines, missing, silence } = lifecycleOf(component, answer, recording)
  const why = lines.length > 0 ? undefined : (missing ?? silence)
  return why === undefined ? [] : [`The long-term lines of ${component.name} could not be read: ${why}.`]
}

/** What affects the version in force, and from where on it is mended: for those, too, that may not move. */
function openRow(
  outcome: ComponentOutcome | undefined,
  scope: ScopeSituation,
  recording: Recording,
): Pick<z.infer<typeof componentSchema>, 'open_advisories' | 'fixed_in'> {
  const { policy } = scope.resolved
  const open = outcome === undefined ? null : openAdvisoriesOf(outcome.component, outcome.current, { policy }, recording)
  if (open === null || open.length === 0) return {}
  const fixes = [...(outcome?.resolution.security?.fixes ?? [])]
  const fixedIn = fixes.at(-1)
  return {
    open_advisories: open.map((one) => advisoryRow(withDeadline(one, policy.securitySla))),
    ...(fixedIn === undefined ? {} : { fixed_in: fixedIn }),
  }
}

function advisoryRow({ id, names, severity, url, published, due }: FixedAdvisory) {
  return {
    id,
    names: [...names],
    severity,
    url,
    ...(published === undefined ? {} : { published_at: isoInstant(published) }),
    ...(due === undefined ? {} : { due: isoInstant(due) }),
  }
}

export function upgradeRow(upgrade: Upgrade): z.infer<typeof upgradeSchema> {
  const { judgement, toRelease } = upgrade
  return {
    component: upgrade.component,
    environment: upgrade.environment,
    from: upgrade.from,
    to: upgrade.to,
    distance: upgrade.distance,
    lane: upgrade.lane,
    risk: judgement.risk,
    risk_reasons: [...judgement.riskReasons],
    decision: judgement.decision,
    decision_reasons: [...judgement.decisionReasons],
    ...(upgrade.path === undefined ? {} : { path: [...upgrade.path] }),
    ...(toRelease.date === undefined ? {} : { released_at: isoInstant(toRelease.date) }),
    ...(toRelease.url === undefined ? {} : { url: toRelease.url }),
    ...(upgrade.fixes === undefined ? {} : { fixes: upgrade.fixes.map(advisoryRow) }),
    ...(upgrade.due === undefined ? {} : { due: isoInstant(upgrade.due) }),
    ...(upgrade.waived === undefined ? {} : { waived: { code: upgrade.waived.code, reason: upgrade.waived.reason } }),
    findings: upgrade.findings.map(({ check, verdict, summary, evidence }) => ({ check, verdict, summary, evidence: [...evidence] })),
  }
}

function heldRows(scope: ScopeSituation): z.infer<typeof heldSchema>[] {
  return scope.selected.flatMap((component) =>
    outlooks(scope.resolution.outcomes.get(component.name)?.held ?? []).map((outlook) => ({
      component: component.name,
      environment: scope.name,
      version: restyle(scope.resolution.outcomes.get(component.name)?.current ?? '', outlook.version),
      decision: outlook.decision,
      code: outlook.code,
      reason: outlook.reason,
      ...(outlook.until === undefined ? {} : { until: isoInstant(outlook.until) }),
      ...(outlook.frees === undefined ? {} : { frees: outlook.frees }),
    })),
  )
}

function unresolvedRows(scope: ScopeSituation): Report['unresolved'] {
  const selected = new Set(scope.selected.map((component) => component.name))
  return scope.resolution.unresolved
    .filter((one) => selected.has(one.component))
    .map(({ component, cause }) => ({
      component,
      environment: scope.name,
      cause: { code: cause.code, message: cause.message, ...(cause.retryAt === undefined ? {} : { retry_at: isoInstant(cause.retryAt) }) },
    }))
}

/** Rules that are broken already or cannot be applied: nothing fails for them, and nobody should miss them. */
function noticesOf(situation: Situation): Problem[] {
  return situation.scopes.flatMap(({ resolution }) =>
    [...resolution.broken, ...resolution.unknown].map((message): Problem => ({ code: 'registry-invalid', severity: 'warning', message })),
  )
}

/** Only where somebody can do something about it; all others are notes of their proposals. */
function waitProblem({ number, why, help }: MergeWait): Problem[] {
  return help === undefined ? [] : [{ code: 'forge-refused', severity: 'warning', message: `#${number} is not merged: ${why}.`, help }]
}

function unique<T>(rows: readonly T[]): T[] {
  return [...new Map(rows.map((row) => [JSON.stringify(row), row])).values()]
}

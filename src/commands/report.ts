import type { z } from 'zod'
import { DECISIONS } from '../core/model/finding.ts'
import { isoInstant } from '../core/model/instant.ts'
import type { Problem } from '../core/model/problems.ts'
import type { Action, Applied, Proposal } from '../core/model/proposal.ts'
import type { Upgrade } from '../core/model/upgrade.ts'
import { restyle } from '../core/pins/rewrite/style.ts'
import { highestRisk } from '../core/proposals/labels.ts'
import { problemRow } from '../core/reports/problems.ts'
import type { componentSchema, heldSchema, proposalSchema, Report, upgradeSchema } from '../core/reports/report.ts'
import { outlooks } from '../core/safety/outlook.ts'
import type { JudgedScope, Proposed } from './decide.ts'
import type { Recording } from './recording.ts'
import type { ScopeSituation, Situation } from './situation.ts'

export interface ReportInput {
  command: Report['command']
  recording: Recording
  situation: Situation
  judged: readonly JudgedScope[]
  proposed: Proposed
  /** What was done, or what would be in a dry run; absent for `check`, which does not look at proposals. */
  actions?: readonly { action: Action; applied: Applied | null }[]
}

/** The outcome of a run as the published schema has it. */
export function buildReport({ command, recording, situation, judged, proposed, actions }: ReportInput): Report {
  const upgrades = judged.flatMap((one) => one.upgrades)
  const failed = (actions ?? []).flatMap(({ applied }) => (applied !== null && !applied.ok ? [applied.problem] : []))
  const problems: Problem[] = [...situation.problems, ...proposed.problems, ...failed, ...noticesOf(situation)]
  const unresolved = situation.scopes.flatMap(unresolvedRows)
  const errors = problems.some((problem) => problem.severity !== 'warning')
  const held = situation.scopes.flatMap(heldRows)
  return {
    schema: 'pinwarden/report@1',
    command,
    result: errors || unresolved.length > 0 ? 'failed' : upgrades.length + held.length > 0 ? 'findings' : 'ok',
    generated_at: isoInstant(recording.now),
    repository: recording.repository,
    base: recording.base,
    registry: recording.request.registry,
    components: situation.scopes.flatMap((scope) => componentRows(scope, recording, situation)),
    upgrades: upgrades.map(upgradeRow),
    proposals: actions === undefined ? [] : actions.flatMap(({ action, applied }) => proposalRow(action, applied, proposed.proposals)),
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
        ...(situation.scopes.length > 0
          ? scope.resolution.missing.filter((one) => one.component === component.name).map((one) => one.message)
          : []),
      ],
    }
  })
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
    ...(upgrade.fixes === undefined ? {} : { fixes: upgrade.fixes.map((one) => ({ ...one, names: [...one.names] })) }),
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

const DONE = { open: 'opened', refresh: 'refreshed', edit: 'edited', close: 'closed' } as const

function proposalRow(action: Action, applied: Applied | null, proposals: readonly Proposal[]): z.infer<typeof proposalSchema>[] {
  if (action.kind === 'create-label' || action.kind === 'delete-branch') return []
  if (action.kind === 'close') return []
  if (action.kind === 'leave') {
    const proposal = proposals.find((one) => one.branch === action.ref.branch)
    if (proposal === undefined) return []
    const note = { 'up-to-date': undefined, 'people-pushed': 'people pushed to the branch', 'closed-by-person': 'a person closed it' }[
      action.why
    ]
    return [
      {
        ...rowOf(proposal),
        number: action.ref.number,
        url: action.url,
        action: action.why === 'up-to-date' ? 'unchanged' : 'left',
        ...(note === undefined ? {} : { note }),
      },
    ]
  }
  const row = rowOf(action.proposal)
  const ref = 'ref' in action ? action.ref.number : null
  if (applied === null) return [{ ...row, number: ref, action: 'planned', note: planned(action) }]
  if (!applied.ok) return [{ ...row, number: ref, action: 'failed', note: applied.problem.message }]
  return [
    {
      ...row,
      number: applied.number ?? ref,
      url: applied.url,
      action: DONE[action.kind],
      ...(action.kind === 'refresh' ? { note: action.why } : {}),
    },
  ]
}

function planned(action: Exclude<Action, { kind: 'create-label' | 'delete-branch' | 'close' | 'leave' }>): string {
  return { open: 'would open', refresh: 'would refresh', edit: 'would edit' }[action.kind]
}

function rowOf(proposal: Proposal): Omit<z.infer<typeof proposalSchema>, 'action'> {
  const decisions = proposal.upgrades.map((upgrade) => DECISIONS.indexOf(upgrade.judgement.decision))
  return {
    id: proposal.id,
    number: null,
    url: null,
    branch: proposal.branch,
    title: proposal.title,
    risk: highestRisk(proposal.upgrades),
    decision: DECISIONS[Math.max(...decisions)] ?? 'manual',
    components: proposal.upgrades.map(({ component, environment, from, to }) => ({ component, environment, from, to })),
    labels: proposal.labels.map((label) => label.name),
    files: proposal.files.map((file) => file.path),
  }
}

function unique<T>(rows: readonly T[]): T[] {
  return [...new Map(rows.map((row) => [JSON.stringify(row), row])).values()]
}

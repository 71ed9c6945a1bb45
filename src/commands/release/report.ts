import type { StoredPlan } from '../../core/release/publication/stored-plan.ts'
import type { ReleaseTag } from '../../core/release/tags.ts'
import { problemRow } from '../../core/reports/problems.ts'
import type { ReleaseReport } from '../../core/reports/release.ts'
import type { NextRelease } from '../next-release.ts'
import type { BegunRelease, DoneStep, Ground, ReleaseContext } from './contract.ts'
import type { Finished } from './finish.ts'
import type { Proposed } from './propose.ts'

/** Nothing to release; `withdrawn`: the pull request that was closed for it. */
export function nothingReport(context: ReleaseContext, next: NextRelease, withdrawn: DoneStep | null): ReleaseReport {
  return {
    ...common(context),
    result: withdrawn?.state === 'planned' ? 'planned' : 'nothing',
    previous: next.tags.newest?.name ?? null,
    why: [...next.plan.why],
    steps: withdrawn === null ? [] : [withdrawn],
  }
}

export function proposedReport(
  context: ReleaseContext,
  next: NextRelease,
  plan: StoredPlan,
  proposed: Proposed,
  notes: string,
): ReleaseReport {
  const { step, number, url, branch } = proposed
  return {
    ...common(context),
    result: step.state === 'planned' ? 'planned' : step.state === 'left' ? 'left' : 'proposed',
    version: plan.version,
    tag: plan.tag,
    previous: plan.previous,
    proposal: { number, url, branch },
    why: [...next.plan.why],
    steps: [planned(context, plan), step],
    files: next.bumped.changes.map(({ path }) => path),
    notes,
  }
}

/** A release that was made, or that a dry run would make. `next`: null where an earlier run decided. */
export function finishedReport(context: ReleaseContext, begun: BegunRelease, finished: Finished, next: NextRelease | null): ReleaseReport {
  const { plan, commit, proposal } = begun
  const { steps, url, notes } = finished
  const pending = steps.some(({ state }) => state === 'planned')
  return {
    ...common(context),
    result: pending ? 'planned' : 'released',
    version: plan.version,
    tag: plan.tag,
    previous: plan.previous,
    commit: pending && next !== null && next.bumped.changes.length > 0 ? null : commit,
    resumed: next === null,
    proposal: proposal === null ? null : { number: proposal.number, url: proposal.url, branch: proposal.branch },
    url,
    why: next === null ? [`decided by an earlier run, from ${plan.base.slice(0, 7)}`] : [...next.plan.why],
    steps: [planned(context, plan, next === null), ...steps],
    files: next === null ? [] : next.bumped.changes.map(({ path }) => path),
    notes,
  }
}

function planned({ request }: ReleaseContext, plan: StoredPlan, resumed = false): DoneStep {
  return {
    step: 'plan',
    state: resumed ? 'already' : request.dryRun ? 'planned' : 'done',
    detail: `${plan.version} from ${plan.base.slice(0, 7)}`,
  }
}

function common({ mode, settings, base, notices }: Ground & { mode: 'pr' | 'direct' }): ReleaseReport {
  return {
    schema: 'pinwarden/release@1',
    command: 'release',
    result: 'nothing',
    mode,
    package: settings.package,
    branch: base.branch,
    version: null,
    tag: null,
    previous: null,
    commit: null,
    resumed: false,
    proposal: null,
    url: null,
    why: [],
    steps: [],
    files: [],
    notes: '',
    problems: notices.map((message) => problemRow({ code: 'version-invalid', severity: 'warning', message })),
  }
}

/** A release that is taken back, or would be. */
export function rolledBackReport(
  ground: Ground,
  rolledBack: {
    from: ReleaseTag
    to: ReleaseTag
    steps: DoneStep[]
    files: string[]
    proposal: ReleaseReport['proposal']
    result: ReleaseReport['result']
  },
): ReleaseReport {
  const { from, to, steps, files, proposal, result } = rolledBack
  const version = result === 'nothing' ? null : to.version.text
  return { ...common({ ...ground, mode: 'pr' }), result, version, tag: to.name, previous: from.name, steps, files, proposal }
}

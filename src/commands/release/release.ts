import { isoDate } from '../../core/model/instant.ts'
import { ProblemError } from '../../core/model/problems.ts'
import { filesDigest } from '../../core/proposals/digest.ts'
import { proposalBody, releaseBranch, releaseMessage, releaseTitle } from '../../core/release/publication/proposal.ts'
import { stepsFor } from '../../core/release/publication/steps.ts'
import { releaseMarker, type StoredPlan } from '../../core/release/publication/stored-plan.ts'
import { isPrerelease } from '../../core/release/version.ts'
import type { ReleaseReport } from '../../core/reports/release.ts'
import { sha256Hex } from '../../core/text/digest.ts'
import type { AssetFile } from '../../ports/asset-files.ts'
import { ForgeConflict } from '../../ports/forge.ts'
import { type NextRelease, nextRelease } from '../next-release.ts'
import { begunRelease } from './begun.ts'
import type { BegunRelease, DoneStep, ReleaseContext, ReleasePorts, ReleaseRequest } from './contract.ts'
import { type Finished, finishRelease, wantedAssets } from './finish.ts'
import { lookAround, withState } from './look-around.ts'
import { notesOf } from './notes.ts'
import { convergeProposal, withdrawRelease } from './propose.ts'
import { recordPlanned } from './record.ts'
import { finishedReport, nothingReport, proposedReport } from './report.ts'
import { toldStep } from './told-steps.ts'

/** Others move branches and tags meanwhile; each try sees what they did. */
const TRIES = 3

/**
 * Brings a release one step further, as far as it can be brought now: a begun one is finished as it was planned; else the next version is decided
 * and proposed by a pull request, or committed and released at once. It may be cut off anywhere and run again, and twice is once.
 *
 * @throws ProblemError with all that a person must mend
 */
export async function release(ports: ReleasePorts, request: ReleaseRequest): Promise<ReleaseReport> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await releaseOnce(ports, request)
    } catch (error) {
      if (!(error instanceof ForgeConflict) || attempt >= TRIES) throw error
      ports.log.info(`${error.message}; looking again`)
    }
  }
}

async function releaseOnce(ports: ReleasePorts, request: ReleaseRequest): Promise<ReleaseReport> {
  // 1. where we are, how this repository is released, and what is there
  const bare = await lookAround(ports, request)
  const found = await withState(bare, releaseBranch(bare.base.branch, bare.settings.package))
  const context: ReleaseContext = { ...found, request, mode: request.mode ?? found.settings.publication.mode }

  // 2. a release that was begun is finished as it was planned
  const begun = await begunRelease(context)
  if (begun !== null) return finishedReport(context, begun, await finishRelease(context, begun, await wantedAssets(context)), null)

  // 3. the next version
  const next = await decide(context)
  context.notices.push(...next.plan.notices, ...next.written.notices)
  if (next.plan.version === null) return nothingReport(context, next, await withdrawRelease(context))
  const { plan, notes } = await planOf(context, next)

  // 4. proposed, or made
  return context.mode === 'pr' && next.bumped.changes.length > 0 ? propose(context, next, plan, notes) : make(context, next, plan, notes)
}

/**
 * The decision, of today; or of the day that an open pull request names, where nothing else of it would change: a new day alone is no reason to
 * push to it, for that would dismiss approvals.
 */
async function decide(context: ReleaseContext): Promise<NextRelease> {
  const { ports, request, settings, counted, state, branch, base, forge } = context
  const asked = { prerelease: request.prerelease ?? null, as: request.as ?? null }
  const on = (date: string) => nextRelease(forge.workspace(base.commit), settings, counted, asked, date)
  const today = isoDate(ports.clock.now())
  const open = state.proposals.find((one) => one.branch === branch && one.state === 'open')
  const marker = open === undefined ? null : releaseMarker(open.body)
  if (marker === null || marker.date === today) return on(today)
  const then = await on(marker.date)
  return filesDigest(then.bumped.changes) === marker.files ? then : on(today)
}

/** The decision as it is stored, with its notes. */
async function planOf(context: ReleaseContext, { plan, tags, date, head }: NextRelease): Promise<{ plan: StoredPlan; notes: string }> {
  const { version, tag } = plan
  if (version === null || tag === null) throw new Error('a plan without a version is not stored')
  const previous = isPrerelease(version) ? tags.newest : tags.stable
  const { body, recommended } = await notesOf(context, { version: version.text, tag, previous, commit: head.commit, date })
  if (recommended !== null && plan.level !== null && recommended !== plan.level) {
    context.notices.push(
      `conventional-recommended-bump would take a ${recommended} step; the rules of this repository take a ${plan.level} one.`,
    )
  }
  const stored = { package: context.settings.package, version: version.text, tag, previous: previous?.name ?? null, base: head.commit }
  return { plan: { ...stored, notes: sha256Hex(body) }, notes: body }
}

async function propose(context: ReleaseContext, next: NextRelease, plan: StoredPlan, notes: string): Promise<ReleaseReport> {
  const deciding = next.survey.judged.filter(({ level }) => level !== null)
  const body = proposalBody(plan, { notes, why: next.plan.why, deciding })
  if (!context.request.dryRun) await recordPlanned(context.ports, plan, 'pr', next.plan.why)
  const wanted = {
    plan,
    title: releaseTitle(plan),
    body,
    files: next.bumped.changes,
    date: next.date,
    message: (digest: string) => releaseMessage(plan, digest),
  }
  return proposedReport(context, next, plan, await convergeProposal(context, context.request.dryRun, wanted), notes)
}

/** Commits straight to the branch, or takes its head where nothing is to be written, and releases that. */
async function make(context: ReleaseContext, next: NextRelease, plan: StoredPlan, notes: string): Promise<ReleaseReport> {
  const { ports, base, request } = context
  const assets = await wantedAssets(context)
  const { changes } = next.bumped
  if (request.dryRun)
    return finishedReport(context, { plan, commit: base.commit, proposal: null }, await foretell(context, plan, next, assets, notes), next)
  await recordPlanned(ports, plan, 'direct', next.plan.why)
  const committed: DoneStep[] = []
  let commit = base.commit
  if (changes.length > 0) {
    commit = await ports.releases.commit(base.branch, base.commit, releaseMessage(plan, filesDigest(changes)), changes)
    committed.push({ step: 'commit', state: 'done', detail: `${commit.slice(0, 7)} on ${base.branch}` })
  }
  const begun: BegunRelease = { plan, commit, proposal: null }
  const finished = await finishRelease(context, begun, assets)
  return finishedReport(context, begun, { ...finished, steps: [...committed, ...finished.steps] }, next)
}

/** The steps of a release whose commit is not there yet, as a dry run says them. */
async function foretell(
  context: ReleaseContext,
  plan: StoredPlan,
  next: NextRelease,
  assets: readonly AssetFile[],
  notes: string,
): Promise<Finished> {
  const commit = next.bumped.changes.length > 0 ? '' : context.base.commit
  const wantsPage = context.ports.releases.pages !== null && context.settings.publication.page
  const page = wantsPage ? ((await context.ports.releases.pages?.find(plan.tag)) ?? null) : null
  const announced = context.ports.ledger === undefined
  const todo = stepsFor({ tag: plan.tag, commit, taggedAt: null, wantsPage, page, assets, announced })
  const committed: DoneStep[] = commit === '' ? [{ step: 'commit', state: 'planned', detail: `commit to ${context.base.branch}` }] : []
  if ('problem' in todo) throw new ProblemError([todo.problem])
  return { steps: [...committed, ...todo.steps.map((step) => toldStep(step, 'planned'))], url: null, notes }
}

import { isoInstant } from '../core/model/instant.ts'
import { fail, type Problem } from '../core/model/problems.ts'
import { problemRow } from '../core/reports/problems.ts'
import type { ReviewFacts } from '../core/review/contract.ts'
import { movesBetween } from '../core/review/moves.ts'
import type { ReviewReport } from '../core/review/report.ts'
import { changedSettings } from '../core/review/settings.ts'
import { verdictOf } from '../core/review/verdict.ts'
import type { ReviewedChange, ReviewSubject } from '../ports/reviews.ts'
import { driftProblems } from './drift.ts'
import type { Ports } from './ports.ts'
import { emptyRecording, type Recording } from './recording.ts'
import { upgradeRow } from './report.ts'
import { judgeMoves } from './review-judge.ts'
import { readLedgerDowngrades } from './review-ledger.ts'
import { publishReview, publishVerdict } from './review-publish.ts'
import { type ChangeReading, type CommitReading, readChange } from './review-read.ts'
import { declaredScheme } from './scheme.ts'

export interface ReviewRequest {
  subject: ReviewSubject
  registry?: string
  /** Whether check, comment and labels are written. */
  post: boolean
}

/**
 * Judges what a change moves, whoever made it: versions by the policy of the base and the checks of an upgrade, and what the change itself
 * breaks. Both sides are read by commit; nothing of the head is checked out or run.
 */
export async function review(ports: Ports, request: ReviewRequest): Promise<ReviewReport> {
  // 1. what is changed
  const forge = await ports.forge()
  if (ports.reviews === undefined) return fail('usage', 'There is nothing here whose changes could be reviewed.')
  const change = await (await ports.reviews()).change(request.subject)
  const reading = await readChange(change, (commit) => forge.workspace(commit), request.registry)
  // 2. judge it
  const { facts, statistics } = await judge(change, reading, ports)
  const report = reportOf(change, reading, facts, { repository: forge.repository, now: ports.clock.now(), statistics })
  // 3. say it
  const { pull } = change
  // Who keeps no registry has nothing to be told.
  if (report.registry === null || !request.post || ports.verdicts === undefined) return report
  const desk = { verdicts: await ports.verdicts(), log: ports.log }
  // A range, such as a group of a merge queue, has no conversation.
  if (pull === null || ports.issues === undefined) return { ...report, posted: await publishVerdict(report, desk) }
  return { ...report, posted: await publishReview(report, pull, { ...desk, issues: await ports.issues() }) }
}

async function judge(
  change: ReviewedChange,
  reading: ChangeReading,
  ports: Ports,
): Promise<{ facts: ReviewFacts; statistics: Recording['statistics'] }> {
  const statistics = { requests: 0, cacheHits: 0, revalidated: 0, stale: 0 }
  const { policy, before, after, touches } = reading
  if (!touches) return { facts: { moves: [], problems: [], settings: [], notices: [] }, statistics }
  const touched = (file: string) => change.files === null || change.files.includes(file)
  const moves = after.loaded === null ? [] : movesBetween(reading.scopesBefore, reading.scopesAfter, touched)
  const problems = [...brokenRegistry(reading), ...introduced(reading)]
  const settings = before.loaded === null || after.loaded === null ? [] : changedSettings(before.loaded.registry, after.loaded.registry)
  const notices = noticesOf(change, reading)
  const [file] = [policy.file]
  if (moves.length === 0 || policy.loaded === null || file === null) {
    return { facts: { moves: moves.map((move) => ({ ...move, upgrade: null, concerns: [] })), problems, settings, notices }, statistics }
  }
  const recording = recordingOf(change, reading, file, ports.clock.now())
  const forge = await ports.forge()
  const judged = await judgeMoves(moves, reading, policy.loaded, recording, ports, forge.workspace(change.mergeBase))
  const permitted = await readLedgerDowngrades(judged.moves, change, ports)
  return { facts: { moves: permitted, problems, settings, notices }, statistics: judged.statistics }
}

function recordingOf(
  change: ReviewedChange,
  { files, paths }: ChangeReading,
  registry: Recording['files'][number],
  now: number,
): Recording {
  return emptyRecording({
    now,
    request: { registry: registry.path, environment: null, components: [] },
    repository: null,
    base: { branch: change.base.branch ?? '', commit: change.base.commit },
    files: [registry, ...files.filter((file) => file.path !== registry.path)],
    paths: [...paths],
  })
}

/** A registry that can no longer be used, or that is gone. */
function brokenRegistry({ before, after }: ChangeReading): Problem[] {
  if (after.problems.length > 0) return [...after.problems]
  if (after.file !== null || before.file === null) return []
  const message = 'The change takes the registry away.'
  return [{ code: 'registry-missing', message, at: { file: before.file.path }, help: 'Keep it, or move it to another of its places.' }]
}

/** Pins that are missing, ambiguous or in disagreement after the change and were not before it. */
function introduced({ scopesBefore, scopesAfter }: ChangeReading): Problem[] {
  const key = ({ code, message, at }: Problem) => JSON.stringify([code, message, at?.file])
  const known = new Set(scopesBefore.flatMap(problemsIn).map(key))
  const found = scopesAfter.flatMap(problemsIn).filter((problem) => !known.has(key(problem)))
  return [...new Map(found.map((problem) => [JSON.stringify(problem), problem])).values()]
}

function problemsIn(scope: CommitReading): Problem[] {
  return scope.components.flatMap((component) => {
    const pins = scope.pins.get(component.name)
    if (pins === undefined || component.inherited === true) return []
    return [...pins.problems, ...driftProblems(component, pins, declaredScheme(component))]
  })
}

function noticesOf(change: ReviewedChange, { policy, before }: ChangeReading): string[] {
  return [
    ...(policy.file === null
      ? ['The base has no registry, so there is no policy to judge by; the new one is checked for mistakes alone.']
      : []),
    ...(policy.file !== null && policy.loaded === null
      ? ['The registry of the base cannot be used, so there is no policy to judge by.']
      : []),
    ...(policy.loaded !== null && before.loaded === null ? ['The change began before the registry was there or could be used.'] : []),
    ...(change.files === null ? ['The change touches more files than GitHub lists, so every pin was read.'] : []),
  ]
}

function reportOf(
  change: ReviewedChange,
  { after, before }: ChangeReading,
  facts: ReviewFacts,
  run: { repository: string | null; now: number; statistics: Recording['statistics'] },
): ReviewReport {
  return {
    schema: 'pinwarden/review@1',
    command: 'review',
    ...verdictOf(facts),
    generated_at: isoInstant(run.now),
    repository: run.repository,
    pull_request: change.pull?.number ?? null,
    base: change.base,
    merge_base: change.mergeBase,
    head: change.head,
    registry: (after.file ?? before.file)?.path ?? null,
    moves: facts.moves.map(({ upgrade, places, concerns, ...move }) => ({
      ...move,
      places: places.map((place) => ({ ...place })),
      concerns: [...concerns],
      upgrade: upgrade === null ? null : upgradeRow(upgrade),
    })),
    problems: facts.problems.map(problemRow),
    settings: [...facts.settings],
    notices: [...facts.notices],
    posted: [],
    statistics: { requests: run.statistics.requests, cache_hits: run.statistics.cacheHits },
  }
}

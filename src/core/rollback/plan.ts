import type { Instant } from '../model/instant.ts'
import { type Problem, ProblemError } from '../model/problems.ts'
import type { FileChange, FileState } from '../model/proposal.ts'
import { restyle } from '../pins/rewrite/style.ts'
import { insertChangelogEntry } from '../proposals/changelog-insert.ts'
import { pinText } from '../proposals/pin-text.ts'
import { setRegistryScalar } from '../registry/edit.ts'
import type { RegistryPath } from '../registry/resolved.ts'
import { gitBlobId } from '../text/digest.ts'
import { applyEdits } from '../text/edit.ts'
import { rollbackEntry } from './changelog.ts'
import { exclude, lift } from './exclusion.ts'
import type { RollbackWish } from './request.ts'
import { type RollbackMember, restorePins } from './restore.ts'

export interface PlanInput {
  wish: RollbackWish
  members: readonly RollbackMember[]
  files: ReadonlyMap<string, FileState | null>
  registryFile: string
  changelogFile: string | null
  /** A page that says more about the exclusion. */
  url: string | null
  now: Instant
}

/** The files of a rollback as they should be. */
export interface RollbackPlan {
  changes: readonly FileChange[]
  problems: readonly Problem[]
  /** The commits that it exactly takes back, oldest first; empty where it is no exact inverse of a whole pull request. */
  reverts: readonly string[]
  /** Versions that are on the exclusion list afterwards and were not before. */
  excluded: readonly string[]
}

/**
 * Pins, the registry's own version, the exclusion and the CHANGELOG, all in one set of changes: closing the pull request unmerged changes
 * nothing. Where a pin cannot be set back, nothing is: a component that goes back in half of its places is worse than before.
 */
export function planRollback(input: PlanInput): RollbackPlan {
  const { files, members, registryFile, changelogFile } = input
  const texts = new Map<string, string>()
  const read = (path: string) => texts.get(path) ?? files.get(path)?.text
  const write = (path: string, text: string) => void texts.set(path, text)
  const moving = members.filter(({ from, to }) => from !== to)
  const problems = moving.flatMap((member) => restorePins(member, read, write))
  if (problems.length > 0) return refused(problems)
  const scalars = moving.flatMap((member) => registryScalar(member, registryFile))
  try {
    const plain = withScalars(read(registryFile), scalars)
    const reverts = exactInverse(input, (path) => (path === registryFile ? plain : read(path)))
    const { text, excluded } = bookkeeping(input, read(registryFile))
    // Both are edits of one text: the order costs least where the file is read once for both.
    const registry = withScalars(text, scalars)
    if (registry !== undefined) write(registryFile, registry)
    if (changelogFile !== null && moving.length > 0) write(changelogFile, withEntries(input, read(changelogFile) ?? null))
    return { changes: changesOf(texts, files), problems: [], reverts, excluded }
  } catch (error) {
    if (error instanceof ProblemError) return refused(error.problems)
    throw error
  }
}

function refused(problems: readonly Problem[]): RollbackPlan {
  return { changes: [], problems, reverts: [], excluded: [] }
}

function changesOf(texts: ReadonlyMap<string, string>, files: PlanInput['files']): FileChange[] {
  return [...texts]
    .filter(([path, text]) => files.get(path)?.text !== text)
    .map(([path, text]) => ({ path, text, mode: files.get(path)?.mode ?? '100644' }))
    .sort((a, b) => (a.path < b.path ? -1 : 1))
}

type Read = (path: string) => string | undefined

/** A version that the registry itself says, and what it is to say. */
interface Scalar {
  path: RegistryPath
  value: string
}

/** The registry's own scalar goes back with the pins where the step had moved it, or where it is the scope's own. */
function registryScalar({ component, point, side, release, to }: RollbackMember, file: string): Scalar[] {
  const { version, scope } = component
  if (version === undefined) return []
  const recorded = point?.paths.find((one) => one.pin === undefined && one.path === file)
  const own = scope.environment === null || (version.path[0] === 'environments' && version.path[1] === scope.environment)
  if (recorded === undefined && !own) return []
  const derived = pinText({ toRelease: release ?? { tag: to, version: to } }, component, version.value)
  const simple = component.constraints.versionPattern === undefined
  return [{ path: version.path, value: restyle(version.value, simple ? (recorded?.[side].version ?? derived) : derived) }]
}

function withScalars(text: string | undefined, scalars: readonly Scalar[]): string | undefined {
  return text === undefined ? undefined : scalars.reduce((at, { path, value }) => applyEdits(at, setRegistryScalar(at, path, value)), text)
}

/** The registry with the exclusions, or for a reland without them. */
function bookkeeping({ wish, members, url, now }: PlanInput, text: string | undefined): { text: string | undefined; excluded: string[] } {
  const excluded: string[] = []
  let after = text
  for (const { component, environment, from, to } of members) {
    const name = component.track?.component ?? component.name
    if (after === undefined) break
    if (wish.reland) after = lift(after, { component: name, environment, version: to })
    else if (wish.exclude && !isExcluded(component, from)) {
      after = exclude(after, { component: name, environment, bad: from, good: to === from ? null : to, reason: wish.reason, url, now })
      excluded.push(from)
    }
  }
  return { text: after, excluded }
}

/** By a person, or by a rollback of before; an entry without a way back keeps the version off just the same. */
function isExcluded({ excluded }: RollbackMember['component'], version: string): boolean {
  return excluded.some((entry) => entry.version === version && entry.until === undefined)
}

function withEntries({ wish, members }: PlanInput, text: string | null): string {
  return members
    .filter(({ from, to }) => from !== to)
    .map(({ component, environment, from, to, point }) => {
      const number = point?.to === from || wish.reland ? (point?.proposal?.number ?? null) : null
      return { component: component.name, environment, from, to, reason: wish.reason, number, reland: wish.reland }
    })
    .reduce<string>((at, move) => insertChangelogEntry(at === '' ? null : at, rollbackEntry(move, at)), text ?? '')
}

/**
 * The commits of the one pull request that this takes back whole: every file that it changed stands as it left it, and is as it was before
 * it again. The CHANGELOG and the exclusion, which are ours, do not count.
 */
function exactInverse({ wish, members, files, changelogFile }: PlanInput, read: Read): readonly string[] {
  const [first] = members
  const point = first?.point
  if (wish.reland || point == null || point.commits.length === 0) return []
  const whole = new Set([point.component, ...point.siblings])
  const same = members.every((one) => one.point?.id === point.id && one.point.to === one.from && whole.has(one.component.name))
  if (!same || members.length !== whole.size) return []
  const paths = members.flatMap((one) => one.point?.paths ?? []).filter(({ path }) => path !== changelogFile)
  const inverse = paths.every(
    ({ path, beforeBlob, afterBlob }) => files.get(path)?.blob === afterBlob && gitBlobId(read(path) ?? '') === beforeBlob,
  )
  // Taking a merge back takes back all that it brought in.
  const commits = point.mergeMethod === 'merge' ? point.commits.slice(-1) : point.commits
  return inverse && paths.length > 0 ? commits : []
}

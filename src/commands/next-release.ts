import { fail, ProblemError } from '../core/model/problems.ts'
import { ledgerPolicy } from '../core/registry/merge/policy.ts'
import type { LedgerPolicy } from '../core/registry/resolved.ts'
import type { Registry } from '../core/registry/schema.ts'
import { planRelease } from '../core/release/plan.ts'
import type { ReleasePlan } from '../core/release/plan-contract.ts'
import { type ReleaseSettings, releaseSettings } from '../core/release/settings.ts'
import { type Survey, surveyCommits } from '../core/release/survey.ts'
import { type ReleaseTags, releaseTags } from '../core/release/tags.ts'
import { disagreement, type WrittenVersions, writtenVersions } from '../core/release/written.ts'
import type { History, HistoryCommit, HistoryHead } from '../ports/history.ts'
import type { Workspace } from '../ports/workspace.ts'
import { type BumpedFiles, bumpedFiles, readVersionFiles, type VersionFiles } from './bump-files.ts'
import { findRegistry, readRegistry } from './load.ts'

/** What happened since the last release, and what it is counted from. */
export interface Counted {
  head: HistoryHead
  tags: ReleaseTags
  survey: Survey
  /** As they stand in the history, newest first. */
  commits: readonly HistoryCommit[]
}

/** The next version with all that led to it, and the files as they should be. */
export interface NextRelease extends Counted {
  plan: ReleasePlan
  written: WrittenVersions
  read: VersionFiles
  bumped: BumpedFiles
  date: string
}

/** Reads tags and commits. `branch` stands in for the one that is checked out. */
export async function countCommits(history: History, settings: ReleaseSettings, branch?: string): Promise<Counted> {
  const head = { ...(await history.head()), ...(branch === undefined ? {} : { branch }) }
  const tags = releaseTags(await history.tags(settings.tagPrefix ?? ''), settings.tagPrefix)
  const commits = await history.commits(tags.stable?.commit ?? null, settings.paths)
  return { head, tags, commits, survey: surveyCommits(commits, settings, tags) }
}

/**
 * Decides the next version and what the files say then. Changes nothing. `date`: of the release, `2026-11-21`.
 * @throws ProblemError with all that a person must mend
 */
export async function nextRelease(
  workspace: Workspace,
  settings: ReleaseSettings,
  counted: Counted,
  asked: { prerelease: string | null; as: string | null },
  date: string,
): Promise<NextRelease> {
  // 1. what the files say now
  const read = await readVersionFiles(workspace, settings)
  const written = writtenVersions(settings, read.listed, read.texts)
  const disagree = disagreement(written.places)
  const faults = [...written.problems, ...(disagree === null ? [] : [disagree])]
  if (faults.length > 0) throw new ProblemError(faults)

  // 2. the next version
  const planned = planRelease({ settings, ...counted, written: written.places[0]?.version ?? null, asked })
  if ('problems' in planned) throw new ProblemError(planned.problems)

  // 3. the files as they should be
  const input = { ...counted, ...read, settings, plan: planned.plan, written, date, named: asked.as !== null }
  const bumped = bumpedFiles(input)
  if (bumped.problems.length > 0) throw new ProblemError(bumped.problems)
  return { ...counted, plan: planned.plan, written, read, bumped, date }
}

/** How a repository is released, and where its ledger is; null: there is no registry, and so no ledger. */
export interface ReleaseConfig {
  settings: ReleaseSettings
  ledger: LedgerPolicy | null
}

/** Of the registry where there is one; a repository without has the defaults. */
export async function configFor(workspace: Workspace, request: { registry?: string; package?: string }): Promise<ReleaseConfig> {
  const registry = await registryOf(workspace, request.registry)
  const settings = releaseSettings(registry?.release, request.package ?? null)
  if (settings !== null) return { settings, ledger: registry === null ? null : ledgerPolicy(registry.global) }
  const known = Object.keys(registry?.release?.packages ?? {})
  return fail('usage', `There is no package ${request.package} under \`release.packages\` of the registry.`, {
    help: known.length === 0 ? 'Add it there.' : `There are ${known.join(', ')}.`,
  })
}

async function registryOf(workspace: Workspace, wanted: string | undefined): Promise<Registry | null> {
  try {
    return readRegistry(await findRegistry(workspace, wanted)).registry
  } catch (error) {
    const missing = error instanceof ProblemError && error.problems.every(({ code }) => code === 'registry-missing')
    if (missing && wanted === undefined) return null
    throw error
  }
}

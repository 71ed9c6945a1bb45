import { isoDate } from '../core/model/instant.ts'
import { fail, ProblemError } from '../core/model/problems.ts'
import { planRelease } from '../core/release/plan.ts'
import { type ReleaseSettings, releaseSettings } from '../core/release/settings.ts'
import { surveyCommits } from '../core/release/survey.ts'
import { releaseTags } from '../core/release/tags.ts'
import { disagreement, writtenVersions } from '../core/release/written.ts'
import type { BumpReport } from '../core/reports/bump.ts'
import type { Clock } from '../ports/clock.ts'
import type { History } from '../ports/history.ts'
import type { Workspace } from '../ports/workspace.ts'
import type { Writer } from '../ports/writer.ts'
import { bumpedFiles, readVersionFiles } from './bump-files.ts'
import { bumpReport } from './bump-report.ts'
import { findRegistry, readRegistry } from './load.ts'

/** What a bump reads and writes: a repository with its history, and a working tree. */
export interface BumpPorts {
  clock: Clock
  history: History
  workspace: Workspace
  writer: Writer
}

/** What the user asked for. */
export interface BumpRequest {
  /** File named by the user. */
  registry?: string
  /** A package of a monorepo; absent: the repository as a whole. */
  package?: string
  /** Stands in for the branch that is checked out. */
  branch?: string
  prerelease?: string
  as?: string
  dryRun: boolean
}

/**
 * Finds the next version from the commits since the last release, and writes it into the files of the working tree and into the CHANGELOG: all of
 * them or none. It makes no commit and no tag. Twice is once.
 *
 * @throws ProblemError with all that a person must mend; nothing is written then
 */
export async function bump(ports: BumpPorts, request: BumpRequest): Promise<BumpReport> {
  // 1. what an earlier run left half done
  await finishEarlierRun(ports.writer, request.dryRun)

  // 2. how this repository is released
  const settings = await settingsFor(ports.workspace, request)

  // 3. what happened since the last release
  const head = { ...(await ports.history.head()), ...(request.branch === undefined ? {} : { branch: request.branch }) }
  const tags = releaseTags(await ports.history.tags(), settings.tagPrefix)
  const survey = surveyCommits(await ports.history.commits(tags.stable?.commit ?? null, settings.paths), settings, tags)

  // 4. what the files say now
  const { listed, files, texts } = await readVersionFiles(ports.workspace, settings)
  const written = writtenVersions(settings, listed, texts)
  const disagree = disagreement(written.places)
  const faults = [...written.problems, ...(disagree === null ? [] : [disagree])]
  if (faults.length > 0) throw new ProblemError(faults)

  // 5. the next version
  const asked = { prerelease: request.prerelease ?? null, as: request.as ?? null }
  const planned = planRelease({ settings, tags, survey, head, written: written.places[0]?.version ?? null, asked })
  if ('problems' in planned) throw new ProblemError(planned.problems)
  const { plan } = planned

  // 6. the files as they should be
  const date = isoDate(ports.clock.now())
  const bumped = bumpedFiles({ settings, tags, survey, plan, written, listed, files, texts, date, named: asked.as !== null })
  if (bumped.problems.length > 0) throw new ProblemError(bumped.problems)

  // 7. write
  if (!request.dryRun && bumped.changes.length > 0) await ports.writer.write(bumped.changes, files)
  return bumpReport({ request, settings, head, tags, survey, plan, written, bumped, date })
}

async function finishEarlierRun(writer: Writer, dryRun: boolean): Promise<void> {
  if (!dryRun) return void (await writer.recover())
  const unfinished = await writer.unfinished()
  if (unfinished.length === 0) return
  fail('file-changed', `An earlier run was cut off while it wrote ${unfinished.join(', ')}.`, {
    help: 'Run it without --dry-run: what it had begun is undone first.',
  })
}

/** Of the registry where there is one; a repository without has the defaults. */
async function settingsFor(workspace: Workspace, request: BumpRequest): Promise<ReleaseSettings> {
  const written = await writtenSettings(workspace, request.registry)
  const settings = releaseSettings(written, request.package ?? null)
  if (settings !== null) return settings
  const known = Object.keys(written?.packages ?? {})
  return fail('usage', `There is no package ${request.package} under \`release.packages\` of the registry.`, {
    help: known.length === 0 ? 'Add it there.' : `There are ${known.join(', ')}.`,
  })
}

async function writtenSettings(workspace: Workspace, wanted: string | undefined) {
  try {
    return readRegistry(await findRegistry(workspace, wanted)).registry.release
  } catch (error) {
    const missing = error instanceof ProblemError && error.problems.every(({ code }) => code === 'registry-missing')
    if (missing && wanted === undefined) return undefined
    throw error
  }
}

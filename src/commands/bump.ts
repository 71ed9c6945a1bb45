import { isoDate } from '../core/model/instant.ts'
import { fail } from '../core/model/problems.ts'
import type { BumpReport } from '../core/reports/bump.ts'
import type { Clock } from '../ports/clock.ts'
import type { History } from '../ports/history.ts'
import type { Workspace } from '../ports/workspace.ts'
import type { Writer } from '../ports/writer.ts'
import { bumpReport } from './bump-report.ts'
import { configFor, countCommits, nextRelease } from './next-release.ts'

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

  // 2. how this repository is released, and what happened since the last time
  const { settings } = await configFor(ports.workspace, request)
  const counted = await countCommits(ports.history, settings, request.branch)

  // 3. the next version, and the files as they should be
  const asked = { prerelease: request.prerelease ?? null, as: request.as ?? null }
  const next = await nextRelease(ports.workspace, settings, counted, asked, isoDate(ports.clock.now()))

  // 4. write
  if (!request.dryRun && next.bumped.changes.length > 0) await ports.writer.write(next.bumped.changes, next.read.files)
  return bumpReport({ request, settings, ...next })
}

async function finishEarlierRun(writer: Writer, dryRun: boolean): Promise<void> {
  if (!dryRun) return void (await writer.recover())
  const unfinished = await writer.unfinished()
  if (unfinished.length === 0) return
  fail('file-changed', `An earlier run was cut off while it wrote ${unfinished.join(', ')}.`, {
    help: 'Run it without --dry-run: what it had begun is undone first.',
  })
}

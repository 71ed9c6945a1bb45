import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { localHistory } from '../../src/adapters/local-git/history.ts'
import { workingTree } from '../../src/adapters/local-git/working-tree.ts'
import { workingTreeWriter } from '../../src/adapters/local-git/write-files.ts'
import { type BumpRequest, bump } from '../../src/commands/bump.ts'
import { type Problem, ProblemError } from '../../src/core/model/problems.ts'
import type { BumpReport } from '../../src/core/reports/bump.ts'
import { createGitRepository, type GitRepository } from './git-repository.ts'

/** A real repository on which `bump` runs as its command does. */
export interface Bumping {
  repository: GitRepository
  /** Text of a file of the working tree. */
  text(path: string): string
  commit(message: string, files?: Parameters<GitRepository['commit']>[0]): Promise<string>
  run(request?: Partial<BumpRequest>, now?: string): Promise<BumpReport>
  /** Runs, commits what was written and tags it, as a person would. Gives the tag, or the result where there is none. */
  release(request?: Partial<BumpRequest>): Promise<string>
  /** The problems that a run ends with. @throws Error where it ends well */
  problems(request?: Partial<BumpRequest>): Promise<readonly Problem[]>
}

export async function aBumping(): Promise<Bumping> {
  const repository = await createGitRepository()
  const root = repository.directory
  const bumping: Bumping = {
    repository,
    text: (path) => readFileSync(join(root, path), 'utf8'),
    commit: (message, files = {}) => repository.commit(files, { message }),
    run(request = {}, now = '2026-11-21T09:00:00Z') {
      const clock = { now: () => Date.parse(now) }
      const ports = { clock, history: localHistory(root), workspace: workingTree(root), writer: workingTreeWriter(root) }
      return bump(ports, { dryRun: false, ...request })
    },
    async release(request = {}) {
      const { version, tag, result } = await bumping.run(request)
      if (version === null || tag === null) return result
      await bumping.commit(`chore(release): ${version}`)
      await repository.tag(tag, { message: tag })
      return tag
    },
    async problems(request = {}) {
      const found = await bumping.run(request).catch((error: unknown) => error)
      if (!(found instanceof ProblemError)) throw new Error(`expected problems, got ${JSON.stringify(found)}`)
      return found.problems
    },
  }
  return bumping
}

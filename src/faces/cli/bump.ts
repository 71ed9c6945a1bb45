import { topLevel } from '../../adapters/local-git/forge.ts'
import { localHistory } from '../../adapters/local-git/history.ts'
import { workingTree } from '../../adapters/local-git/working-tree.ts'
import { workingTreeWriter } from '../../adapters/local-git/write-files.ts'
import { bump } from '../../commands/bump.ts'
import { EXIT } from '../../core/model/problems.ts'
import { bumpTerminal } from '../../core/reports/bump.ts'
import { clockOf } from '../clock.ts'
import { paintFor } from './output.ts'

export interface BumpOptions {
  registry?: string
  package?: string
  branch?: string
  prerelease?: string
  as?: string
  dryRun?: boolean
  json?: boolean
  color: boolean
}

/** `pinwarden bump`: 0 where the version was written, and also where there is nothing to release. */
export async function runBump(options: BumpOptions): Promise<number> {
  const root = await topLevel(process.cwd())
  const history = localHistory(root)
  const { registry, package: name, prerelease, as, dryRun = false } = options
  const branch = options.branch ?? (await branchOfPipeline(history))
  const request = {
    dryRun,
    ...(registry === undefined ? {} : { registry }),
    ...(name === undefined ? {} : { package: name }),
    ...(branch === undefined ? {} : { branch }),
    ...(prerelease === undefined ? {} : { prerelease }),
    ...(as === undefined ? {} : { as }),
  }
  const ports = { clock: clockOf(process.env), history, workspace: workingTree(root), writer: workingTreeWriter(root) }
  const report = await bump(ports, request)
  const text =
    options.json === true ? `${JSON.stringify(report, null, 2)}\n` : bumpTerminal(report, paintFor(process.stdout, options.color))
  process.stdout.write(text)
  return EXIT.ok
}

/** Pipelines check out a commit and tell the branch by a variable. */
async function branchOfPipeline(history: ReturnType<typeof localHistory>): Promise<string | undefined> {
  const { env } = process
  const told = env['GITHUB_REF_TYPE'] === 'branch' ? env['GITHUB_REF_NAME'] : env['CI_COMMIT_BRANCH']
  if (told === undefined || told === '') return undefined
  return (await history.head()).branch === null ? told : undefined
}

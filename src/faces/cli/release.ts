import { assetFiles } from '../../adapters/asset-files.ts'
import { localGitForge, topLevel } from '../../adapters/local-git/forge.ts'
import { localHistory } from '../../adapters/local-git/history.ts'
import { localLedgerStore } from '../../adapters/local-git/ledger-store.ts'
import { localReleases } from '../../adapters/local-git/releases.ts'
import type { ReleasePorts } from '../../commands/release/contract.ts'
import { EXIT } from '../../core/model/problems.ts'
import { type ReleaseReport, releaseTerminal } from '../../core/reports/release.ts'
import { actorOf } from '../actor.ts'
import { clockOf } from '../clock.ts'
import { keptLedger } from '../kept-ledger.ts'
import { githubReleasePorts } from '../release-ports.ts'
import { paintFor, terminalLog } from './output.ts'

interface CommonReleaseOptions {
  registry?: string
  repo?: string
  branch?: string
  package?: string
  dryRun?: boolean
  json?: boolean
  color: boolean
}

export interface ReleaseOptions extends CommonReleaseOptions {
  mode?: 'pr' | 'direct'
  prerelease?: string
  as?: string
}

export interface ReleaseRollbackOptions extends CommonReleaseOptions {
  reason: string
}

/** `pinwarden release`: 0 where a step was made, and also where there is nothing to release. Without a forge it commits and tags here. */
export async function runRelease(options: ReleaseOptions): Promise<number> {
  const { release } = await import('../../commands/release/release.ts')
  const mode = options.mode ?? (options.repo === undefined ? 'direct' : undefined)
  const { prerelease, as } = options
  const request = {
    ...shared(options),
    ...(mode === undefined ? {} : { mode }),
    ...(prerelease === undefined ? {} : { prerelease }),
    ...(as === undefined ? {} : { as }),
  }
  return show(await release(await portsFor(options), request), options)
}

/** `pinwarden release rollback [version]`. */
export async function runReleaseRollback(to: string | undefined, options: ReleaseRollbackOptions): Promise<number> {
  const { rollbackRelease } = await import('../../commands/release/rollback.ts')
  const request = { ...shared(options), reason: options.reason, ...(to === undefined ? {} : { to }) }
  return show(await rollbackRelease(await portsFor(options), request), options)
}

function shared({ registry, package: name, dryRun = false }: CommonReleaseOptions) {
  return { dryRun, ...(registry === undefined ? {} : { registry }), ...(name === undefined ? {} : { package: name }) }
}

async function portsFor({ repo, branch, json }: CommonReleaseOptions): Promise<ReleasePorts> {
  const { env } = process
  const log = terminalLog(process.stderr, { quiet: json === true, verbose: false })
  if (repo !== undefined) {
    const token = env['GITHUB_TOKEN'] || env['GH_TOKEN']
    return githubReleasePorts({ env, repository: repo, token, branch, defaultBranch: undefined, folder: process.cwd(), at: undefined, log })
  }
  const root = await topLevel(process.cwd())
  const { ledger } = keptLedger((name) => localLedgerStore(root, name))
  return {
    clock: clockOf(env),
    log,
    forge: () => localGitForge(root, branch),
    ledger,
    history: (base) => localHistory(root, base),
    releases: localReleases(root),
    notes: async () => (await import('../../adapters/release-notes.ts')).conventionalNotes,
    assets: assetFiles(root),
    actor: actorOf(env),
  }
}

function show(report: ReleaseReport, { json, color }: CommonReleaseOptions): number {
  process.stdout.write(json === true ? `${JSON.stringify(report, null, 2)}\n` : releaseTerminal(report, paintFor(process.stdout, color)))
  return EXIT.ok
}

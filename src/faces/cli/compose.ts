import { readFile, writeFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { localGitForge } from '../../adapters/local-git/forge.ts'
import { localLedgerStore } from '../../adapters/local-git/ledger-store.ts'
import { localOutcomes } from '../../adapters/local-git/outcomes.ts'
import { localReviews } from '../../adapters/local-git/reviews.ts'
import { onlyGitKnows, topFolder } from '../../adapters/local-git/top-folder.ts'
import { workingTree } from '../../adapters/local-git/working-tree.ts'
import type { Ports, Request } from '../../commands/ports.ts'
import { fail, ProblemError } from '../../core/model/problems.ts'
import type { Forge } from '../../ports/forge.ts'
import { actorOf } from '../actor.ts'
import { clockOf } from '../clock.ts'
import { keptLedger } from '../kept-ledger.ts'
import { openCache } from '../open-cache.ts'
import { connectWith, forgeAddress } from '../upstreams.ts'
import type { CommonOptions } from './commands/options.ts'
import { terminalLog } from './output.ts'
import { readings } from './readings.ts'
import { capYoungSpace } from './young-space.ts'

/** Ports for the command line: a repository on GitHub with `--repo`, else the local one, with no forge at all. */
export async function composeCli(
  options: CommonOptions,
  components: readonly string[],
): Promise<{ ports: Ports; log: ReturnType<typeof terminalLog>; request: Request }> {
  const { env } = process
  const log = terminalLog(process.stderr, { quiet: options.quiet === true || options.json === true, verbose: options.verbose === true })
  const offline = options.offline === true
  const token = env['GITHUB_TOKEN'] || env['GH_TOKEN']
  const ports =
    options.repo === undefined
      ? localPorts(options, { offline, log, token })
      : (await import('../compose.ts')).githubPorts({
          env,
          repository: options.repo,
          token,
          base: options.base,
          offline,
          log,
          cache: openCache({ env, log }),
        })
  const request = {
    ...(options.registry === undefined ? {} : { registry: options.registry }),
    ...(options.environment === undefined ? {} : { environment: options.environment }),
    components,
    offline,
  }
  return { ports: { ...ports, ...readings(), ...(await recordingPorts(options)) }, log, request }
}

function localPorts(
  options: CommonOptions,
  settings: { offline: boolean; log: ReturnType<typeof terminalLog>; token: string | undefined },
): Ports {
  const { env } = process
  const { log, offline } = settings
  const clock = clockOf(env)
  const address = forgeAddress(env, settings.token)
  let forge: Promise<Forge & { root: string }> | undefined
  const top = topFolder(process.cwd(), env)
  let root = process.cwd()
  const open = () => {
    forge ??= localGitForge(process.cwd(), options.base)
    return forge
  }
  const rootByGit = () =>
    open()
      .then((at) => at.root)
      .catch((error) => (error instanceof ProblemError ? process.cwd() : Promise.reject(error)))
  const { ledger, settle } = keptLedger(async (branch) => localLedgerStore((await open()).root, branch))
  return {
    clock,
    log,
    forge: open,
    reviews: async () => localReviews((await open()).root, async () => (await open()).base()),
    // A folder in no repository keeps none, and nobody who only looks misses it.
    ...(top === null && !onlyGitKnows(env) ? {} : { ledger }),
    outcomes: async () => {
      const at = await open()
      return localOutcomes(at.root, () => at.base())
    },
    actor: actorOf(env),
    async files(purpose) {
      if (purpose === 'propose') {
        const at = await open()
        root = at.root
        const base = await at.base()
        return { workspace: at.workspace(base.commit), repository: null, base }
      }
      // Looking needs no commit and no repository: any folder with a registry will do.
      root = top ?? (await rootByGit())
      return { workspace: workingTree(root), repository: null, base: null }
    },
    connect: (policy) => {
      settle(policy)
      capYoungSpace()
      return connectWith({ env, forge: address, offline, log, cache: openCache({ env, root, log }) })(policy)
    },
  }
}

async function recordingPorts(options: CommonOptions): Promise<Pick<Ports, 'record' | 'replay'>> {
  const { record, replay } = options
  if (record !== undefined && replay !== undefined) fail('usage', '`--record` and `--replay` exclude each other.')
  if (record === undefined && replay === undefined) return {}
  const { formatRecording, parseRecording } = await import('../../commands/recording-file.ts')
  return {
    ...(record === undefined ? {} : { record: async (recording) => writeFile(resolve(record), formatRecording(recording)) }),
    ...(replay === undefined ? {} : { replay: parseRecording(await readText(replay), replay) }),
  }
}

async function readText(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8')
  } catch (error) {
    return fail('recording-invalid', `Cannot read ${file}: ${error instanceof Error ? error.message : error}.`)
  }
}

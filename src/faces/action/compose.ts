import { tmpdir } from 'node:os'
import { join } from 'node:path'
import * as core from '@actions/core'
import { context } from '@actions/github'
import { LAYOUT as CACHE_LAYOUT } from '../../adapters/sqlite-cache-file.ts'
import type { Ports, Request } from '../../commands/ports.ts'
import { plainLine } from '../../core/text/sanitize.ts'
import { type Env, githubPorts } from '../compose.ts'
import { openCache } from '../open-cache.ts'
import { carriedCache } from './carried-cache.ts'
import { carrying } from './carry.ts'
import type { ActionInputs } from './inputs.ts'

const OWN_CACHE = join(process.env['RUNNER_TEMP'] ?? tmpdir(), 'pinwarden')

/** A run without a checkout: everything is read and written through the API. The cache lies in the runner's own folder. */
export function compose(inputs: ActionInputs): { ports: Ports; request: Request; env: Env } {
  const log = actionLog()
  const env: Env = { PINWARDEN_CACHE_DIR: OWN_CACHE, ...process.env }
  if (env['PINWARDEN_GITHUB_TOKEN']) core.setSecret(env['PINWARDEN_GITHUB_TOKEN'])
  const { registry, environment, components, offline } = inputs
  const request = {
    components,
    offline,
    ...(registry === undefined ? {} : { registry }),
    ...(environment === undefined ? {} : { environment }),
  }
  const { token, base } = inputs
  return {
    ports: githubPorts({ env, repository: repositoryName(), token, base, offline, log, cache: openCache({ env, log }) }),
    request,
    env,
  }
}

/** A folder that the workflow chose is the workflow's to keep. */
export async function carried<T>(
  composed: ReturnType<typeof compose>,
  inputs: ActionInputs,
  work: (ports: Ports) => Promise<T>,
): Promise<T> {
  const { ports, env } = composed
  if (env['PINWARDEN_CACHE_DIR'] !== OWN_CACHE) return work(ports)
  const asks = [inputs.registry ?? '', inputs.environment ?? '', inputs.base ?? '', ...inputs.components]
  const cache = carriedCache({ directory: OWN_CACHE, layout: CACHE_LAYOUT, asks, env, clock: ports.clock, log: ports.log })
  const isPrivate = context.payload.repository?.['private'] === true
  return carrying(cache, { env, event: context.eventName, isPrivate }, ports, work)
}

export function actionLog() {
  return {
    progress: () => undefined,
    info: (message: string) => core.info(plainLine(message)),
    warn: (message: string) => core.warning(plainLine(message)),
    debug: (message: string) => core.debug(plainLine(message)),
  }
}

export function repositoryName(): string {
  return `${context.repo.owner}/${context.repo.repo}`
}

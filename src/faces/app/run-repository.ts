import type { Logger } from 'pino'
import type { TokenSource } from '../../adapters/github/client.ts'
import { createPublicTransport } from '../../adapters/http-public.ts'
import { upgrade } from '../../commands/upgrades.ts'
import { MINUTE, parseInstant } from '../../core/model/instant.ts'
import { type ProblemCode, ProblemError } from '../../core/model/problems.ts'
import type { Report } from '../../core/reports/report.ts'
import { plainLine } from '../../core/text/sanitize.ts'
import { type Env, githubPorts } from '../compose.ts'
import { openCache } from '../open-cache.ts'
import { measuredLedger } from './ledger-measures.ts'
import { runLog } from './log.ts'
import type { AppMetrics } from './metrics.ts'
import type { RepositoryRef } from './triggers.ts'

/** What every run shares. */
export interface RunSettings {
  env: Env
  secrets(owner: string): Env
  /** Hosts that may be asked although they are not on the public Internet. */
  allowedHosts: ReadonlySet<string>
  metrics: AppMetrics
}

/** What a run came to. */
export interface RunResult {
  /**
   * `failed`: somebody must mend something there; `unavailable`: GitHub or an upstream did not answer, so trying again may help;
   * `gone`: we may not work there any more; `bug`: ours.
   */
  result: 'ok' | 'findings' | 'no-registry' | 'failed' | 'unavailable' | 'gone' | 'bug'
  report: Report | null
  /** When trying again is of use, epoch milliseconds. */
  retryAt?: number
}

const PASSING: readonly ProblemCode[] = ['rate-limited', 'upstream-failed', 'file-changed']

/** Runs `upgrade` for one repository at the head of its default branch. Never throws; what went wrong is in the result and in the log. */
export async function runRepository(
  repository: RepositoryRef,
  tokens: TokenSource,
  settings: RunSettings,
  logger: Logger,
): Promise<RunResult> {
  try {
    const token = await tokens.token()
    const ports = portsOf(repository, { token, tokens }, settings, logger)
    const { report } = await upgrade(ports, { components: [], offline: false })
    settings.metrics.ledger(repository.id, ports.ledgerMeasures())
    logReport(report, logger)
    return report.result === 'failed' ? ofReport(report) : { result: report.result, report }
  } catch (error) {
    return ofError(error, logger)
  }
}

/** Ports for one repository of one installation. `resolves`: the time between connecting and closing is that of a resolution. */
export function portsOf(
  repository: RepositoryRef,
  auth: { token: string; tokens: TokenSource },
  settings: RunSettings,
  logger: Logger,
  resolves = true,
) {
  const { env, metrics } = settings
  const log = runLog(logger)
  const { ledger: opening, ...rest } = githubPorts({
    env,
    repository: repository.name,
    ...auth,
    // The default branch alone decides what is allowed, never what a pull request says.
    base: undefined,
    offline: false,
    log,
    cache: openCache({ env, log }),
    secrets: settings.secrets(repository.name.split('/')[0] ?? ''),
    partition: `repository ${repository.id}`,
    transport: () => createPublicTransport({ allowed: settings.allowedHosts, proxyEnv: env }),
    onAnswer: (note) => metrics.forge(repository.installation, note),
    onUpstreams: (statistics) => metrics.upstreams(statistics),
  })
  const measured = opening === undefined ? null : measuredLedger(opening, metrics.rollback)
  const ledgerMeasures = () => measured?.measures() ?? null
  const ports = { ...rest, ...(measured === null ? {} : { ledger: measured.ledger }), ledgerMeasures }
  if (!resolves) return ports
  const connect: typeof ports.connect = (policy) => {
    const started = performance.now()
    const connection = ports.connect(policy)
    const close = () => {
      metrics.resolution((performance.now() - started) / 1000)
      connection.close()
    }
    return { ...connection, close }
  }
  return { ...ports, connect }
}

function ofReport(report: Report): RunResult {
  const passing = [...report.problems.filter((one) => one.severity === 'error').map((one) => one.code), ...unresolvedCodes(report)]
  const retryAt = Math.max(0, ...report.unresolved.map((one) => parseInstant(one.cause.retry_at ?? '') ?? 0))
  const unavailable = passing.some((code) => PASSING.some((one) => one === code))
  return { result: unavailable ? 'unavailable' : 'failed', report, ...(retryAt > 0 ? { retryAt } : {}) }
}

/** Causes that pass by themselves; a package that does not exist is not among them. */
function unresolvedCodes(report: Report): ProblemCode[] {
  const passing = ['network', 'timeout', 'rate-limited', 'server-error']
  return report.unresolved.flatMap(({ cause }): ProblemCode[] => (passing.includes(cause.code) ? ['upstream-failed'] : []))
}

/** What a failure comes to. */
export function ofError(error: unknown, logger: Logger): RunResult {
  if (!(error instanceof ProblemError)) {
    logger.error({ err: error }, 'a bug in Pinwarden: please report it')
    return { result: 'bug', report: null }
  }
  const codes = error.problems.map((problem) => problem.code)
  if (codes.includes('registry-missing')) return { result: 'no-registry', report: null }
  const problems = error.problems.map(({ code, message, help, at, path }) => ({ code, message, help, at, path }))
  logger.warn({ problems: problems.slice(0, 20) }, 'the run could not be done')
  if (codes.some((code) => PASSING.includes(code))) return { result: 'unavailable', report: null }
  return { result: codes.includes('permission-missing') || codes.includes('repository-unknown') ? 'gone' : 'failed', report: null }
}

function logReport(report: Report, logger: Logger): void {
  const done = report.proposals.filter((one) => one.action !== 'unchanged' && one.action !== 'left')
  logger.info(
    {
      base: report.base,
      upgrades: report.upgrades.length,
      held: report.held.length,
      unresolved: report.unresolved.slice(0, 20).map(({ component, cause }) => plainLine(`${component}: ${cause.code}: ${cause.message}`)),
      proposals: done.map(({ action, number, branch, risk }) => ({ action, number, branch, risk })),
      problems: report.problems.slice(0, 20).map(({ code, severity, message }) => ({ code, severity, message })),
      requests: report.statistics.requests,
    },
    report.result,
  )
}

/** How long to wait before the n-th repetition (from 0) of a run that was `unavailable`; null where the schedule may see to it. */
export function retryDelay(attempt: number, result: RunResult, now: number): number | null {
  const wait = [MINUTE, 5 * MINUTE, 25 * MINUTE][attempt]
  if (result.result !== 'unavailable' || wait === undefined) return null
  return Math.max(wait, Math.min((result.retryAt ?? 0) - now, 65 * MINUTE))
}

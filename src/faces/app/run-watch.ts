import type { Logger } from 'pino'
import type { TokenSource } from '../../adapters/github/client.ts'
import { watchRollbacks } from '../../commands/rollback-for.ts'
import { watch } from '../../commands/watch.ts'
import { parseInstant } from '../../core/model/instant.ts'
import { sleepAtMostAMinute } from '../compose.ts'
import { careful, type PullResult } from './run-pull.ts'
import { portsOf, type RunSettings } from './run-repository.ts'
import type { RepositoryRef } from './triggers.ts'

/** Looks at the health of what was merged in a repository. Never throws. */
export async function watchRepository(
  repository: RepositoryRef,
  tokens: TokenSource,
  settings: RunSettings,
  logger: Logger,
): Promise<PullResult> {
  return careful(logger, async () => {
    const ports = portsOf(repository, { token: await tokens.token(), tokens }, settings, logger, false)
    const secrets = settings.secrets(repository.name.split('/')[0] ?? '')
    const tools = { ...watchRollbacks(ports), sleep: sleepAtMostAMinute, secret: (name: string) => secrets[name] }
    const report = await watch(ports, { components: [], offline: false }, tools)
    const merges = report.merges.map(({ number, verdict, code, message }) => ({ number, verdict, code, message }))
    if (merges.length > 0 || report.problems.length > 0)
      logger.info({ merges, rollbacks: report.rollbacks, problems: report.problems }, 'watch')
    const next = report.merges.flatMap(({ until }) => (until === null ? [] : (parseInstant(until) ?? [])))
    return { result: report.result, followup: false, ...(next.length === 0 ? {} : { again: Math.min(...next) }) }
  })
}

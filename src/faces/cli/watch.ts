import { watchRollbacks } from '../../commands/rollback-for.ts'
import { watch } from '../../commands/watch.ts'
import { EXIT, fail } from '../../core/model/problems.ts'
import { watchTerminal } from '../../core/reports/watch.ts'
import { sleepAtMostAMinute } from '../compose.ts'
import type { CommonOptions } from './commands/options.ts'
import { composeCli } from './compose.ts'
import { paintFor } from './output.ts'

/** `pinwarden watch`: 0 where every watched merge is well or still watched, 1 where something was taken back or needs a person. */
export async function runWatch(components: string[], options: CommonOptions & { dryRun?: boolean }): Promise<number> {
  if (options.replay !== undefined || options.record !== undefined)
    fail('usage', 'The watch acts on what is there now: it takes neither `--record` nor `--replay`.')
  const { ports, log, request } = await composeCli(options, components)
  const tools = {
    ...watchRollbacks(ports, request.registry),
    sleep: sleepAtMostAMinute,
    secret: (name: string) => process.env[name],
  }
  const report = await watch(ports, { ...request, dryRun: options.dryRun === true }, tools)
  log.clear()
  process.stdout.write(
    options.json ? `${JSON.stringify(report, null, 2)}\n` : watchTerminal(report, paintFor(process.stdout, options.color)),
  )
  return report.result === 'ok' ? EXIT.ok : EXIT.findings
}

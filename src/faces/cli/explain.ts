import { explain } from '../../commands/explain.ts'
import { EXIT } from '../../core/model/problems.ts'
import { explainTerminal } from '../../core/reports/explain.ts'
import type { CommonOptions } from './commands/options.ts'
import { composeCli } from './compose.ts'
import { paintFor } from './output.ts'

/** `pinwarden explain COMPONENT`: the whole reasoning. */
export async function runExplain(component: string, options: CommonOptions & { all?: boolean }): Promise<number> {
  const { ports, log, request } = await composeCli(options, [component])
  const report = await explain(ports, request)
  log.clear()
  process.stdout.write(
    options.json
      ? `${JSON.stringify(report, null, 2)}\n`
      : explainTerminal(report, paintFor(process.stdout, options.color), options.all === true),
  )
  return report.scopes.some((scope) => scope.unresolved !== undefined) ? EXIT.upstream : EXIT.ok
}

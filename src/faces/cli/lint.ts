import { lint } from '../../commands/lint.ts'
import { EXIT } from '../../core/model/problems.ts'
import { lintTerminal } from '../../core/reports/lint.ts'
import type { CommonOptions } from './commands/options.ts'
import { composeCli } from './compose.ts'
import { paintFor } from './output.ts'

/** `pinwarden lint`: 0 where nothing is wrong, 2 where the registry cannot be used, 1 for everything else that is an error. */
export async function runLint(options: CommonOptions): Promise<number> {
  const { ports, log, request } = await composeCli(options, [])
  const { report } = await lint(ports, request)
  log.clear()
  process.stdout.write(
    options.json ? `${JSON.stringify(report, null, 2)}\n` : lintTerminal(report, paintFor(process.stdout, options.color)),
  )
  const errors = report.problems.filter((problem) => problem.severity === 'error')
  if (errors.some((problem) => problem.code.startsWith('registry-'))) return EXIT.usage
  if (errors.length > 0) return EXIT.findings
  return options.failOn !== 'none' && report.problems.length > 0 ? EXIT.findings : EXIT.ok
}

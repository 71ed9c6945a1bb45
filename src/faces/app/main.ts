import { EXIT, formatProblem, ProblemError } from '../../core/model/problems.ts'
import { plainLine } from '../../core/text/sanitize.ts'
import { startApp } from './start.ts'

/** Starts the App and ends it with SIGTERM or SIGINT: gently at first, at once with the second signal. */
export async function runApp(): Promise<void> {
  const app = await startApp(process.env).catch((error: unknown) => {
    if (!(error instanceof ProblemError)) throw error
    process.stderr.write(error.problems.map((problem) => `${plainLine(formatProblem(problem))}\n`).join(''))
    process.exitCode = EXIT.usage
    return null
  })
  if (app === null) return
  const { log } = app
  let stopping = false
  const end = async (signal: NodeJS.Signals) => {
    if (stopping) process.exit(EXIT.ok)
    stopping = true
    log.info({ signal }, 'stopping')
    const { dropped, abandoned } = await app.stop()
    // What was not done is found by the next start's first round; what was cut is continued by the next run.
    log.info({ dropped, abandoned }, 'stopped')
    process.exit(EXIT.ok)
  }
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, (given) => void end(given))
}

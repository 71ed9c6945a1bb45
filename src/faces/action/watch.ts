import * as core from '@actions/core'
import { watchRollbacks } from '../../commands/rollback-for.ts'
import { watch } from '../../commands/watch.ts'
import { type WatchReport, watchMarkdown, watchTerminal } from '../../core/reports/watch.ts'
import { plainLine } from '../../core/text/sanitize.ts'
import { sleepAtMostAMinute } from '../compose.ts'
import { compose } from './compose.ts'
import type { ActionInputs } from './inputs.ts'
import { safeLine, writeSummary } from './show.ts'

/** `command: watch`, as `workflow_run`, `deployment_status` and a schedule start it. What it takes back it tells as a proposal. */
export async function runWatch(inputs: ActionInputs): Promise<void> {
  const { ports, request, env } = compose(inputs)
  const tools = {
    ...watchRollbacks(ports, request.registry),
    sleep: sleepAtMostAMinute,
    secret: (name: string) => env[name],
  }
  await show(await watch(ports, { ...request, dryRun: inputs.dryRun }, tools))
}

async function show(report: WatchReport): Promise<void> {
  core.info(
    watchTerminal(report, (_, text) => text)
      .split('\n')
      .map(safeLine)
      .join('\n'),
  )
  for (const row of report.merges) if (row.verdict === 'report') core.warning(plainLine(row.message), { title: 'Pinwarden' })
  for (const problem of report.problems) core.error(plainLine(problem.message), { title: 'Pinwarden' })
  await writeSummary(watchMarkdown(report))
  core.setOutput('result', report.result)
  const proposals = report.merges.flatMap((row) =>
    row.rollback === null
      ? []
      : [{ ...row.rollback, action: row.code, components: row.moves.map((move) => ({ ...move, environment: row.environment })) }],
  )
  core.setOutput('proposals', JSON.stringify(proposals))
  core.setOutput('report', JSON.stringify(report))
  if (report.problems.some((problem) => problem.severity === 'error'))
    core.setFailed('The health of some merges could not be read; see above.')
}

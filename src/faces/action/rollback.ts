import * as core from '@actions/core'
import { context } from '@actions/github'
import { openRollback } from '../../commands/rollback.ts'
import { fail } from '../../core/model/problems.ts'
import { type RollbackReport, rollbackMarkdown, rollbackTerminal } from '../../core/reports/rollback.ts'
import { plainLine } from '../../core/text/sanitize.ts'
import { compose } from './compose.ts'
import type { ActionInputs } from './inputs.ts'
import { safeLine, writeSummary } from './show.ts'

/** `command: rollback`, as a `workflow_dispatch` asks for it: only people with write access can start one, and the run says who did. */
export async function runRollback(inputs: ActionInputs): Promise<void> {
  const { component, version, reason, incident, environment, registry } = inputs
  if (component === undefined) return fail('usage', '`command: rollback` needs a component.', { help: 'Give the input `component`.' })
  const { ports } = compose(inputs)
  const report = await openRollback(ports, {
    component,
    ...(environment === undefined ? {} : { environment }),
    ...(registry === undefined ? {} : { registry }),
    ...(version === undefined ? {} : { to: version }),
    ...(reason === undefined ? {} : { reason }),
    ...(incident === undefined ? {} : { incident }),
    emergency: inputs.emergency,
    exclude: inputs.exclude,
    force: inputs.force,
    reland: inputs.reland,
    with: inputs.components,
    dryRun: inputs.dryRun,
    requestedBy: context.actor,
  })
  await show(report)
}

async function show(report: RollbackReport): Promise<void> {
  const { proposal, component, environment, from, to } = report
  core.info(
    rollbackTerminal(report, (_, text) => text)
      .split('\n')
      .map(safeLine)
      .join('\n'),
  )
  for (const warning of report.warnings) core.warning(plainLine(warning), { title: 'Pinwarden' })
  await writeSummary(rollbackMarkdown(report))
  core.setOutput('result', report.result)
  const { number = null, url = null, branch = null } = proposal ?? {}
  core.setOutput(
    'proposals',
    JSON.stringify(
      proposal === null ? [] : [{ number, url, branch, action: report.result, components: [{ component, environment, from, to }] }],
    ),
  )
  core.setOutput('report', JSON.stringify(report))
  if (!report.ok) core.setFailed(plainLine(`${report.result}: ${report.message} ${report.help ?? ''}`))
}

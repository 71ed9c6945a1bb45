import type { check } from '../../commands/check.ts'
import { skippedChecks } from '../../commands/skip-checks.ts'
import { terminal } from '../../core/reports/terminal.ts'
import { exitStatus } from '../exit-status.ts'
import type { CommonOptions } from './commands/options.ts'
import { composeCli } from './compose.ts'
import { paintFor } from './output.ts'

interface UpgradeOptions extends CommonOptions {
  dryRun?: boolean
  diff?: boolean
  body?: string
  skipSafetyChecks?: string
  reason?: string
}

/** `check`, `plan` and `upgrade`: the same run, stopped earlier or later. */
export async function runUpgrades(
  command: 'check' | 'plan' | 'upgrade',
  components: readonly string[],
  options: UpgradeOptions,
): Promise<number> {
  const skipped = skippedChecks(options.skipSafetyChecks, options.reason)
  const { ports, log, request } = await composeCli(options, components)
  const run = await loadRun(command)
  const { report, proposals, files } = await run(ports, {
    ...request,
    dryRun: options.dryRun === true,
    ...(skipped === undefined ? {} : { skipped }),
  })
  log.clear()
  const paint = paintFor(process.stdout, options.color)
  if (options.json) process.stdout.write(`${JSON.stringify(report, null, 2)}\n`)
  else if (options.body !== undefined) process.stdout.write(bodyOf(proposals, options.body))
  else
    process.stdout.write(
      terminal.render(report, paint) + (options.diff ? (await import('./diff.ts')).renderDiffs(proposals, files, paint) : ''),
    )
  return exitStatus(report, options.failOn)
}

/** Each with its own code: `check` needs nothing of what makes proposals. */
async function loadRun(command: 'check' | 'plan' | 'upgrade'): Promise<typeof check> {
  if (command === 'check') return (await import('../../commands/check.ts')).check
  return (await import('../../commands/upgrades.ts'))[command]
}

function bodyOf(proposals: readonly { body: string; upgrades: readonly { component: string }[] }[], component: string): string {
  const bodies = proposals
    .filter((proposal) => proposal.upgrades.some((one) => one.component === component))
    .map((proposal) => proposal.body)
  return bodies.length === 0 ? `No proposal for ${component}.\n` : `${bodies.join('\n\n---\n\n')}\n`
}

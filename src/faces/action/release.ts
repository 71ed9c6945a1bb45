import * as core from '@actions/core'
import { context } from '@actions/github'
import { release } from '../../commands/release/release.ts'
import { rollbackRelease } from '../../commands/release/rollback.ts'
import { fail } from '../../core/model/problems.ts'
import { type ReleaseReport, releaseMarkdown, releaseTerminal } from '../../core/reports/release.ts'
import { githubReleasePorts } from '../release-ports.ts'
import { actionLog, repositoryName } from './compose.ts'
import type { ActionInputs } from './inputs.ts'
import { safeLine, writeSummary } from './show.ts'

/**
 * `command: release` and `release-rollback`: released from the branch of the event, so that one workflow serves all branches. A pull request's run
 * looks at its merge with the base and never writes: what is not merged releases nothing.
 */
export async function runRelease(inputs: ActionInputs): Promise<void> {
  const { env } = process
  const proposed = context.eventName.startsWith('pull_request')
  const dryRun = inputs.dryRun || proposed
  const log = actionLog()
  if (proposed) log.info('This is a run for a pull request: it says what merging it would release, and writes nothing.')
  const ports = githubReleasePorts({
    env,
    repository: repositoryName(),
    token: inputs.token,
    branch: inputs.base ?? branchOfEvent(env),
    defaultBranch: defaultBranch(),
    folder: env['GITHUB_WORKSPACE'] ?? process.cwd(),
    // The merge of the pull request with its base, as the runner was started on it.
    at: proposed ? env['GITHUB_SHA'] : undefined,
    log,
  })
  await show(await run(inputs, ports, dryRun))
}

function run(inputs: ActionInputs, ports: ReturnType<typeof githubReleasePorts>, dryRun: boolean): Promise<ReleaseReport> {
  const { registry, package: name, mode, prerelease, version, reason } = inputs
  const shared = { dryRun, ...(registry === undefined ? {} : { registry }), ...(name === undefined ? {} : { package: name }) }
  if (inputs.command === 'release-rollback') {
    if (reason === undefined) return fail('usage', 'A rollback needs a reason.', { help: 'Give the input `reason`.' })
    return rollbackRelease(ports, { ...shared, reason, ...(version === undefined ? {} : { to: version }) })
  }
  return release(ports, {
    ...shared,
    ...(mode === undefined ? {} : { mode }),
    ...(prerelease === undefined ? {} : { prerelease }),
    ...(version === undefined ? {} : { as: version }),
  })
}

/** A tag's or a comment's run names no branch: then it is the default branch. */
function branchOfEvent(env: NodeJS.ProcessEnv): string | undefined {
  const base = env['GITHUB_BASE_REF']
  if (base !== undefined && base !== '') return base
  return env['GITHUB_REF_TYPE'] === 'branch' ? env['GITHUB_REF_NAME'] : undefined
}

function defaultBranch(): string | undefined {
  const found = context.payload.repository?.['default_branch']
  return typeof found === 'string' ? found : undefined
}

async function show(report: ReleaseReport): Promise<void> {
  const lines = releaseTerminal(report, (_, text) => text).split('\n')
  core.info(lines.map(safeLine).join('\n'))
  await writeSummary(releaseMarkdown(report))
  core.setOutput('result', report.result)
  core.setOutput('version', report.version ?? '')
  core.setOutput('tag', report.tag ?? '')
  core.setOutput('url', report.url ?? report.proposal?.url ?? '')
  core.setOutput('report', JSON.stringify(report))
}

import * as core from '@actions/core'
import { check } from '../../commands/check.ts'
import { lint } from '../../commands/lint.ts'
import type { Request } from '../../commands/ports.ts'
import { skippedChecks } from '../../commands/skip-checks.ts'
import { upgrade } from '../../commands/upgrades.ts'
import { type Problem, ProblemError } from '../../core/model/problems.ts'
import { lintMarkdown } from '../../core/reports/lint.ts'
import { markdown } from '../../core/reports/markdown.ts'
import type { LintReport, Report } from '../../core/reports/report.ts'
import { terminal } from '../../core/reports/terminal.ts'
import { plural } from '../../core/resolution/phrases.ts'
import { plainLine } from '../../core/text/sanitize.ts'
import { exitStatus } from '../exit-status.ts'
import { VERSION } from '../version.ts'
import { runComment } from './comment.ts'
import { carried, compose } from './compose.ts'
import { type ActionInputs, readInputs } from './inputs.ts'
import { runReview } from './review.ts'
import { annotate, safeLine, writeSummary } from './show.ts'

/** Inputs → command → outputs, summary, annotations. Every failure of the user's is said in words; our own bugs show their stack. */
export async function runAction(): Promise<void> {
  try {
    const inputs = readInputs((name) => core.getInput(name))
    core.setSecret(inputs.token)
    await runCommand(inputs)
  } catch (error) {
    if (error instanceof ProblemError) {
      annotate(error.problems)
      core.setOutput('result', 'failed')
      core.setFailed(error.problems.map((problem) => plainLine(`${problem.message} ${problem.help ?? ''}`)).join('\n'))
    } else {
      core.setFailed(
        `This is a bug in Pinwarden ${VERSION}. Please report it. ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`,
      )
    }
  }
}

function runCommand(inputs: ActionInputs): Promise<void> {
  switch (inputs.command) {
    case 'lint':
      return runLint(inputs)
    case 'review':
      return runReview(inputs)
    case 'comment':
      return runComment(inputs)
    case 'rollback':
      return runRollbackLater(inputs)
    case 'watch':
      return runWatchLater(inputs)
    case 'release':
    case 'release-rollback':
      return runLater(inputs)
    default:
      return runUpgrades(inputs)
  }
}

async function runWatchLater(inputs: ActionInputs): Promise<void> {
  const { runWatch } = await import('./watch.ts')
  return runWatch(inputs)
}

/** A chunk of its own: no other command carries the weight of a release. */
async function runLater(inputs: ActionInputs): Promise<void> {
  const { runRelease } = await import('./release.ts')
  return runRelease(inputs)
}

async function runRollbackLater(inputs: ActionInputs): Promise<void> {
  const { runRollback } = await import('./rollback.ts')
  return runRollback(inputs)
}

async function runUpgrades(inputs: ActionInputs): Promise<void> {
  const composed = compose(inputs)
  const run = { check, upgrade }[inputs.command === 'upgrade' ? 'upgrade' : 'check']
  const { report } = await carried(composed, inputs, (ports) =>
    run(ports, { ...composed.request, ...skippedIn(inputs), dryRun: inputs.dryRun }),
  )
  core.info(
    terminal
      .render(report, (_, text) => text)
      .split('\n')
      .map(safeLine)
      .join('\n'),
  )
  annotate(
    report.problems.map(
      (problem) =>
        ({
          ...problem,
          at: problem.file === undefined ? undefined : { file: problem.file, line: problem.line, column: problem.column },
        }) as Problem,
    ),
  )
  await writeSummary(markdown.render(report, (_, text) => text))
  setOutputs(report)
  if (exitStatus(report, inputs.failOn) !== 0) core.setFailed(failureText(report, inputs.failOn))
}

/** @throws ProblemError `usage` for checks without a reason, or that do not exist */
function skippedIn({ skipSafetyChecks, reason }: ActionInputs): Pick<Request, 'skipped'> {
  const skipped = skippedChecks(skipSafetyChecks, skipSafetyChecks === undefined ? undefined : reason)
  return skipped === undefined ? {} : { skipped }
}

async function runLint(inputs: ActionInputs): Promise<void> {
  const { ports, request } = compose(inputs)
  const { report, problems } = await lint(ports, request)
  annotate(problems)
  await writeSummary(lintMarkdown(report))
  core.setOutput('result', report.result)
  core.setOutput('report', JSON.stringify(report))
  const errors = report.problems.filter((problem) => problem.severity === 'error').length
  core.info(
    `${plural(report.components, 'component')}, ${plural(report.pins, 'pin')}, ${plural(errors, 'error')}, ${plural(report.problems.length - errors, 'warning')}.`,
  )
  if (errors > 0) core.setFailed(`${plural(errors, 'error')} in the registry or its pins; see the annotations.`)
}

function setOutputs(report: Report): void {
  core.setOutput('result', report.result)
  core.setOutput('upgrades', JSON.stringify(report.upgrades))
  core.setOutput('proposals', JSON.stringify(report.proposals))
  core.setOutput('held', JSON.stringify(report.held))
  core.setOutput('unresolved', JSON.stringify(report.unresolved))
  core.setOutput('report', JSON.stringify(report))
}

function failureText(report: Report | LintReport, failOn: string): string {
  const rows = report.problems.filter((problem) => problem.severity === 'error')
  const unresolved = 'unresolved' in report ? report.unresolved : []
  const parts = [
    ...(unresolved.length > 0
      ? [
          `${plural(unresolved.length, 'component')} could not be resolved: ${unresolved.map((one) => plainLine(`${one.component} (${one.cause.message})`)).join(', ')}.`,
        ]
      : []),
    ...rows.map((row) => plainLine(`${row.message} ${row.help ?? ''}`)),
  ]
  return parts.length > 0 ? parts.join('\n') : `There are upgrades of the kind that \`fail-on: ${failOn}\` names.`
}

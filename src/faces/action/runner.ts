import { tmpdir } from 'node:os'
import { join } from 'node:path'
import * as core from '@actions/core'
import { context } from '@actions/github'
import { LAYOUT as CACHE_LAYOUT } from '../../adapters/sqlite-cache-file.ts'
import { lint } from '../../commands/lint.ts'
import type { Ports, Request } from '../../commands/ports.ts'
import { check, upgrade } from '../../commands/upgrades.ts'
import { type Problem, ProblemError } from '../../core/model/problems.ts'
import { lintMarkdown } from '../../core/reports/lint.ts'
import { markdown } from '../../core/reports/markdown.ts'
import type { LintReport, Report } from '../../core/reports/report.ts'
import { terminal } from '../../core/reports/terminal.ts'
import { plainLine } from '../../core/text/sanitize.ts'
import { type Env, githubPorts } from '../compose.ts'
import { exitStatus } from '../exit-status.ts'
import { openCache } from '../open-cache.ts'
import { VERSION } from '../version.ts'
import { carriedCache } from './carried-cache.ts'
import { carrying } from './carry.ts'
import { type ActionInputs, readInputs } from './inputs.ts'

const OWN_CACHE = join(process.env['RUNNER_TEMP'] ?? tmpdir(), 'pinwarden')

/** Inputs → command → outputs, summary, annotations. Every failure of the user's is said in words; our own bugs show their stack. */
export async function runAction(): Promise<void> {
  try {
    const inputs = readInputs((name) => core.getInput(name))
    core.setSecret(inputs.token)
    await (inputs.command === 'lint' ? runLint(inputs) : runUpgrades(inputs))
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

async function runUpgrades(inputs: ActionInputs): Promise<void> {
  const composed = compose(inputs)
  const run = { check, upgrade }[inputs.command === 'upgrade' ? 'upgrade' : 'check']
  const { report } = await carried(composed, inputs, (ports) => run(ports, { ...composed.request, dryRun: inputs.dryRun }))
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

async function runLint(inputs: ActionInputs): Promise<void> {
  const { ports, request } = compose(inputs)
  const { report, problems } = await lint(ports, request)
  annotate(problems)
  await writeSummary(lintMarkdown(report))
  core.setOutput('result', report.result)
  core.setOutput('report', JSON.stringify(report))
  const errors = report.problems.filter((problem) => problem.severity === 'error').length
  core.info(`${report.components} components, ${report.pins} pins, ${errors} errors, ${report.problems.length - errors} warnings.`)
  if (errors > 0) core.setFailed(`${errors} error${errors === 1 ? '' : 's'} in the registry or its pins; see the annotations.`)
}

/** A run without a checkout: everything is read and written through the API. The cache lies in the runner's own folder. */
function compose(inputs: ActionInputs): { ports: Ports; request: Request; env: Env } {
  const log = actionLog()
  const env: Env = { PINWARDEN_CACHE_DIR: OWN_CACHE, ...process.env }
  if (env['PINWARDEN_GITHUB_TOKEN']) core.setSecret(env['PINWARDEN_GITHUB_TOKEN'])
  const { registry, environment, components, offline } = inputs
  const request = {
    components,
    offline,
    ...(registry === undefined ? {} : { registry }),
    ...(environment === undefined ? {} : { environment }),
  }
  const { token, base } = inputs
  return {
    ports: githubPorts({ env, repository: repositoryName(), token, base, offline, log, cache: openCache({ env, log }) }),
    request,
    env,
  }
}

/** A folder that the workflow chose is the workflow's to keep. */
async function carried<T>(composed: ReturnType<typeof compose>, inputs: ActionInputs, work: (ports: Ports) => Promise<T>): Promise<T> {
  const { ports, env } = composed
  if (env['PINWARDEN_CACHE_DIR'] !== OWN_CACHE) return work(ports)
  const asks = [inputs.registry ?? '', inputs.environment ?? '', inputs.base ?? '', ...inputs.components]
  const cache = carriedCache({ directory: OWN_CACHE, layout: CACHE_LAYOUT, asks, env, clock: ports.clock, log: ports.log })
  const isPrivate = context.payload.repository?.['private'] === true
  return carrying(cache, { env, event: context.eventName, isPrivate }, ports, work)
}

function setOutputs(report: Report): void {
  core.setOutput('result', report.result)
  core.setOutput('upgrades', JSON.stringify(report.upgrades))
  core.setOutput('proposals', JSON.stringify(report.proposals))
  core.setOutput('held', JSON.stringify(report.held))
  core.setOutput('unresolved', JSON.stringify(report.unresolved))
  core.setOutput('report', JSON.stringify(report))
}

/** Annotations on the lines they speak of. GitHub shows ten of each kind a step; the summary has all. */
function annotate(problems: readonly Problem[]): void {
  for (const problem of problems) {
    const text = plainLine([problem.path, problem.message, problem.help].filter((part) => part !== undefined).join(' '))
    const place =
      problem.at === undefined
        ? {}
        : {
            file: problem.at.file,
            startLine: problem.at.line ?? 1,
            ...(problem.at.column === undefined ? {} : { startColumn: problem.at.column }),
          }
    if (problem.severity === 'warning') core.warning(text, { title: 'Pinwarden', ...place })
    else core.error(text, { title: 'Pinwarden', ...place })
  }
}

/** GitHub drops a summary of more than 1 MiB whole, so it is cut before. A runner without summaries (an old server) is no failure. */
async function writeSummary(text: string): Promise<void> {
  if (process.env['GITHUB_STEP_SUMMARY'] === undefined) return
  const bytes = Buffer.from(text, 'utf8')
  const cut =
    bytes.length <= 1_000_000 ? text : `${bytes.subarray(0, 999_000).toString('utf8')}\n\n… cut: the whole is in the output \`report\`.\n`
  await core.summary.addRaw(cut).write()
}

/** Log lines of a job: a line of upstream's must not be read as a workflow command. */
function safeLine(line: string): string {
  return line.replace(/^(\s*)(::|##\[)/, '$1\u200b$2')
}

function actionLog() {
  return {
    progress: () => undefined,
    info: (message: string) => core.info(plainLine(message)),
    warn: (message: string) => core.warning(plainLine(message)),
    debug: (message: string) => core.debug(plainLine(message)),
  }
}

function repositoryName(): string {
  return `${context.repo.owner}/${context.repo.repo}`
}

function failureText(report: Report | LintReport, failOn: string): string {
  const rows = report.problems.filter((problem) => problem.severity === 'error')
  const unresolved = 'unresolved' in report ? report.unresolved : []
  const parts = [
    ...(unresolved.length > 0
      ? [
          `${unresolved.length} components could not be resolved: ${unresolved.map((one) => plainLine(`${one.component} (${one.cause.message})`)).join(', ')}.`,
        ]
      : []),
    ...rows.map((row) => plainLine(`${row.message} ${row.help ?? ''}`)),
  ]
  return parts.length > 0 ? parts.join('\n') : `There are upgrades of the kind that \`fail-on: ${failOn}\` names.`
}

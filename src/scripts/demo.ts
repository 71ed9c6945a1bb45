/**
 * The main job, with nothing but this repository: a GitHub with a realistic infrastructure repository and upstreams recorded from real
 * projects is started on this machine, and the bundled Action is run against it twice, as a runner would.
 */
import { styleText } from 'node:util'
import { runAction } from '../../test/support/action-runner.ts'
import { DEMO_REPOSITORY, DEMO_TOKEN, demoClock, demoWorld } from '../../test/support/demo-world.ts'
import { startGitHubDouble } from '../../test/support/github-double/index.ts'
import type { Paint } from '../core/reports/contract.ts'
import { type Report, reportSchema } from '../core/reports/report.ts'
import { terminal } from '../core/reports/terminal.ts'
import { renderMarkdown } from './demo/render.ts'

const paint: Paint = (style, text) => styleText(style, text, { stream: process.stdout, validateStream: true })
const width = Math.min(process.stdout.columns ?? 120, 140)
const started = performance.now()

function say(text = ''): void {
  process.stdout.write(`${text}\n`)
}

function step(text: string): void {
  say(`${paint('cyan', '▸')} ${text} ${paint('dim', `${((performance.now() - started) / 1000).toFixed(1)} s`)}`)
}

const world = demoWorld()
step(
  `Starting a GitHub on this machine: ${DEMO_REPOSITORY}, ${world.upstreams?.length} upstream repositories and ${world.images?.length} images, as of ${demoClock()}`,
)
const double = await startGitHubDouble({ world })

async function runOnce(command: 'check' | 'upgrade'): Promise<Report> {
  const run = await runAction({
    inputs: { command },
    repository: DEMO_REPOSITORY,
    sha: (await double.repository(DEMO_REPOSITORY).head()) ?? '',
    double,
    token: DEMO_TOKEN,
    env: {
      PINWARDEN_GITHUB_URL: double.restUrl,
      PINWARDEN_GITHUB_GRAPHQL_URL: double.graphqlUrl,
      PINWARDEN_DOCKER_URL: double.url,
      PINWARDEN_ENDOFLIFE_URL: double.url,
      PINWARDEN_OSV_URL: double.url,
      PINWARDEN_NOW: demoClock(),
    },
  })
  const report = run.outputs['report']
  if (report === undefined) {
    say(run.stdout + run.stderr)
    throw new Error(`the Action gave no report (exit ${run.status})`)
  }
  return reportSchema.parse(JSON.parse(report))
}

try {
  step(`Running the bundled Action: uses: pinwarden, command: upgrade`)
  const report = await runOnce('upgrade')
  step(`Done: ${double.requests.count()} requests, ${double.requests.count({ write: true })} of them writes`)
  say(`\n${terminal.render(report, paint)}`)

  const shown = report.proposals.find((proposal) => proposal.risk === 'high') ?? report.proposals[0]
  if (shown?.number != null) {
    const { title, body } = await double.repository(DEMO_REPOSITORY).pull(shown.number)
    say(paint('dim', '─'.repeat(width)))
    say(`${paint('bold', title)} ${paint('dim', `#${shown.number}`)}\n${shown.labels.map((label) => paint('cyan', label)).join('  ')}\n`)
    say(renderMarkdown(body ?? '', paint, width))
    say(paint('dim', '─'.repeat(width)))
  }

  const before = double.requests.count({ write: true })
  step('Running it again: everything is as it should be')
  const again = await runOnce('upgrade')
  const writes = double.requests.count({ write: true }) - before
  step(`Done: ${writes} writes, ${again.proposals.filter((proposal) => proposal.action === 'unchanged').length} pull requests unchanged`)
  double.assertClean()
  verify(report, writes)
} finally {
  await double.close()
}

/** The demo is a promise; it fails where the promise is not kept. */
function verify(report: Report, writes: number): void {
  const risks = new Set(report.upgrades.map((upgrade) => upgrade.risk))
  const decisions = new Set(report.held.map((held) => held.decision))
  const missing = [
    ...['low', 'medium', 'high'].filter((risk) => !risks.has(risk as 'low')).map((risk) => `an upgrade of ${risk} risk`),
    ...['hold', 'reject'].filter((decision) => !decisions.has(decision as 'hold')).map((decision) => `a ${decision}`),
    ...(report.proposals.every((proposal) => proposal.action === 'opened') ? [] : ['every pull request opened']),
    ...(writes === 0 ? [] : ['a second run without writes']),
  ]
  if (missing.length > 0) throw new Error(`the demo did not show ${missing.join(', ')}`)
}

import { type GitHubDouble, startGitHubDouble } from '../../../test/support/github-double/index.ts'
import { createClient } from '../../adapters/github/client.ts'
import { githubForge } from '../../adapters/github/forge.ts'
import type { Ports } from '../../commands/ports.ts'
import { upgrade } from '../../commands/upgrades.ts'
import { githubPorts } from '../../faces/compose.ts'
import type { Row } from './thousand.ts'

const REPOSITORY = 'acme/platform'
const TOKEN = 'ghs_bench'
const OPEN = 50
const log = { progress: () => undefined, info: () => undefined, warn: () => undefined, debug: () => undefined }

/** A thousand components, fifty of them with something newer; nothing but the forge is asked. */
function registry(): string {
  const components = Array.from({ length: 1000 }, (_, index) => {
    const newer = index < OPEN ? ', "1.0.1"' : ''
    return `  c${index}:\n    version: "1.0.0"\n    source: { datasource: static, releases: ["1.0.0"${newer}] }\n`
  })
  return `global:\n  safety: { security_advisory_check: false, breaking_change_detection: false }\ncomponents:\n${components.join('')}`
}

/** Opening fifty pull requests, and a run that finds them all as they should be: requests, and time that GitHub's limits make us wait. */
export async function proposalFigures(): Promise<Row[]> {
  const double = await startGitHubDouble({
    world: {
      now: '2026-11-01T00:00:00Z',
      tokens: [{ token: TOKEN, kind: 'installation', login: 'pinwarden[bot]' }],
      repositories: [{ nameWithOwner: REPOSITORY, files: { 'versions.yaml': registry() } }],
    },
  })
  try {
    const opening = await openFifty(double)
    const idle = await lookAtFifty(double)
    double.assertClean()
    return [
      {
        what: `opening ${OPEN} pull requests of 1,000 components: requests for each`,
        value: opening.requests / OPEN,
        bound: 6.01,
        unit: 'requests',
      },
      { what: '… waiting that GitHub’s limits on writes ask for', value: opening.waited / 1000, bound: 300, unit: 's' },
      { what: '… and nothing to do in the next run: requests', value: idle.requests, bound: 10.01, unit: 'requests' },
      { what: '… of them writes', value: idle.writes, bound: 0.01, unit: 'requests' },
      { what: '… its time', value: idle.milliseconds, bound: 6000, unit: 'ms' },
    ]
  } finally {
    await double.close()
  }
}

/** With a clock that moves by waiting alone; GitHub's own content limits refuse what is too fast. */
async function openFifty(double: GitHubDouble): Promise<{ requests: number; waited: number }> {
  let waited = 0
  const sleep = async (ms: number) => {
    waited += ms
    double.clock.advance(ms)
  }
  const client = createClient({
    token: TOKEN,
    apiUrl: double.restUrl,
    graphqlUrl: double.graphqlUrl,
    sleep,
    now: () => double.clock.now(),
    paced: true,
  })
  const forge = githubForge(client, REPOSITORY, 'github.example', null, sleep)
  const { clock, connect } = composed(double)
  const ports: Ports = {
    clock,
    log,
    connect,
    forge: async () => forge,
    files: async () => {
      const base = await forge.base()
      return { workspace: forge.workspace(base.commit), repository: REPOSITORY, base }
    },
  }
  const { report } = await upgrade(ports, { components: [], offline: false })
  const opened = report.proposals.filter((one) => one.action === 'opened').length
  if (opened !== OPEN) throw new Error(`${opened} opened: ${JSON.stringify(report.problems.slice(0, 3))}`)
  return { requests: double.requests.count(), waited }
}

/** As the Action runs it, with everything that it asks the forge for. */
async function lookAtFifty(double: GitHubDouble): Promise<{ requests: number; writes: number; milliseconds: number }> {
  // The first run with a ledger tells it what the forge knows.
  await upgrade(composed(double), { components: [], offline: false })
  const [requests, writes] = [double.requests.count(), double.requests.count({ write: true })]
  const started = performance.now()
  const { report } = await upgrade(composed(double), { components: [], offline: false })
  const milliseconds = performance.now() - started
  const unchanged = report.proposals.filter((one) => one.action === 'unchanged').length
  if (unchanged !== OPEN) throw new Error(`${unchanged} unchanged: ${JSON.stringify(report.problems.slice(0, 3))}`)
  return { requests: double.requests.count() - requests, writes: double.requests.count({ write: true }) - writes, milliseconds }
}

function composed(double: GitHubDouble): Ports {
  const env = { GITHUB_API_URL: double.restUrl, GITHUB_GRAPHQL_URL: double.graphqlUrl, PINWARDEN_NOW: '2026-11-01T00:00:00Z' }
  return githubPorts({ env, repository: REPOSITORY, token: TOKEN, log })
}

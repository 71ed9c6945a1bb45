import type { RollbackRequest } from '../../src/commands/rollback/request.ts'
import { openRollback } from '../../src/commands/rollback.ts'
import { upgrade } from '../../src/commands/upgrades.ts'
import { portsAt, REPOSITORY } from '../support/crash-place.ts'
import { type RunScenario, testDisturbedRuns } from '../support/crash-runs.ts'
import type { GitHubDouble } from '../support/github-double/index.ts'

const request = { components: [], offline: false }
const sleep = async () => undefined
const component = (name: string, releases: readonly string[]) => `  ${name}:
    version: ${releases[0]}
    source: { datasource: static, package: ${name}, releases: ${JSON.stringify(releases)} }
    pins: [{ file: compose.yaml, image: ${name} }]
`
const registry = (releases: readonly string[]) => `global:
  safety: { security_advisory_check: false, rollback: { merge: never } }
components:
${component('redis', releases)}${component('loki', ['3.0.0', '3.0.1'])}`
const world = {
  files: {
    'versions.yaml': registry(['7.2.4', '7.2.5']),
    'compose.yaml': 'services:\n  cache:\n    image: redis:7.2.4\n  # logs\n  logs:\n    image: loki:3.0.0\n',
  },
}

const back =
  (more: Partial<RollbackRequest> = {}) =>
  (double: GitHubDouble) =>
    openRollback(portsAt(double, 5), { component: 'redis', reason: 'it broke', requestedBy: 'ada', ...more }, { sleep })

/** All that is proposed is merged, one after the other, and the ledger has been told so. */
async function upgraded(double: GitHubDouble): Promise<void> {
  const repo = double.repository(REPOSITORY)
  await upgrade(portsAt(double, 0), request)
  for (let [pull] = repo.pulls('open'); pull !== undefined; [pull] = repo.pulls('open')) {
    await repo.merge(pull.number, 'ada', 'SQUASH')
    await upgrade(portsAt(double, 1), request)
  }
}

const next = (double: GitHubDouble) => upgrade(portsAt(double, 6), request)

async function rolledBack(double: GitHubDouble): Promise<void> {
  const { proposal } = await back()(double)
  await double.repository(REPOSITORY).merge(proposal?.number ?? 0, 'ada', 'SQUASH')
}

/** A newer release is proposed while the older one is what runs. */
async function newerProposed(double: GitHubDouble): Promise<void> {
  await upgraded(double)
  const repo = double.repository(REPOSITORY)
  const text = (await repo.text('versions.yaml')) ?? ''
  await repo.push('main', { 'versions.yaml': text.replace('"7.2.5"]', '"7.2.5","7.2.6"]') }, { author: 'ada' })
  await upgrade(portsAt(double, 3), request)
}

/** Asking again is told, too. */
const each = ['no-op']

const SCENARIOS: readonly RunScenario[] = [
  { name: 'one component', world, each, arrange: upgraded, run: back() },
  { name: 'two components together', world, each, arrange: upgraded, run: back({ with: ['loki'] }) },
  {
    name: 'to a version that never ran here',
    world,
    each,
    arrange: upgraded,
    run: back({ component: 'loki', exclude: false, incident: 'INC-1' }),
  },
  {
    name: 'upon what somebody pushed since it was asked for',
    world,
    each,
    arrange: async (double) => {
      await upgraded(double)
      await back()(double)
      const text = (await double.repository(REPOSITORY).text('compose.yaml')) ?? ''
      await double.repository(REPOSITORY).push('main', { 'compose.yaml': `# by ada\n${text}` }, { author: 'ada' })
    },
    run: back(),
    after: next,
  },
  {
    name: 'a version that was rolled back, let in again',
    world,
    each,
    arrange: async (double) => {
      await upgraded(double)
      await rolledBack(double)
      await next(double)
    },
    run: back({ to: '7.2.5', reland: true, reason: 'it was the disk' }),
  },
  {
    name: 'beside the proposal of a newer release',
    world,
    each,
    arrange: newerProposed,
    run: back(),
  },
  {
    // Once before the ledger knows of the merge and once after: a run that was cut in between saves the first.
    name: 'the run that finds a rollback merged',
    world,
    each: ['proposal-refreshed'],
    arrange: async (double) => {
      await newerProposed(double)
      await rolledBack(double)
    },
    run: next,
  },
]

testDisturbedRuns('rollback', SCENARIOS)

import { watchRollbacks } from '../../src/commands/rollback-for.ts'
import { upgrade } from '../../src/commands/upgrades.ts'
import { KILL_SWITCH, watch } from '../../src/commands/watch.ts'
import { BOT, portsAt, REPOSITORY } from '../support/crash-place.ts'
import { type RunScenario, testDisturbedRuns } from '../support/crash-runs.ts'
import type { GitHubDouble } from '../support/github-double/index.ts'

const request = { components: [], offline: false }
const registry = `global:
  safety:
    security_advisory_check: false
    rollback: { merge: always, watch: { checks: [tests] } }
components:
  redis:
    version: 7.2.4
    source: { datasource: static, package: redis, releases: ["7.2.4", "7.2.5"] }
    pins: [{ file: compose.yaml, image: redis }]
`
const world = { files: { 'versions.yaml': registry, 'compose.yaml': 'image: redis:7.2.4\n' } }

/** Redis is upgraded and merged; its tests were green before, and end so after. */
async function merged(double: GitHubDouble, ...results: readonly string[]): Promise<void> {
  const repo = double.repository(REPOSITORY)
  await repo.check((await repo.head()) ?? '', 'tests', 'success')
  await upgrade(portsAt(double, 0), request)
  const commit = await repo.merge(1, 'ada', 'SQUASH')
  for (const result of results) await repo.check(commit, 'tests', result)
}

const watchAt = (minutes: number) => (double: GitHubDouble) => {
  const ports = portsAt(double, minutes)
  return watch(ports, request, {
    ...watchRollbacks(ports),
    sleep: async () => undefined,
    secret: () => undefined,
  })
}

const goneBad = (double: GitHubDouble) => merged(double, 'failure', 'failure')

const SCENARIOS: readonly RunScenario[] = [
  // Where two runs met, the ledger says that one of them found the rollback on its way.
  { name: 'a bad upgrade that is taken back', world, each: ['no-op'], arrange: goneBad, run: watchAt(5) },
  { name: 'a good upgrade whose watch is over', world, arrange: (double) => merged(double, 'success'), run: watchAt(65) },
  { name: 'an upgrade of which nothing is heard', world, arrange: (double) => merged(double), run: watchAt(65) },
  {
    name: 'a bad upgrade while automatic rollbacks are switched off',
    world,
    arrange: async (double) => {
      await goneBad(double)
      const signals = await portsAt(double, 1).signals?.()
      await signals?.tell({ key: 'off', title: 'Not today', body: 'Ada is at it.', labels: [KILL_SWITCH] })
    },
    run: watchAt(5),
  },
  {
    name: 'a rollback that is green and goes in',
    world,
    arrange: async (double) => {
      await goneBad(double)
      await watchAt(5)(double)
      const repo = double.repository(REPOSITORY)
      const back = repo.pulls('open').find((one) => one.author === BOT)
      await repo.check(back?.pull.headSha ?? '', 'tests', 'success')
    },
    run: watchAt(7),
  },
]

testDisturbedRuns('watch', SCENARIOS)

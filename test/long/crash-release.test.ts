import { release } from '../../src/commands/release/release.ts'
import { rollbackRelease } from '../../src/commands/release/rollback.ts'
import type { AssetFiles } from '../../src/ports/asset-files.ts'
import { REPOSITORY, releasePortsAt } from '../support/crash-place.ts'
import { type RunScenario, testDisturbedRuns } from '../support/crash-runs.ts'
import type { GitHubDouble } from '../support/github-double/index.ts'
import { FILES } from '../support/release-world.ts'

const bytes = Buffer.from('bytes')
const DIGEST = 'sha256:277089d91c0bdf4f2e6862ba7e4a07605119431f5d13f726dd352b06f1b206a9'
const assets: AssetFiles = {
  matching: async (globs) =>
    new Map(
      globs.map((glob) => [glob, [{ name: 'app.tgz', path: 'dist/app.tgz', size: bytes.length, digest: DIGEST, read: async () => bytes }]]),
    ),
}

const registry = `release: { assets: ['dist/*'] }\n`
const world = { files: { ...FILES, 'versions.yaml': registry }, settings: { immutableReleases: true } }

const releasing =
  (mode: 'pr' | 'direct' = 'pr') =>
  (double: GitHubDouble) =>
    release(releasePortsAt(double, assets), { dryRun: false, mode })

/** 1.2.0 is out, and something was done since. */
async function begun(double: GitHubDouble): Promise<void> {
  const answer = await fetch(`${double.restUrl}/repos/${REPOSITORY}/releases`, {
    method: 'POST',
    headers: { authorization: 'token ghs_app', 'content-type': 'application/json' },
    body: JSON.stringify({ tag_name: 'v1.2.0', target_commitish: 'main', name: 'v1.2.0', body: 'First.' }),
  })
  if (!answer.ok) throw new Error(await answer.text())
  await double.repository(REPOSITORY).push('main', { a: '1' }, { author: 'ada', message: 'feat: a' })
}

async function proposed(double: GitHubDouble): Promise<void> {
  await begun(double)
  await releasing()(double)
}

const SCENARIOS: readonly RunScenario[] = [
  { name: 'straight to the branch, with a file', world, arrange: begun, run: releasing('direct') },
  { name: 'by a pull request', world, arrange: begun, run: releasing() },
  {
    name: 'a pull request that more was done since',
    world,
    arrange: async (double) => {
      await proposed(double)
      await double.repository(REPOSITORY).push('main', { b: '1' }, { author: 'ada', message: 'feat!: b' })
    },
    run: releasing(),
  },
  {
    name: 'a pull request that was merged',
    world,
    arrange: async (double) => {
      await proposed(double)
      await double.repository(REPOSITORY).merge(1, 'ada', 'MERGE')
    },
    run: releasing(),
  },
  {
    name: 'back to the release before',
    world,
    arrange: async (double) => {
      await begun(double)
      await releasing('direct')(double)
    },
    run: (double) => rollbackRelease(releasePortsAt(double, assets), { dryRun: false, reason: 'it crashes' }),
  },
]

testDisturbedRuns('release', SCENARIOS)

import { review } from '../../src/commands/review.ts'
import { upgrade } from '../../src/commands/upgrades.ts'
import { BOT, portsAt, REPOSITORY } from '../support/crash-place.ts'
import { type RunScenario, testDisturbedRuns } from '../support/crash-runs.ts'
import type { GitHubDouble } from '../support/github-double/index.ts'
import { moved, propose, reviewWorld } from '../support/reviewing.ts'

const { repositories: [repository] = [], upstreams = [] } = reviewWorld()
const world = {
  ...(repository?.files === undefined ? {} : { files: repository.files }),
  collaborators: { alice: 'write' as const },
  upstreams,
}

const reviewed = (double: GitHubDouble) => review(portsAt(double, 5), { subject: { pull: 1 }, post: true })
const change = (double: GitHubDouble) => propose(double, 'change', moved('redis', '7.2.4', '7.2.5'))

async function changedAgain(double: GitHubDouble, to: string): Promise<void> {
  await change(double)
  await reviewed(double)
  await double.repository(REPOSITORY).push('change', moved('redis', '7.2.4', to), { author: 'alice' })
}

const SCENARIOS: readonly RunScenario[] = [
  { name: 'a first look', world, arrange: change, run: reviewed },
  { name: 'a new head that is refused', world, arrange: (double) => changedAgain(double, '7.0.0'), run: reviewed },
  { name: 'a head that changes no version any more', world, arrange: (double) => changedAgain(double, '7.2.4'), run: reviewed },
  {
    name: 'a proposal of our own',
    world,
    arrange: async (double) => {
      await upgrade(portsAt(double, 0), { components: ['redis'], offline: false })
      if (double.repository(REPOSITORY).issue(1).author !== BOT) throw new Error('the first pull request is ours')
    },
    run: reviewed,
  },
]

testDisturbedRuns('review', SCENARIOS)

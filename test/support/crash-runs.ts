import { afterAll, expect, it } from 'vitest'
import { aBeginning, type Beginning, type PlaceWorld } from './crash-place.ts'
import { differences, snapshotOf } from './crash-snapshot.ts'
import type { GitHubDouble } from './github-double/index.ts'
import type { FaultRule } from './github-double/server/faults.ts'

/** A command between a repository as it stands and as it should be. */
export interface RunScenario {
  name: string
  world: PlaceWorld
  /** Brings the repository to where the run begins. */
  arrange(double: GitHubDouble): Promise<unknown>
  /** One whole run, as a process of its own. */
  run(double: GitHubDouble): Promise<unknown>
  /** What comes in any case later, and clears up what two runs at once left. */
  after?(double: GitHubDouble): Promise<unknown>
  /** Events of the ledger that each run adds whatever it found, such as that it was asked: they are not compared. */
  each?: readonly string[]
}

interface Disturbance {
  name: string
  /** Makes it happen at write `k`, before the run begins. */
  set(double: GitHubDouble, k: number, run: () => Promise<unknown>): void
}

const fault = (name: string, kind: FaultRule['fault']): Disturbance => ({
  name,
  set: (double, k) => double.faults.add({ match: { write: true, nth: k }, fault: kind }),
})

/** Nothing changes between two writes, so a process that is killed before each of them, and after the last, is killed anywhere. */
const DISTURBANCES: readonly Disturbance[] = [
  {
    name: 'killed before',
    set(double, k) {
      let writes = 0
      double.hooks.before = (_, { write }) => {
        if (write) writes += 1
        return writes >= k ? 'reset' : undefined
      }
    },
  },
  {
    name: 'killed after',
    set(double, k) {
      let writes = 0
      let dead = false
      double.hooks.before = () => (dead ? 'reset' : undefined)
      double.hooks.after = (_, { write }) => {
        if (write) writes += 1
        dead ||= writes >= k
        return dead ? 'reset' : undefined
      }
    },
  },
  fault('answer lost', 'reset-after'),
  fault('connection reset', 'reset'),
  fault('status 500', { status: 500 }),
  fault('primary limit', 'primary-limit'),
  fault('secondary limit', 'secondary-limit'),
  {
    name: 'crossed by another run before',
    set(double, k, run) {
      let writes = 0
      let crossing = false
      double.hooks.before = async (_, { write }) => {
        if (crossing || !write) return
        writes += 1
        if (writes !== k) return
        crossing = true
        await run().catch(() => undefined)
        crossing = false
      }
    },
  },
]

interface Outcome {
  /** Of the first run. */
  writes: number
  end: unknown
}

/** A run, disturbed or not, then two more: the first does what is left, the second tells what the first did. */
async function outcomeOf(
  scenario: RunScenario,
  beginning: Beginning,
  disturb?: (double: GitHubDouble) => void,
  more = 2,
): Promise<Outcome> {
  const { double, close } = await beginning.copy()
  try {
    disturb?.(double)
    const before = double.requests.count({ write: true })
    const first = scenario.run(double)
    await (disturb === undefined ? first : first.catch(() => undefined))
    const writes = double.requests.count({ write: true }) - before
    delete double.hooks.before
    delete double.hooks.after
    double.faults.clear()
    for (let run = 0; run < more; run += 1) await scenario.run(double)
    await scenario.after?.(double)
    return { writes, end: await snapshotOf(double, new Set(scenario.each)) }
  } finally {
    double.assertClean()
    await close()
  }
}

/** So many go on at once: some while others wait for git. */
const AT_ONCE = 3

async function work(queue: (() => Promise<void>)[]): Promise<void> {
  for (let next = queue.shift(); next !== undefined; next = queue.shift()) await next()
}

/**
 * For each scenario a test: every write of its run is cut, refused, lost and crossed in every way; the next runs come to where undisturbed
 * ones do. Prints how many there were.
 */
export function testDisturbedRuns(title: string, scenarios: readonly RunScenario[]): void {
  let cuts = 0
  let converged = 0
  afterAll(() => console.log(`${title}: ${scenarios.length} scenarios, ${cuts} cuts, ${converged === cuts ? 'all' : converged} converged`))
  it.each(scenarios)('$name ends the same wherever it is disturbed', { timeout: 300_000 }, async (scenario) => {
    const beginning = await aBeginning(scenario.world, scenario.arrange)
    try {
      const calm = await outcomeOf(scenario, beginning)
      expect(calm.writes, 'a run that writes nothing cannot be cut').toBeGreaterThan(0)
      expect(differences(calm.end, (await outcomeOf(scenario, beginning, undefined, 3)).end), 'one run more').toEqual([])
      const wrong: string[] = []
      const tries = Array.from({ length: calm.writes }, (_, at) => at + 1).flatMap((k) =>
        DISTURBANCES.map(({ name, set }) => async () => {
          cuts += 1
          const outcome = await outcomeOf(scenario, beginning, (double) => set(double, k, () => scenario.run(double))).catch(String)
          const found = typeof outcome === 'string' ? [outcome] : differences(calm.end, outcome.end)
          if (found.length === 0) converged += 1
          else wrong.push(`${name} ${k}: ${found.join('; ')}`)
        }),
      )
      await Promise.all(Array.from({ length: AT_ONCE }, () => work(tries)))
      expect(wrong).toEqual([])
    } finally {
      await beginning.remove()
    }
  })
}

import { createClient } from '../../src/adapters/github/client.ts'
import { githubForge } from '../../src/adapters/github/forge.ts'
import { type Converged, converge, type Goal } from '../../src/commands/converge.ts'
import type { Proposal } from '../../src/core/model/proposal.ts'
import type { ProposalLimits } from '../../src/core/proposals/limits.ts'
import type { Forge } from '../../src/ports/forge.ts'
import { type GitHubDouble, startGitHubDouble } from './github-double/index.ts'
import type { FaultRule } from './github-double/server/faults.ts'
import type { World } from './github-double/world.ts'

export const REPOSITORY = 'acme/platform'
export const BOT = 'pinwarden[bot]'

const log = { progress: () => undefined, info: () => undefined, warn: () => undefined, debug: () => undefined }

/** What a run wants, or how it follows from what is pinned in the base branch's `compose.yaml`. */
export type Desired = readonly Proposal[] | ((compose: string) => readonly Proposal[])

/** A repository on a GitHub of its own, and runs in it. */
export interface Stage {
  double: GitHubDouble
  /** One whole run that wants these; null is a run that could not be carried to its end. */
  run(desired: Desired, limits?: ProposalLimits): Promise<Converged>
  forge: Forge
}

/** Something that a run does, between a repository as it stands and as it should be. */
export interface Scenario {
  name: string
  repository?: Partial<NonNullable<World['repositories']>[number]>
  /** Brings the repository to where the run begins. */
  arrange?(stage: Stage): Promise<unknown>
  desired: Desired
}

export async function openStage({ repository }: Pick<Scenario, 'repository'> = {}): Promise<Stage> {
  const double = await startGitHubDouble({
    // A fixed clock: no two writes share a time, and the pace never waits.
    world: {
      now: '2026-11-01T00:00:00Z',
      tokens: [{ token: 'ghs_app', kind: 'installation', login: BOT }],
      repositories: [
        {
          nameWithOwner: REPOSITORY,
          collaborators: { ada: 'write', eve: 'write' },
          files: { 'compose.yaml': 'image: redis:7.2.4\n' },
          ...repository,
        },
      ],
    },
    contentLimits: null,
  })
  const forge = forgeAt(double)
  return { double, forge, run: (desired, limits) => runOnce(double, forge, desired, limits) }
}

/** Another process: a client of its own. */
export function forgeAt(double: GitHubDouble, token = 'ghs_app', repository = REPOSITORY): Forge {
  const sleep = async () => undefined
  const client = createClient({ token, apiUrl: double.restUrl, graphqlUrl: double.graphqlUrl, sleep, now: () => double.clock.now() })
  return githubForge(client, repository, 'github.example', null, sleep)
}

export async function runOnce(double: GitHubDouble, forge: Forge, desired: Desired, limits: ProposalLimits = {}): Promise<Converged> {
  const goal = async (): Promise<Goal> => {
    const base = await forge.base()
    const compose = (await double.repository(REPOSITORY).text('compose.yaml', base.commit)) ?? ''
    const proposals = typeof desired === 'function' ? desired(compose) : desired
    return { proposals, base, settled: () => true, turnedBad: () => false, limits, now: Date.parse('2026-11-01T00:00:00Z') }
  }
  return converge(await goal(), goal, { forge, log, dry: false })
}

/** Everything that people can see, without what differs from run to run: ids, times, shas. */
export async function snapshot({ double }: Pick<Stage, 'double'>): Promise<unknown> {
  const repo = double.repository(REPOSITORY)
  const branches = await Promise.all(
    (await repo.branches()).sort().map(async (name) => {
      const commits = await repo.log(`refs/heads/${name}`)
      return [name, commits[0]?.tree, commits.map((one) => plain(one.message))]
    }),
  )
  const pulls = repo.pulls().map((issue) => ({
    title: issue.title,
    body: plain(issue.body ?? ''),
    state: issue.pull.mergedAt === null ? issue.state : 'merged',
    branch: issue.pull.headRef,
    draft: issue.pull.draft,
    labels: [...issue.labels].sort(),
    reviewers: [...issue.pull.reviewers].sort(),
    teams: [...issue.pull.teams].sort(),
    assignees: [...issue.assignees].sort(),
    milestone: issue.milestone,
    autoMerge: issue.pull.autoMerge?.method ?? null,
    queued: issue.pull.queued ?? false,
    comments: issue.comments.map((comment) => plain(comment.body)),
  }))
  // Which of two was opened first is nobody's business.
  pulls.sort((a, b) => (`${a.branch} ${a.state}` < `${b.branch} ${b.state}` ? -1 : 1))
  const labels = repo.data.labels
    .map(({ name, color, description }) => ({ name, color, description }))
    .sort((a, b) => (a.name < b.name ? -1 : 1))
  return { branches, pulls, labels }
}

function plain(text: string): string {
  return text.replace(/\b[0-9a-f]{40}\b/g, '<sha>')
}

/** One way to disturb a run at its request `k`. */
export interface Disturbance {
  name: string
  /** Set where a read is sent again just as after another of these, so that it tells nothing new. */
  writes?: true
  /** Makes it happen, before the run begins. */
  set(double: GitHubDouble, k: number): void
}

const fault = (name: string, kind: FaultRule['fault'], writes?: true): Disturbance => ({
  name,
  ...(writes === undefined ? {} : { writes }),
  set: (double, k) => double.faults.add({ match: { nth: k }, fault: kind }),
})

/**
 * A process that is killed after its request `k` took effect sends nothing any more, and never sees the answer. Nothing lies between that and
 * being killed before the next request; `k` = 0 is killed before the first.
 */
export const KILLED: Disturbance = {
  name: 'killed after',
  set(double, k) {
    let sent = 0
    double.hooks.before = () => {
      sent += 1
      return sent > k ? 'reset' : undefined
    }
    double.hooks.after = () => (sent >= k ? 'reset' : undefined)
  },
}

export const DISTURBANCES: readonly Disturbance[] = [
  KILLED,
  fault('answer lost', 'reset-after', true),
  fault('connection reset', 'reset'),
  fault('status 500', { status: 500 }, true),
  fault('primary limit', 'primary-limit'),
  fault('secondary limit', 'secondary-limit'),
]

/** What an undisturbed run of the scenario sends, and where it ends. */
export async function undisturbed(scenario: Scenario): Promise<{ requests: readonly { write: boolean }[]; end: unknown }> {
  const stage = await openStage(scenario)
  try {
    await scenario.arrange?.(stage)
    const before = stage.double.requests.count()
    await stage.run(scenario.desired)
    const requests = stage.double.requests.all().slice(before)
    await stage.run(scenario.desired)
    return { requests, end: await snapshot(stage) }
  } finally {
    stage.double.assertClean()
    await stage.double.close()
  }
}

/** Disturbs a run, starts another, and gives where that ends and how much a third still writes (nothing, if all is well). */
export async function disturbed(scenario: Scenario, disturbance: Disturbance, k: number): Promise<{ end: unknown; writes: number }> {
  const stage = await openStage(scenario)
  try {
    await scenario.arrange?.(stage)
    disturbance.set(stage.double, k)
    await stage.run(scenario.desired).catch(() => undefined)
    delete stage.double.hooks.before
    delete stage.double.hooks.after
    stage.double.faults.clear()
    return await settle(stage, scenario)
  } finally {
    stage.double.assertClean()
    await stage.double.close()
  }
}

/** A second run goes from start to end while the first one waits before its request `k`. */
export async function interleaved(scenario: Scenario, k: number): Promise<{ end: unknown; writes: number }> {
  const stage = await openStage(scenario)
  try {
    await scenario.arrange?.(stage)
    let sent = 0
    let other = false
    stage.double.hooks.before = async () => {
      if (other) return
      sent += 1
      if (sent !== k) return
      other = true
      await runOnce(stage.double, forgeAt(stage.double), scenario.desired)
      other = false
    }
    await stage.run(scenario.desired)
    delete stage.double.hooks.before
    return await settle(stage, scenario)
  } finally {
    stage.double.assertClean()
    await stage.double.close()
  }
}

async function settle(stage: Stage, scenario: Scenario): Promise<{ end: unknown; writes: number }> {
  const next = forgeAt(stage.double)
  await runOnce(stage.double, next, scenario.desired)
  const end = await snapshot(stage)
  const before = stage.double.requests.count({ write: true })
  await runOnce(stage.double, next, scenario.desired)
  return { end, writes: stage.double.requests.count({ write: true }) - before }
}

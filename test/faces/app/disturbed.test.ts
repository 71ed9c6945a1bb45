import fc from 'fast-check'
import { afterEach, beforeAll, expect, it } from 'vitest'
import { startAppDouble, startTestApp, type TestApp } from '../../support/app.ts'
import { type EventSpec, eventPayload } from '../../support/github-double/events.ts'
import type { GitHubDouble } from '../../support/github-double/index.ts'

const REGISTRY = `components:
  redis:
    version: 7.2.4
    source: { datasource: static, package: redis, releases: ['7.2.4', '7.2.5'] }
    pins: [{ file: compose.yaml, image: redis }]
  nginx:
    version: 1.26.0
    source: { datasource: static, package: nginx, releases: ['1.26.0', '1.26.1'] }
    pins: [{ file: compose.yaml, image: nginx }]
global:
  safety: { security_advisory_check: false, breaking_change_detection: false }
`
const COMPOSE = 'services:\n  cache:\n    image: redis:7.2.4\n  web:\n    image: nginx:1.26.0\n'
const NAMES = ['acme/one', 'acme/two', 'other/three'] as const

interface Sent {
  repository: string
  name: EventSpec['event']
  payload: unknown
  id: string
}

/** Something that is done with the deliveries: one is sent, the App gets time, or it is stopped and another one started. */
type Step = { send: number } | 'wait' | 'restart'

const doubles: GitHubDouble[] = []
afterEach(async () => {
  for (const double of doubles.splice(0)) await double.close()
})

/** Three repositories of two owners in which people then do things; with what GitHub tells of them, in the order in which it happened. */
async function world(): Promise<{ double: GitHubDouble; sent: Sent[] }> {
  const files = { 'versions.yaml': REGISTRY, 'compose.yaml': COMPOSE }
  const double = await startAppDouble({
    users: [{ login: 'alice' }],
    repositories: NAMES.map((nameWithOwner) => ({ nameWithOwner, files, collaborators: { alice: 'admin' as const } })),
  })
  doubles.push(double)
  const first = await startTestApp(double)
  for (const name of NAMES) await first.deliver(name, await pushOf(double, name))
  await first.idle()
  await first.stop()
  const sent: Sent[] = []
  const tell = async (repository: string, spec: EventSpec) =>
    void sent.push({ repository, name: spec.event, payload: await eventPayload(double, repository, spec), id: `delivery-${sent.length}` })
  for (const name of NAMES) await change(double, name, tell)
  return { double, sent }
}

/** A person closes one of our pull requests, gives a command on the other, moves a version by hand and pushes something else. */
async function change(double: GitHubDouble, name: string, tell: (repository: string, spec: EventSpec) => Promise<void>): Promise<void> {
  const repo = double.repository(name)
  const numberOf = (component: string) => repo.pulls('open').find((pull) => pull.title.includes(component))?.number ?? 0
  const [redis, nginx] = [numberOf('redis'), numberOf('nginx')]
  if (name !== 'acme/two') {
    await repo.close(redis, 'alice')
    await tell(name, { event: 'pull_request', action: 'closed', number: redis, sender: 'alice' })
  }
  if (name !== 'other/three') {
    const { id } = await repo.comment(nginx, 'alice', '/pinwarden ignore until 2099-01-01')
    await tell(name, { event: 'issue_comment', action: 'created', number: nginx, comment: id, sender: 'alice' })
  }
  const before = (await repo.head()) ?? ''
  const after = await repo.push('main', { 'README.md': 'Words.\n' }, { author: 'alice' })
  await tell(name, { event: 'push', branch: 'main', before, after, sender: 'alice' })
}

async function pushOf(double: GitHubDouble, name: string): Promise<EventSpec> {
  const head = (await double.repository(name).head()) ?? ''
  return { event: 'push', branch: 'main', before: head, after: head, sender: 'alice' }
}

/** All that people see of a repository in the end. */
async function stateOf(double: GitHubDouble): Promise<unknown> {
  const states = NAMES.map(async (name) => {
    const repo = double.repository(name)
    const pulls = repo.data.issues.flatMap((issue) => (issue.pull === undefined ? [] : [repo.pull(issue.number)]))
    const shown = pulls.map(async ({ title, state, labels, comments, pull }) => ({
      ...{ title, state, branch: pull.headRef, merged: pull.mergedAt !== null, labels: [...labels].sort() },
      replies: comments.filter((one) => one.author === 'pinwarden[bot]').length,
      text: state === 'open' ? await repo.text('compose.yaml', pull.headRef) : null,
    }))
    return {
      name,
      pulls: (await Promise.all(shown)).sort((a, b) => a.branch.localeCompare(b.branch)),
      branches: (await repo.branches()).sort(),
    }
  })
  return Promise.all(states)
}

async function play(double: GitHubDouble, sent: readonly Sent[], steps: readonly Step[]): Promise<void> {
  let app: TestApp = await startTestApp(double)
  let restarted = false
  for (const step of steps) {
    if (step === 'wait') await app.idle()
    else if (step === 'restart') {
      // What runs may end, what waits is dropped: the next start's round finds it.
      await app.stop()
      app = await startTestApp(double)
      restarted = true
    } else {
      const one = sent[step.send]
      if (one !== undefined) expect((await app.send(one.name, one.payload, { id: one.id })).status).toBe(200)
    }
  }
  if (restarted) await app.service.round()
  await app.idle()
  expect(app.logs.filter((one) => one['level'] === 'error')).toEqual([])
  await app.stop()
}

let undisturbed: unknown
let deliveries: number
beforeAll(async () => {
  const { double, sent } = await world()
  deliveries = sent.length
  await play(
    double,
    sent,
    sent.flatMap((_, send): Step[] => [{ send }, 'wait']),
  )
  undisturbed = await stateOf(double)
  await double.close()
  doubles.length = 0
})

it('what people asked for is done once, as they asked', () => {
  expect(deliveries).toBe(7)
  expect(undisturbed).toMatchObject([
    { pulls: [{ state: 'closed', replies: 2 }, { state: 'closed' }] },
    { pulls: [{ state: 'closed', replies: 2 }, { state: 'open' }] },
    { pulls: [{ state: 'open' }, { state: 'closed' }] },
  ])
})

it('whatever comes twice, again or in another order, and whenever the App is stopped, ends in the same', async () => {
  const steps = fc
    .shuffledSubarray([0, 1, 2, 3, 4, 5, 6], { minLength: 7 })
    .chain((order) =>
      fc.tuple(fc.constant(order), fc.array(fc.nat(6), { maxLength: 6 }), fc.infiniteStream(fc.nat(9)), fc.boolean(), fc.nat(6)),
    )
    .map(([order, again, dice, restarts, cut]) => {
      const all = [...order.slice(0, 4), ...again, ...order.slice(4), ...again].map((send): Step => ({ send }))
      const waited = all.flatMap((step): Step[] => (dice.next().value < 2 ? [step, 'wait'] : [step]))
      return restarts ? waited.toSpliced(cut + 2, 0, 'restart') : waited
    })
  await fc.assert(
    fc.asyncProperty(steps, async (given) => {
      const { double, sent } = await world()
      await play(double, sent, given)
      expect(await stateOf(double)).toEqual(undisturbed)
      double.assertClean()
      await double.close()
      doubles.length = 0
    }),
    { numRuns: 3, endOnFailure: true },
  )
}, 60_000)

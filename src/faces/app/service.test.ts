import fc from 'fast-check'
import { expect, it } from 'vitest'
import { handTurned } from '../../../test/support/hand-turned.ts'
import { MINUTE } from '../../core/model/instant.ts'
import { createDeliveries } from './deliveries.ts'
import { createLogger } from './log.ts'
import { createMetrics } from './metrics.ts'
import { createRunQueue } from './run-queue.ts'
import type { RunResult } from './run-repository.ts'
import { createService, type ServiceParts } from './service.ts'

const turn = () => new Promise<void>((done) => setImmediate(done))

function setUp(
  result: () => RunResult | Promise<RunResult>,
  watched: ServiceParts['watch'] = async () => ({ result: 'ok', followup: false }),
) {
  const timer = handTurned()
  const queue = createRunQueue({ concurrency: 1, now: timer.now, onError: (error) => expect.fail(String(error)) })
  const ran: string[] = []
  const service = createService({
    queue,
    timer,
    deliveries: createDeliveries(3),
    metrics: createMetrics(queue.status),
    log: createLogger('error', { write: () => undefined }),
    tokens: () => ({ token: async () => 'ghs_x', refuse: () => undefined }),
    async run(repository) {
      ran.push(repository.name)
      return result()
    },
    review: async () => ({ result: 'ok', followup: false }),
    comment: async () => ({ result: 'ok', followup: false }),
    watch: watched,
    survey: async (installation) => [{ id: 9, name: `surveyed/${installation}`, installation }],
    missed: async () => [],
    installations: async () => [1, 2],
    self: () => null,
  })
  const idle = async () => {
    do await turn()
    while (queue.status().waiting + queue.status().running > 0)
  }
  const push = (id: string, name = 'acme/shop') =>
    service.receive({
      id,
      name: 'push',
      payload: { ref: 'refs/heads/main', installation: { id: 1 }, repository: { id: 5, full_name: name, default_branch: 'main' } },
    })
  return { timer, service, ran, idle, push, queue }
}

it('repeats a run whose upstream did not answer, later each time, then leaves it to the schedule', async () => {
  const at = setUp(() => ({ result: 'unavailable', report: null }))
  at.push('1')
  const waits: number[] = []
  for (;;) {
    await at.idle()
    const [wait] = at.timer.planned()
    if (wait === undefined) break
    waits.push(wait)
    at.timer.pass(wait)
  }
  expect(waits).toEqual([MINUTE, 5 * MINUTE, 25 * MINUTE])
  expect(at.ran.length).toBe(4)
})

it('waits as long as a rate limit asks for, and not for ever', async () => {
  const hour = 60 * MINUTE
  for (const [asked, waited] of [
    [20 * MINUTE, 20 * MINUTE],
    [30 * hour, 65 * MINUTE],
  ] as const) {
    const at = setUp(() => ({ result: 'unavailable', report: null, retryAt: Date.now() + asked }))
    at.push('1')
    await at.idle()
    expect(Math.round((at.timer.planned()[0] ?? 0) / MINUTE)).toBe(waited / MINUTE)
  }
})

it('begins to count anew after a run that went well, and does not repeat what a person must mend', async () => {
  const results: RunResult['result'][] = ['unavailable', 'ok', 'unavailable', 'ok', 'failed', 'gone', 'bug', 'no-registry']
  const at = setUp(() => ({ result: results.shift() ?? 'ok', report: null }))
  const waits: (number | undefined)[] = []
  for (let id = 0; results.length > 0; id += 1) {
    if (at.timer.planned().length === 0) at.push(`${id}`)
    else at.timer.pass(MINUTE)
    await at.idle()
    waits.push(at.timer.planned()[0])
  }
  expect(waits).toEqual([MINUTE, undefined, MINUTE, ...Array.from({ length: 5 }, () => undefined)])
})

it('remembers deliveries, the newest of them', async () => {
  const at = setUp(() => ({ result: 'ok', report: null }))
  for (const id of ['1', '1', '2', '3', '1', '4', '2']) {
    at.push(id)
    await at.idle()
  }
  // 1 2 3, 1 is the newest again, 4 takes the place of 2, which is then new.
  expect(at.ran.length).toBe(5)
})

it('uses the newest name of a repository that was renamed while it waited, and forgets one that left', async () => {
  let open: () => void = () => undefined
  const gate = new Promise<RunResult>((done) => {
    open = () => done({ result: 'ok', report: null })
  })
  const at = setUp(() => gate)
  at.push('1', 'acme/old')
  at.push('2', 'acme/old')
  at.push('3', 'acme/new')
  open()
  await at.idle()
  expect(at.ran).toEqual(['acme/old', 'acme/new'])
  const repository = { id: 5, full_name: 'acme/new', default_branch: 'main' }
  at.push('4', 'acme/new')
  at.push('5', 'acme/new')
  at.service.receive({ id: '6', name: 'repository', payload: { action: 'archived', installation: { id: 1 }, repository } })
  await at.idle()
  expect(at.ran.length).toBe(3)
})

it('looks through every installation in a round', async () => {
  const at = setUp(() => ({ result: 'ok', report: null }))
  await at.service.round()
  await at.idle()
  // One repository in both: the second survey finds it waiting or after its run.
  expect(at.ran[0]).toMatch(/^surveyed\//)
  expect(at.service.lastRun()).toMatchObject({ result: 'ok', seconds: 0 })
})

it('looks at what was merged after each run, and again when a watch window ends, once however many events come', async () => {
  let looks = 0
  const ends = Date.now() + 30 * MINUTE
  const at = setUp(
    () => ({ result: 'ok', report: null }),
    async () => {
      looks += 1
      return { result: 'ok', followup: false, ...(looks < 4 ? { again: ends } : {}) }
    },
  )
  for (const id of ['1', '2', '3']) {
    at.push(id)
    await at.idle()
  }
  expect([looks, at.timer.planned().length]).toEqual([3, 1])
  at.timer.pass(at.timer.planned()[0] ?? 0)
  await at.idle()
  expect([looks, at.timer.planned().length]).toEqual([4, 0])
})

it('looks once a day at a window that is longer than a timer can be', async () => {
  const at = setUp(
    () => ({ result: 'ok', report: null }),
    async () => ({ result: 'ok', followup: false, again: Date.now() + 40 * 24 * 60 * MINUTE }),
  )
  at.push('1')
  await at.idle()
  expect(at.timer.planned()).toEqual([24 * 60 * MINUTE])
})

it('works for the new owner of a repository, and drops what waits with the old owner’s token', async () => {
  const at = setUp(() => ({ result: 'ok', report: null }))
  const repository = { id: 5, full_name: 'new/shop', default_branch: 'main' }
  at.push('0', 'other/first')
  at.push('1', 'acme/shop')
  const pull_request = { number: 7, head: { ref: 'feature', repo: { id: 5 } } }
  const opened = { action: 'opened', sender: { login: 'a' }, installation: { id: 1 }, repository, pull_request }
  at.service.receive({ id: '2', name: 'pull_request', payload: opened })
  at.service.receive({ id: '3', name: 'repository', payload: { action: 'transferred', installation: { id: 2 }, repository } })
  expect(at.queue.status().waiting).toBe(1)
  await at.idle()
  expect(at.ran.at(-1)).toBe('new/shop')
})

const REPOSITORIES = [1, 2, 3, 4]

/** Deliveries of all kinds that lead to work, for a few repositories of two owners. */
const deliveries = fc.array(
  fc.record({
    repository: fc.constantFrom(...REPOSITORIES),
    event: fc.constantFrom('push', 'pull_request', 'issue_comment', 'status'),
    again: fc.nat(2),
    turns: fc.nat(3),
  }),
  { maxLength: 40 },
)

function payloadOf(event: string, id: number, index: number): Record<string, unknown> {
  const repository = { id, full_name: `acme/${id}`, default_branch: 'main' }
  const shared = { installation: { id: id % 2 }, repository, sender: { login: 'a' } }
  if (event === 'push') return { ...shared, ref: 'refs/heads/main' }
  if (event === 'status') return { ...shared, state: 'failure', branches: [{ name: 'main' }] }
  if (event === 'pull_request')
    return { ...shared, action: 'opened', pull_request: { number: index + 1, head: { ref: 'x', repo: { id } } } }
  const comment = { id: index + 1, body: '/pinwarden recheck', html_url: '', user: { login: 'a', type: 'User' } }
  return { ...shared, action: 'created', issue: { number: 1 }, comment }
}

/** A service whose work takes some turns; `log` has what began, and when each repository was last looked at. */
function watched(concurrency: number, fast: () => number) {
  const busy = new Set<number>()
  const began: string[] = []
  const work = async (repository: { id: number }, what: string) => {
    expect(busy.has(repository.id)).toBe(false)
    busy.add(repository.id)
    began.push(`${repository.id} ${what}`)
    for (let left = fast(); left > 0; left -= 1) await turn()
    busy.delete(repository.id)
    return { result: 'ok' as const, followup: false }
  }
  const timer = handTurned()
  const queue = createRunQueue({ concurrency, now: timer.now, onError: (error) => expect.fail(String(error)) })
  const service = createService({
    queue,
    timer,
    deliveries: createDeliveries(1000),
    metrics: createMetrics(queue.status),
    log: createLogger('error', { write: () => undefined }),
    tokens: () => ({ token: async () => 'ghs_x', refuse: () => undefined }),
    run: async (repository) => ({ ...(await work(repository, 'run')), report: null }),
    review: (repository, subject) => work(repository, `review ${'pull' in subject ? subject.pull : subject.head}`),
    comment: (repository, event) => work(repository, `comment ${event.comment.id}`),
    watch: (repository) => work(repository, 'watch'),
    survey: async (installation) =>
      REPOSITORIES.filter((id) => id % 2 === installation).map((id) => ({ id, name: `acme/${id}`, installation })),
    missed: async () => [],
    installations: async () => [0, 1],
    self: () => null,
  })
  const idle = async () => {
    do await turn()
    while (queue.status().waiting + queue.status().running > 0)
  }
  return { service, queue, began, idle, busy }
}

it('loses nothing and does no two things in one repository at a time, whatever comes and however often', async () => {
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 1, max: 4 }), deliveries, fc.infiniteStream(fc.nat(3)), async (concurrency, given, times) => {
      const at = watched(concurrency, () => times.next().value)
      for (const [index, { repository, event, again, turns }] of given.entries()) {
        const before = at.began.length
        const send = () => at.service.receive({ id: `${index}`, name: event, payload: payloadOf(event, repository, index) })
        send()
        for (let left = turns; left > 0; left -= 1) await turn()
        for (let left = again; left > 0; left -= 1) send()
        if (index < given.length - 1) continue
        await at.idle()
        // Whatever came last is followed by its work.
        const wanted = { push: 'run', status: 'watch', pull_request: `review ${index + 1}`, issue_comment: `comment ${index + 1}` }[event]
        expect(at.began.slice(before)).toContain(`${repository} ${wanted}`)
      }
      for (const [index, { repository, event }] of given.entries()) {
        if (event === 'pull_request') expect(at.began.filter((one) => one === `${repository} review ${index + 1}`).length).toBe(1)
        if (event === 'issue_comment') expect(at.began.filter((one) => one === `${repository} comment ${index + 1}`).length).toBe(1)
        if (event === 'push') expect(at.began).toContain(`${repository} run`)
      }
    }),
    { numRuns: 100 },
  )
})

it('stopped at any moment ends what runs and begins nothing more, and the next start’s round runs for all', async () => {
  await fc.assert(
    fc.asyncProperty(deliveries, fc.nat(40), fc.infiniteStream(fc.nat(3)), async (given, cut, times) => {
      const at = watched(2, () => times.next().value)
      for (const [index, { repository, event, turns }] of given.slice(0, cut).entries()) {
        at.service.receive({ id: `${index}`, name: event, payload: payloadOf(event, repository, index) })
        for (let left = turns; left > 0; left -= 1) await turn()
      }
      const running = at.queue.status().running
      const ended = at.queue.close(1000)
      const begun = at.began.length
      expect(await ended).toMatchObject({ abandoned: 0 })
      expect(at.busy.size).toBe(0)
      // What was given its place in this very moment may begin yet, and no more.
      expect(at.began.length).toBeLessThanOrEqual(begun + running)
      const next = watched(2, () => times.next().value)
      await next.service.round()
      await next.idle()
      for (const id of REPOSITORIES) expect(next.began).toContain(`${id} run`)
    }),
    { numRuns: 50 },
  )
})

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

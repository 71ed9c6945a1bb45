import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createRunQueue, type RunQueue } from './run-queue.ts'

function queueOf(concurrency: number): RunQueue {
  return createRunQueue({ concurrency, now: () => 0, onError: () => undefined })
}

const placeOf = (key: string, lane = key, tenant = 'acme') => ({ key, lane, tenant })
const turn = () => new Promise<void>((done) => setImmediate(done))

async function idle(queue: RunQueue): Promise<void> {
  while (queue.status().waiting + queue.status().running > 0) await turn()
}

describe('the queue of runs', () => {
  it('never runs one repository twice at a time, keeps its bound, and runs once more after whatever was added last', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 4 }),
        fc.array(fc.record({ key: fc.constantFrom('a', 'b', 'c', 'd', 'e'), urgent: fc.boolean(), turns: fc.nat(3), pause: fc.nat(2) }), {
          maxLength: 40,
        }),
        async (concurrency, additions) => {
          const queue = queueOf(concurrency)
          const running = new Set<string>()
          const [begun, added] = [new Map<string, number>(), new Map<string, number>()]
          let clock = 0
          let runs = 0
          for (const { key, urgent, turns, pause } of additions) {
            added.set(key, ++clock)
            queue.add({
              ...placeOf(key),
              urgent,
              async run() {
                expect(running.has(key)).toBe(false)
                running.add(key)
                begun.set(key, ++clock)
                runs += 1
                expect(running.size).toBeLessThanOrEqual(concurrency)
                for (let index = 0; index < turns; index += 1) await turn()
                running.delete(key)
              },
            })
            for (let index = 0; index < pause; index += 1) await turn()
          }
          await idle(queue)
          for (const [key, at] of added) expect(begun.get(key)).toBeGreaterThan(at)
          expect(runs).toBeLessThanOrEqual(additions.length)
        },
      ),
      { numRuns: 60 },
    )
  })

  it('lets an event go before a round, also where it asks for what the round waits to do', async () => {
    const queue = queueOf(1)
    const order: string[] = []
    const add = (key: string, urgent: boolean) => queue.add({ ...placeOf(key), urgent, run: async () => void order.push(key) })
    queue.add({ ...placeOf('first'), urgent: false, run: turn })
    add('round 1', false)
    add('round 2', false)
    expect(add('round 2', true)).toBe('joined')
    add('event', true)
    await idle(queue)
    expect(order).toEqual(['round 2', 'event', 'round 1'])
  })

  it('goes on after work that failed', async () => {
    const errors: unknown[] = []
    const queue = createRunQueue({ concurrency: 1, now: () => 0, onError: (error, key) => errors.push([key, String(error)]) })
    const fail = async () => {
      throw new Error('no')
    }
    const done: string[] = []
    queue.add({ ...placeOf('a'), urgent: false, run: fail })
    queue.add({ ...placeOf('b'), urgent: false, run: async () => void done.push('b') })
    await idle(queue)
    expect(errors).toEqual([['a', 'Error: no']])
    expect(done).toEqual(['b'])
  })

  it('ends within its bound: what waits is dropped, what runs may end, what hangs is given up', async () => {
    const queue = queueOf(2)
    let ended = false
    const hang = () => new Promise<void>(() => undefined)
    const end = async () => {
      await turn()
      ended = true
    }
    queue.add({ ...placeOf('hangs'), urgent: false, run: hang })
    queue.add({ ...placeOf('ends'), urgent: false, run: end })
    queue.add({ ...placeOf('waits'), urgent: false, run: hang })
    queue.add({ ...placeOf('removed'), urgent: false, run: hang })
    queue.drop({ lane: 'removed' })
    expect(await queue.close(50)).toEqual({ dropped: 1, abandoned: 1 })
    expect(ended).toBe(true)
    expect(queue.add({ ...placeOf('late'), urgent: true, run: hang })).toBe('refused')
    expect(queue.status()).toMatchObject({ accepting: false, waiting: 0 })
  })

  it('does all work of one repository one after another, whatever it is', async () => {
    const queue = queueOf(4)
    let [running, most] = [0, 0]
    const run = async () => {
      most = Math.max(most, ++running)
      await turn()
      running -= 1
    }
    for (const key of ['run', 'pull request 7', 'comment 9', 'watch']) queue.add({ ...placeOf(key, 'repository 5'), urgent: true, run })
    await idle(queue)
    expect(most).toBe(1)
  })

  it('gives every repository its turn beside one with many events, and every owner beside one with many repositories', async () => {
    const queue = queueOf(1)
    const order: string[] = []
    const add = (key: string, lane: string, tenant: string) =>
      queue.add({ ...placeOf(key, lane, tenant), urgent: true, run: async () => void order.push(key) })
    queue.add({ ...placeOf('first'), urgent: false, run: turn })
    for (let index = 0; index < 50; index += 1) add(`busy ${index}`, 'busy', 'acme')
    for (let index = 0; index < 50; index += 1) add(`many ${index}`, `many ${index}`, 'large')
    add('quiet', 'quiet', 'acme')
    add('small', 'small', 'other')
    await idle(queue)
    expect(order.length).toBe(102)
    // One turn of each owner, and within the owner one of each repository.
    expect(order.indexOf('small')).toBeLessThan(4)
    expect(order.indexOf('quiet')).toBeLessThan(8)
  })

  it('does the round in the end, however many events there are', async () => {
    const queue = queueOf(1)
    let rounds = 0
    let events = 0
    const event = (name: string): void =>
      void queue.add({
        ...placeOf(name),
        urgent: true,
        async run() {
          events += 1
          if (rounds === 0 && events < 1000) event(name)
        },
      })
    for (const name of ['a', 'b', 'c']) event(name)
    queue.add({ ...placeOf('round'), urgent: false, run: async () => void rounds++ })
    await idle(queue)
    expect(rounds).toBe(1)
    expect(events).toBeLessThan(20)
  })

  it('takes no more than a thousand works of one repository, and forgets all of an owner who left', async () => {
    const queue = queueOf(1)
    const run = async () => undefined
    queue.add({ ...placeOf('first'), urgent: false, run: turn })
    const outcomes = Array.from({ length: 1001 }, (_, index) => queue.add({ ...placeOf(`${index}`, 'spam', 'spammer'), urgent: true, run }))
    expect(outcomes.filter((one) => one === 'queued').length).toBe(1000)
    expect(outcomes.at(-1)).toBe('full')
    expect(queue.add({ ...placeOf('0', 'spam', 'spammer'), urgent: true, run })).toBe('joined')
    // It belongs to somebody else now, with all that waits.
    queue.add({ ...placeOf('0', 'spam', 'new owner'), urgent: true, run })
    queue.drop({ tenant: 'spammer' })
    expect(queue.status().waiting).toBe(1000)
    queue.drop({ tenant: 'new owner' })
    expect(queue.status().waiting).toBe(0)
    await idle(queue)
  })
})

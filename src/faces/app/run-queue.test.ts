import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createRunQueue, type RunQueue } from './run-queue.ts'

function queueOf(concurrency: number): RunQueue {
  return createRunQueue({ concurrency, now: () => 0, onError: () => undefined })
}

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
              key,
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
    const add = (key: string, urgent: boolean) => queue.add({ key, urgent, run: async () => void order.push(key) })
    queue.add({ key: 'first', urgent: false, run: turn })
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
    queue.add({ key: 'a', urgent: false, run: fail })
    queue.add({ key: 'b', urgent: false, run: async () => void done.push('b') })
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
    queue.add({ key: 'hangs', urgent: false, run: hang })
    queue.add({ key: 'ends', urgent: false, run: end })
    queue.add({ key: 'waits', urgent: false, run: hang })
    queue.add({ key: 'removed', urgent: false, run: hang })
    queue.drop('removed')
    expect(await queue.close(50)).toEqual({ dropped: 1, abandoned: 1 })
    expect(ended).toBe(true)
    expect(queue.add({ key: 'late', urgent: true, run: hang })).toBe('refused')
    expect(queue.status()).toMatchObject({ accepting: false, waiting: 0 })
  })
})

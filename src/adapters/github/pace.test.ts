import { describe, expect, it } from 'vitest'
import { createPace, kindOf, OutOfPatience } from './pace.ts'

/** A clock that moves by sleeping alone, and the pace under it. */
function under(patience = 10 * 3_600_000) {
  let time = 1_000_000
  const pace = createPace({
    now: () => time,
    sleep: async (ms) => {
      time += ms
    },
    patience,
  })
  const send = async (kind: 'write' | 'content') => (await pace.turn(kind))()
  return { pace, send, time: () => time - 1_000_000 }
}

describe('the pace of writes', () => {
  it('lets few writes go at once, and many a second apart', async () => {
    const { send, time } = under()
    for (let at = 0; at < 120; at += 1) await send('write')
    expect(time()).toBe(0)
    for (let at = 0; at < 10; at += 1) await send('write')
    expect(time()).toBe(10_000)
  })

  it('never makes more than 80 pieces of content in a minute, nor 500 in an hour', async () => {
    const { send, time } = under()
    const made: number[] = []
    for (let at = 0; at < 700; at += 1) {
      await send('content')
      made.push(time())
    }
    const most = (within: number) => Math.max(...made.map((end) => made.filter((one) => one > end - within && one <= end).length))
    expect(most(60_000)).toBeLessThanOrEqual(80)
    expect(most(3_600_000)).toBeLessThanOrEqual(500)
    expect(made.at(-1)).toBeGreaterThan(3_600_000)
    expect(made.at(-1)).toBeLessThan(2 * 3_600_000)
  })

  it('sends writes one after the other', async () => {
    const { pace } = under()
    const order: string[] = []
    const first = await pace.turn('write')
    const second = pace.turn('write').then((done) => {
      order.push('second begins')
      done()
    })
    await pace.turn('read')
    order.push('first ends')
    first()
    await second
    expect(order).toEqual(['first ends', 'second begins'])
  })

  it('gives up where waiting would take longer than there is time, and lets the next one through', async () => {
    const { send, pace } = under(30_000)
    for (let at = 0; at < 149; at += 1) await send('write')
    await expect(pace.rest(60_000, 'asked to')).rejects.toThrow(OutOfPatience)
    await send('write')
    await expect(send('write')).rejects.toThrow('a second apart')
    await expect(send('write')).rejects.toThrow('a second apart')
  })
})

describe('what creates content', () => {
  it.each([
    [{ method: 'GET', url: '/repos/{owner}/{repo}/pulls' }, 'read'],
    [{ method: 'POST', url: '/repos/{owner}/{repo}/pulls' }, 'content'],
    [{ method: 'POST', url: '/repos/{owner}/{repo}/issues/{issue_number}/comments' }, 'content'],
    [{ method: 'PATCH', url: '/repos/{owner}/{repo}/pulls/{pull_number}' }, 'write'],
    [{ method: 'POST', url: '/repos/{owner}/{repo}/git/refs' }, 'write'],
    [{ method: 'POST', url: 'https://api.github.com/graphql', query: 'query a { viewer { login } }' }, 'read'],
    [{ method: 'POST', url: '/graphql', query: 'mutation a { createCommitOnBranch { x } }' }, 'write'],
    [{ method: 'POST', url: '/graphql', query: ' mutation a { mergePullRequest { x } }' }, 'content'],
  ])('%j: %s', (request, kind) => {
    expect(kindOf(request)).toBe(kind)
  })
})

import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type Fixture, graphRefusal, refusal, shop, startFixture } from '../fixture.ts'

let at: Fixture
beforeEach(async () => {
  at = await startFixture()
})
afterEach(() => at.double.close())

const labels = async () => at.double.repository('acme/shop').data.labels.map((label) => label.name)
const create = (name: string) => at.rest().issues.createLabel({ ...shop, name })

describe('faults', () => {
  it('break the connection before anything took effect, or after', async () => {
    at.double.faults.add({ match: { operation: 'issues/create-label' }, fault: 'reset' })
    await expect(create('before')).rejects.toThrow()
    expect(await labels()).toEqual(['bug'])
    at.double.faults.add({ match: { method: 'POST', path: '/repos/*/labels' }, fault: 'reset-after' })
    await expect(create('after')).rejects.toThrow()
    expect(await labels()).toEqual(['bug', 'after'])
    expect((await create('clean')).status).toBe(201)
  })

  it('hit the nth request, some or for ever', async () => {
    at.double.faults.add({ match: { operation: 'repos/get', nth: 2, times: 2 }, fault: { status: 503, body: { message: 'busy' } } })
    const statuses = []
    for (let k = 0; k < 4; k += 1)
      statuses.push(
        await at
          .rest()
          .repos.get(shop)
          .then(
            (answer) => answer.status,
            (error) => error.status,
          ),
      )
    expect(statuses).toEqual([200, 503, 503, 200])
    at.double.faults.add({ match: { operation: 'repos/get', times: null }, fault: { status: 500 } })
    for (let k = 0; k < 3; k += 1) expect((await refusal(at.rest().repos.get(shop))).status).toBe(500)
    at.double.faults.clear()
    expect((await at.rest().repos.get(shop)).status).toBe(200)
  })

  it('find a GraphQL request by its name or its field', async () => {
    at.double.faults.add({ match: { operation: 'repository' }, fault: 'reset' }, { match: { operation: 'Who' }, fault: { status: 502 } })
    await expect(at.graph()('query Any { repository(owner: "acme", name: "shop") { id } }')).rejects.toThrow()
    await expect(at.graph()('query Who { viewer { login } }')).rejects.toMatchObject({ status: 502 })
  })

  it('play rate limits as GitHub words them', async () => {
    at.double.faults.add({ match: { face: 'rest' }, fault: 'primary-limit' })
    const primary = await refusal(at.rest().repos.get(shop))
    expect(primary).toMatchObject({ status: 403, headers: { 'x-ratelimit-remaining': '0' } })
    expect(primary.message).toMatch(/^API rate limit exceeded for installation ID \d+\.$/)
    at.double.faults.add({ match: { face: 'graphql' }, fault: 'primary-limit' })
    expect(await graphRefusal(at.graph()('{ viewer { login } }'))).toMatchObject({ type: 'RATE_LIMITED' })
    at.double.faults.add({ fault: 'secondary-limit' })
    const secondary = await refusal(at.rest().repos.get(shop))
    expect(secondary).toMatchObject({ status: 403, headers: { 'retry-after': '60', 'x-ratelimit-remaining': '5000' } })
    at.double.faults.add({ fault: { secondaryLimit: { retryAfter: null, status: 429, words: 'abuse' } } })
    const abuse = await refusal(at.rest().repos.get(shop))
    expect([abuse.status, abuse.headers['retry-after'], abuse.message.includes('abuse detection')]).toEqual([429, undefined, true])
  })

  it('spoil the answer on its way', async () => {
    const read = async () => (await fetch(`${at.double.restUrl}/repos/acme/shop`, { headers: { authorization: 'token ghs_app' } })).text()
    at.double.faults.add({ fault: 'truncate' })
    await expect(read()).rejects.toThrow()
    at.double.faults.add({ fault: 'gzip-garbage' })
    await expect(read()).rejects.toThrow()
    at.double.faults.add({ fault: 'html' })
    expect(await read()).toMatch(/^<!DOCTYPE html>/)
    const started = performance.now()
    at.double.faults.add({ fault: { delay: 60 } })
    await read()
    expect(performance.now() - started).toBeGreaterThan(55)
  })
})

describe('hooks', () => {
  it('are called before and after each request, and can lose it', async () => {
    const seen: string[] = []
    at.double.hooks.before = (k, request) => void seen.push(`before ${k} ${request.operation}`)
    at.double.hooks.after = (k) => {
      seen.push(`after ${k}`)
      return k === 2 ? 'reset' : undefined
    }
    await create('one')
    await expect(create('two')).rejects.toThrow()
    expect(seen).toEqual(['before 1 issues/create-label', 'after 1', 'before 2 issues/create-label', 'after 2'])
    expect(await labels()).toEqual(['bug', 'one', 'two'])
    expect(at.double.requests.all({ write: true }).map((entry) => entry.status)).toEqual([201, 0])
  })
})

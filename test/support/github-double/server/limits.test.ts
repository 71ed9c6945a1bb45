import { get } from 'node:http'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type Fixture, graphRefusal, refusal, shop, startFixture } from '../fixture.ts'

let at: Fixture
beforeEach(async () => {
  at = await startFixture()
})
afterEach(() => at.double.close())

describe('limits', () => {
  it('are counted on each answer and end with a refusal until they are filled again', async () => {
    at.double.limits.set('ghs_app', 'core', { remaining: 2, resetInSeconds: 90 })
    const left = async () => (await at.rest().repos.get(shop)).headers['x-ratelimit-remaining']
    expect([await left(), await left()]).toEqual(['1', '0'])
    const refused = await refusal(at.rest().repos.get(shop))
    expect(refused).toMatchObject({ status: 403, headers: { 'x-ratelimit-remaining': '0', 'x-ratelimit-resource': 'core' } })
    expect(Number(refused.headers['x-ratelimit-reset'])).toBe(at.double.clock.now() / 1000 + 90)
    expect((await at.rest().rateLimit.get()).data.rate.remaining).toBe(0)
    at.double.clock.advance(91_000)
    expect(await left()).toBe('4999')
  })

  it('cost nothing for an answer that the client has already', async () => {
    const first = await at.rest().repos.get(shop)
    const again = at.rest().repos.get({ ...shop, headers: { 'if-none-match': first.headers.etag } })
    await expect(again).rejects.toMatchObject({ status: 304, response: { headers: { 'x-ratelimit-remaining': '4999' } } })
    await at.rest().issues.createLabel({ ...shop, name: 'new' })
    const list = await at.rest().issues.listLabelsForRepo(shop)
    expect((await at.rest().issues.listLabelsForRepo({ ...shop, headers: { 'if-none-match': first.headers.etag } })).data).toEqual(
      list.data,
    )
  })

  it('hold GraphQL by points and by nodes', async () => {
    const query =
      'query($n: Int!) { repository(owner: "acme", name: "shop") { pullRequests(first: $n) { nodes { comments(first: 100) { nodes { id } } commits(first: 60) { nodes { commit { parents(first: 100) { nodes { oid } } } } } } } } rateLimit { cost nodeCount } }'
    expect(await at.graph()(query, { n: 50 })).toMatchObject({ rateLimit: { cost: 31, nodeCount: 50 + 5000 + 3000 + 300_000 } })
    expect(await graphRefusal(at.graph()(query, { n: 100 }))).toEqual({
      type: 'MAX_NODE_LIMIT_EXCEEDED',
      message: 'This query requests up to 616,100 possible nodes which exceeds the maximum limit of 500,000.',
    })
    at.double.limits.set('ghs_app', 'graphql', { remaining: 30 })
    expect(await graphRefusal(at.graph()(query, { n: 50 }))).toMatchObject({ type: 'RATE_LIMITED' })
  })
})

describe('pages', () => {
  it('are linked by the number of the repository, not by the address that was asked', async () => {
    for (let k = 0; k < 6; k += 1) await at.rest().issues.createLabel({ ...shop, name: `label ${k}` })
    const first = await at.rest().issues.listLabelsForRepo({ ...shop, per_page: 3 })
    const { id } = at.double.repository('acme/shop').data
    const base = `${at.double.restUrl}/repositories/${id}/labels?per_page=3`
    expect(first.headers.link).toBe(`<${base}&page=2>; rel="next", <${base}&page=3>; rel="last"`)
    const all = await at.rest().paginate(at.rest().issues.listLabelsForRepo, { ...shop, per_page: 3 })
    expect(all).toHaveLength(7)
    expect((await at.rest().issues.listLabelsForRepo({ ...shop, per_page: 3, page: 3 })).headers.link).toBe(
      `<${base}&page=2>; rel="prev", <${base}&page=1>; rel="first"`,
    )
  })

  it('of GraphQL go forward and backward and are never asked without a size', async () => {
    for (let k = 0; k < 4; k += 1) await at.rest().issues.createLabel({ ...shop, name: `label ${k}` })
    const ask = (args: string) =>
      at.graph()<{ repository: { labels: { nodes: { name: string }[]; pageInfo: { endCursor: string; hasNextPage: boolean } } } }>(
        `{ repository(owner: "acme", name: "shop") { labels${args} { nodes { name } pageInfo { endCursor hasNextPage } } } }`,
      )
    const first = (await ask('(first: 2)')).repository.labels
    const second = (await ask(`(first: 10, after: "${first.pageInfo.endCursor}")`)).repository.labels
    expect([...first.nodes, ...second.nodes].map((label) => label.name)).toEqual(['bug', 'label 0', 'label 1', 'label 2', 'label 3'])
    expect([first.pageInfo.hasNextPage, second.pageInfo.hasNextPage]).toEqual([true, false])
    expect((await ask('(last: 1)')).repository.labels.nodes).toEqual([{ name: 'label 3' }])
    expect(await graphRefusal(ask(''))).toMatchObject({ type: 'MISSING_PAGINATION_BOUNDARIES', path: ['repository', 'labels'] })
    expect((await graphRefusal(ask('(first: 101)'))).message).toBe(
      'Requesting 101 records on the `labels` connection exceeds the `first` limit of 100 records.',
    )
    expect(await graphRefusal(ask('(first: 1, after: "invalid cursor")'))).toMatchObject({
      type: 'INVALID_CURSOR_ARGUMENTS',
      message: '`invalid cursor` does not appear to be a valid cursor.',
    })
  })
})

describe('what GitHub would not understand', () => {
  it('is refused and remembered', async () => {
    expect(
      (await refusal(at.rest().request('POST /repos/{owner}/{repo}/labels', { ...shop, name: 5, colour: 'ff0000' } as never))).status,
    ).toBe(422)
    await at
      .graph()('{ viewer { bioHtml } }')
      .catch((error) => expect(error.errors[0].message).toMatch(/^Field 'bioHtml' doesn't exist on type '\w+'$/))
    expect((await refusal(at.rest().repos.listForks(shop))).status).toBe(501)
    await at
      .graph()('{ repository(owner: "acme", name: "shop") { forks(first: 1) { totalCount } } }')
      .catch(() => undefined)
    expect(at.double.violations).toEqual([
      'issues/create-label: request: body/name: must be string; body/colour: is not described',
      expect.stringContaining('bioHtml'),
      'THE GITHUB DOUBLE DOES NOT IMPLEMENT repos/list-forks (GET /api/v3/repos/acme/shop/forks)',
      'THE GITHUB DOUBLE DOES NOT RESOLVE Repository.forks',
    ])
    expect(() => at.double.assertClean()).toThrow('repos/list-forks')
  })
})

describe('content', () => {
  it('is made no faster than GitHub documents, over REST and GraphQL together', async () => {
    await at.double.close()
    at = await startFixture({ contentLimits: { perMinute: 2, perHour: 3 } })
    const issue = () => at.rest().issues.create({ ...shop, title: 'x' })
    const { data } = await issue()
    await at.graph()('mutation($id: ID!) { addComment(input: {subjectId: $id, body: "x"}) { subject { id } } }', { id: data.node_id })
    expect(await refusal(issue())).toMatchObject({
      status: 403,
      message: expect.stringContaining('secondary rate limit'),
      headers: { 'retry-after': '60' },
    })
    await at.rest().issues.createLabel({ ...shop, name: 'counts not' })
    at.double.clock.advance(61_000)
    await issue()
    at.double.clock.advance(61_000)
    expect((await refusal(issue())).status).toBe(403)
    expect(at.double.repository('acme/shop').data.issues).toHaveLength(2)
  })
})

it('a client without a name is sent away', async () => {
  const status = await new Promise((resolve, reject) => {
    get(`${at.double.restUrl}/repos/acme/shop`, (response) => {
      response.resume()
      resolve(response.statusCode)
    }).on('error', reject)
  })
  expect(status).toBe(403)
})

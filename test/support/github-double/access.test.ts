import { afterEach, describe, expect, it } from 'vitest'
import { type Fixture, graphRefusal, refusal, shop, shopWorld, startFixture } from './fixture.ts'

let at: Fixture
afterEach(() => at.double.close())

async function start(isPrivate: boolean): Promise<void> {
  const repositories = (shopWorld.repositories ?? []).map((one) => ({ ...one, private: isPrivate }))
  at = await startFixture({ world: { ...shopWorld, repositories } })
}

describe('tokens and permissions', () => {
  it('names the permission that is missing, in words and in a header', async () => {
    await start(false)
    at.double.addToken({ token: 'ghs_reader', kind: 'installation', permissions: { contents: 'read' } })
    const answer = await refusal(at.rest('ghs_reader').git.createRef({ ...shop, ref: 'refs/heads/x', sha: 'a'.repeat(40) }))
    expect(answer).toMatchObject({
      status: 403,
      message: 'Resource not accessible by integration',
      headers: { 'x-accepted-github-permissions': 'contents=write' },
    })
    const labels = await refusal(at.rest('ghs_reader').issues.createLabel({ ...shop, name: 'x' }))
    expect(labels.headers['x-accepted-github-permissions']).toBe('issues=write; pull_requests=write')
    const branch = { repositoryNameWithOwner: 'acme/shop', branchName: 'main' }
    const commit = at.graph('ghs_reader')(
      'mutation($input: CreateCommitOnBranchInput!) { createCommitOnBranch(input: $input) { commit { oid } } }',
      {
        input: { branch, message: { headline: 'x' }, expectedHeadOid: 'a'.repeat(40) },
      },
    )
    expect(await graphRefusal(commit)).toMatchObject({
      type: 'FORBIDDEN',
      path: ['createCommitOnBranch'],
      message: 'Resource not accessible by integration',
    })
  })

  it('asks for `pull_requests` on a pull request and for `issues` on an issue', async () => {
    await start(false)
    at.double.addToken({ token: 'ghs_issues', kind: 'installation', permissions: { issues: 'write' } })
    await at.rest().pulls.create({ ...shop, title: 'x', head: 'change', base: 'main' })
    await at.rest().issues.create({ ...shop, title: 'x' })
    expect((await refusal(at.rest('ghs_issues').issues.createComment({ ...shop, issue_number: 1, body: 'x' }))).status).toBe(403)
    expect((await at.rest('ghs_issues').issues.createComment({ ...shop, issue_number: 2, body: 'x' })).status).toBe(201)
  })

  it('hides a private repository from those who cannot see it', async () => {
    await start(true)
    expect(await refusal(at.rest('ghp_bob').repos.get(shop))).toMatchObject({ status: 404, message: 'Not Found' })
    expect((await at.rest('ghp_alice').repos.get(shop)).data.private).toBe(true)
    expect(await graphRefusal(at.graph('ghp_bob')('{ repository(owner: "acme", name: "shop") { id } }'))).toMatchObject({
      type: 'NOT_FOUND',
      path: ['repository'],
      message: "Could not resolve to a Repository with the name 'acme/shop'.",
    })
    at.double.addToken({ token: 'ghs_other', kind: 'installation', repositories: ['acme/other'] })
    expect((await refusal(at.rest('ghs_other').repos.get(shop))).status).toBe(404)
  })

  it('lets a person with read access comment on nothing but what they may, and write nothing', async () => {
    await start(false)
    expect((await refusal(at.rest('ghp_bob').git.createRef({ ...shop, ref: 'refs/heads/x', sha: 'a'.repeat(40) }))).status).toBe(404)
    expect((await at.rest('ghp_bob').repos.get(shop)).data.permissions).toMatchObject({ push: false, pull: true })
  })

  it('refuses a token that nobody knows, even where none would do', async () => {
    await start(false)
    expect(await refusal(at.rest('ghp_wrong').repos.get(shop))).toMatchObject({ status: 401, message: 'Bad credentials' })
    const open = await fetch(`${at.double.restUrl}/repos/acme/shop`)
    expect([open.status, open.headers.get('x-ratelimit-limit')]).toEqual([200, '60'])
    expect((await fetch(`${at.double.restUrl}/repos/acme/shop/labels`, { method: 'POST', body: '{"name":"x"}' })).status).toBe(401)
    expect((await fetch(at.double.graphqlUrl, { method: 'POST', body: '{"query":"{ viewer { login } }"}' })).status).toBe(401)
  })

  it('gives an App no user, a workflow its bot, and checks to Apps alone', async () => {
    await start(false)
    expect((await refusal(at.rest('ghs_actions').users.getAuthenticated())).status).toBe(403)
    expect((await at.rest('ghs_actions').issues.create({ ...shop, title: 'x' })).data.user?.login).toBe('github-actions[bot]')
    expect(
      await at
        .graph('ghs_actions')('{ viewer { login __typename } }')
        .catch((error) => error.errors),
    ).toBeDefined()
    const sha = (await at.double.repository('acme/shop').head()) ?? ''
    expect(await refusal(at.rest('ghp_alice').checks.create({ ...shop, name: 'x', head_sha: sha }))).toMatchObject({
      status: 403,
      message: 'You must authenticate via a GitHub App.',
    })
  })
})

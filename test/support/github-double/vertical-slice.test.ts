import { graphql } from '@octokit/graphql'
import { Octokit } from '@octokit/rest'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type GitHubDouble, startGitHubDouble } from './index.ts'

let double: GitHubDouble
let rest: Octokit
let graph: typeof graphql
const repo = { owner: 'acme', repo: 'shop' }

beforeEach(async () => {
  double = await startGitHubDouble({
    world: {
      now: '2026-11-21T08:00:00Z',
      tokens: [{ token: 'ghs_app', kind: 'installation' }],
      repositories: [
        { nameWithOwner: 'acme/shop', files: { 'versions.yaml': 'components: {}\n', 'src/a.sh': { text: 'echo a\n', mode: '100755' } } },
      ],
      upstreams: [
        {
          nameWithOwner: 'grafana/loki',
          releases: [
            { tag: 'v3.1.0', publishedAt: '2026-01-01T00:00:00Z', body: 'Breaking: none' },
            { tag: 'v3.2.0', publishedAt: '2026-02-01T00:00:00Z', assets: ['loki.zip'] },
          ],
          files: { 'CHANGELOG.md': '# Changes\n' },
        },
        { nameWithOwner: 'redis/redis', tags: [{ name: '7.4.2', commit: 'a'.repeat(40), date: '2026-01-05T00:00:00Z' }] },
      ],
    },
  })
  rest = new Octokit({ auth: 'ghs_app', baseUrl: double.restUrl })
  graph = graphql.defaults({ baseUrl: double.restUrl, headers: { authorization: 'token ghs_app' } })
})

afterEach(() => double.close())

describe('a whole proposal through the real clients', () => {
  it('makes a branch, a verified commit, a pull request and its labels', async () => {
    const { data: found } = await rest.repos.get(repo)
    const head = await double.repository('acme/shop').head()
    await rest.git.createRef({ ...repo, ref: 'refs/heads/pinwarden/redis', sha: head ?? '' })
    const commit = await graph<{
      createCommitOnBranch: { commit: { oid: string; signature: { isValid: boolean }; author: { name: string } } }
    }>(
      'mutation Commit($input: CreateCommitOnBranchInput!) { createCommitOnBranch(input: $input) { commit { oid signature { isValid } author { name } } ref { name } } }',
      {
        input: {
          branch: { repositoryNameWithOwner: 'acme/shop', branchName: 'pinwarden/redis' },
          message: { headline: 'chore: bump redis' },
          expectedHeadOid: head,
          fileChanges: { additions: [{ path: 'versions.yaml', contents: Buffer.from('components: {redis: {}}\n').toString('base64') }] },
        },
      },
    )
    const { data: pull } = await rest.pulls.create({
      ...repo,
      title: 'Bump redis',
      head: 'pinwarden/redis',
      base: found.default_branch,
      body: 'text',
    })
    await rest.issues.createLabel({ ...repo, name: 'risk: low', color: '00ff00', description: 'small step' })
    await rest.issues.addLabels({ ...repo, issue_number: pull.number, labels: ['risk: low'] })
    await rest.pulls.update({ ...repo, pull_number: pull.number, title: 'Bump redis from 7.4.1 to 7.4.2' })
    expect(commit.createCommitOnBranch.commit.signature.isValid).toBe(true)
    expect(await double.repository('acme/shop').text('versions.yaml', 'pinwarden/redis')).toBe('components: {redis: {}}\n')
    expect(await double.repository('acme/shop').mode('src/a.sh', 'pinwarden/redis')).toBe('100755')
    const asked = await graph<{ repository: { pullRequests: { nodes: unknown[] } } }>(
      `query Open { repository(owner: "acme", name: "shop") { pullRequests(first: 10, states: OPEN) { nodes {
        number title body isDraft headRefName headRefOid baseRefName mergeable state author { login } labels(first: 10) { nodes { name color } }
      } } } }`,
    )
    expect(asked.repository.pullRequests.nodes).toEqual([
      {
        number: 1,
        title: 'Bump redis from 7.4.1 to 7.4.2',
        body: 'text',
        isDraft: false,
        headRefName: 'pinwarden/redis',
        headRefOid: commit.createCommitOnBranch.commit.oid,
        baseRefName: 'main',
        mergeable: 'MERGEABLE',
        state: 'OPEN',
        author: { login: 'pinwarden' },
        labels: { nodes: [{ name: 'risk: low', color: '00ff00' }] },
      },
    ])
    expect(double.requests.byOperation()).toMatchObject({
      'repos/get': 1,
      'git/create-ref': 1,
      'mutation Commit': 1,
      'pulls/create': 1,
      'query Open': 1,
    })
    double.assertClean()
  })

  it('asks many upstream repositories in one request', async () => {
    const asked = await graph<Record<string, unknown>>(
      `query Upstreams {
        loki: repository(owner: "grafana", name: "loki") { nameWithOwner isArchived
          releases(first: 2, orderBy: {field: CREATED_AT, direction: DESC}) { nodes { tagName publishedAt isPrerelease isDraft releaseAssets(first: 5) { nodes { name } } } pageInfo { hasNextPage endCursor } }
          object(expression: "HEAD:CHANGELOG.md") { ... on Blob { text isTruncated } } }
        redis: repository(owner: "redis", name: "redis") { refs(refPrefix: "refs/tags/", first: 10) { nodes { name target { oid ... on Commit { committedDate } } } } }
        rateLimit { cost remaining }
      }`,
    )
    expect(asked).toMatchObject({
      loki: {
        releases: { nodes: [{ tagName: 'v3.2.0', releaseAssets: { nodes: [{ name: 'loki.zip' }] } }, { tagName: 'v3.1.0' }] },
        object: { text: '# Changes\n' },
      },
      redis: { refs: { nodes: [{ name: '7.4.2', target: { oid: 'a'.repeat(40), committedDate: '2026-01-05T00:00:00Z' } }] } },
      rateLimit: { cost: 1, remaining: 4999 },
    })
    double.assertClean()
  })
})

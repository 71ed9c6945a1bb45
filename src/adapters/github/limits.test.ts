import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type GitHubDouble, startGitHubDouble } from '../../../test/support/github-double/index.ts'
import { type Client, createClient } from './client.ts'
import { githubForge } from './forge.ts'

let double: GitHubDouble
let waits: number[]

beforeEach(async () => {
  waits = []
  double = await startGitHubDouble({
    world: {
      now: '2026-11-01T00:00:00Z',
      tokens: [{ token: 'ghs_app', kind: 'installation' }],
      repositories: [{ nameWithOwner: 'acme/one', files: { 'versions.yaml': 'components: {}\n' } }],
    },
  })
})
afterEach(async () => {
  double.assertClean()
  await double.close()
})

/** Waiting moves the double's clock, and nothing else. */
function client(patience?: number): Client {
  return createClient({
    token: 'ghs_app',
    apiUrl: double.restUrl,
    graphqlUrl: double.graphqlUrl,
    sleep: async (ms) => {
      waits.push(ms)
      double.clock.advance(ms)
    },
    now: () => double.clock.now(),
    paced: true,
    ...(patience === undefined ? {} : { patience }),
  })
}

const label = (octokit: Client, name = 'x') => octokit.rest.issues.createLabel({ owner: 'acme', repo: 'one', name })

describe('a limit of GitHub’s', () => {
  it('is waited for as long as it says, and the write is sent once more', async () => {
    double.faults.add({ fault: { secondaryLimit: { retryAfter: 7 } } })
    await label(client())
    expect(waits).toEqual([7000])
    expect(double.requests.count({ operation: 'issues/create-label' })).toBe(2)
  })

  it.each(['secondary', 'abuse'] as const)('is waited for a minute, then two, where it says nothing (%s)', async (words) => {
    double.faults.add({ match: { times: 2 }, fault: { secondaryLimit: { retryAfter: null, status: 429, words } } })
    await label(client())
    expect(waits).toEqual([60_000, 120_000])
  })

  it('is waited for until the hour is over where nothing is left, by the server’s own clock', async () => {
    double.limits.set('ghs_app', 'core', { remaining: 0, resetInSeconds: 90 })
    await label(client())
    expect(waits).toEqual([91_000])
  })

  it('is understood over GraphQL too, where it comes with status 200', async () => {
    double.limits.set('ghs_app', 'graphql', { remaining: 0, resetInSeconds: 30 })
    expect(await client().graphql('{ viewer { login } }')).toHaveProperty('viewer')
    expect(waits).toEqual([31_000])
  })

  it('ends the run where waiting would take too long, with nothing sent again and a word about the next run', async () => {
    double.limits.set('ghs_app', 'graphql', { remaining: 0, resetInSeconds: 3000 })
    const forge = githubForge(client(60_000), 'acme/one', 'github.example')
    await expect(forge.base()).rejects.toThrow(/rate limit is used up for 51 minutes.*the next run continues/)
    expect(double.requests.count()).toBe(1)
    expect(waits).toEqual([])
  })

  it('is never met by writing much: the pace keeps below it', async () => {
    const octokit = client(Number.POSITIVE_INFINITY)
    const { data: issue } = await octokit.rest.issues.create({ owner: 'acme', repo: 'one', title: 'x' })
    for (let at = 0; at < 560; at += 1)
      await octokit.rest.issues.createComment({ owner: 'acme', repo: 'one', issue_number: issue.number, body: `${at}` })
    expect(double.requests.all().filter((one) => one.status >= 400)).toEqual([])
  })
})

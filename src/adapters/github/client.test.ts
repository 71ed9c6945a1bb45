import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type GitHubDouble, startGitHubDouble } from '../../../test/support/github-double/index.ts'
import { type AnswerNote, createClient, type TokenSource } from './client.ts'
import { repositoriesWithFile } from './registries.ts'

let double: GitHubDouble
let notes: AnswerNote[]
let waits: number[]

beforeEach(async () => {
  notes = []
  waits = []
  double = await startGitHubDouble({
    world: {
      tokens: [{ token: 'ghs_good', kind: 'installation' }],
      repositories: [
        { nameWithOwner: 'acme/one', files: { 'versions.yaml': 'components: {}\n' } },
        { nameWithOwner: 'acme/two', files: { 'config/versions.yaml': 'components: {}\n' } },
        { nameWithOwner: 'acme/none', files: { 'README.md': 'x' } },
        { nameWithOwner: 'acme/empty' },
      ],
    },
  })
  return () => double.close()
})
afterEach(() => double.assertClean())

function client(token: string | TokenSource) {
  return createClient({
    token,
    apiUrl: double.restUrl,
    graphqlUrl: double.graphqlUrl,
    sleep: async (ms) => void waits.push(ms),
    onAnswer: (note) => notes.push(note),
  })
}

/** Hands out the tokens one after the other, the next when one is refused. */
function oneByOne(...tokens: string[]): TokenSource {
  return {
    token: async () => tokens[0] ?? '',
    refuse: (token) => {
      if (tokens[0] === token) tokens.shift()
    },
  }
}

describe('a token that expires in the middle', () => {
  it('is replaced, for REST and GraphQL, reads and writes', async () => {
    const octokit = client(oneByOne('ghs_old', 'ghs_good'))
    const { data } = await octokit.rest.issues.createLabel({ owner: 'acme', repo: 'one', name: 'x' })
    expect(data.name).toBe('x')
    expect(double.requests.count({ operation: 'issues/create-label' })).toBe(2)
    const graphql = client(oneByOne('ghs_old', 'ghs_good'))
    expect(await graphql.graphql('{ repository(owner: "acme", name: "one") { name } }')).toEqual({ repository: { name: 'one' } })
    expect(waits).toEqual([1000, 1000])
  })

  it('is not replaced for ever', async () => {
    await expect(client(oneByOne('a', 'b', 'c', 'd', 'e')).rest.repos.get({ owner: 'acme', repo: 'one' })).rejects.toMatchObject({
      status: 401,
    })
    expect(waits).toEqual([1000, 2000, 3000])
  })

  it('is given up at once where there is no other', async () => {
    await expect(client('ghs_old').rest.repos.get({ owner: 'acme', repo: 'one' })).rejects.toMatchObject({ status: 401 })
    expect(waits).toEqual([])
  })
})

describe('what answers tell beside their content', () => {
  it('is the result and what is left of the quota', async () => {
    const octokit = client('ghs_good')
    await octokit.rest.repos.get({ owner: 'acme', repo: 'one' })
    await octokit.rest.repos.get({ owner: 'acme', repo: 'nowhere' }).catch(() => undefined)
    await octokit.graphql('{ viewer { login } }')
    await octokit.graphql('{ repository(owner: "acme", name: "nowhere") { name } }').catch(() => undefined)
    double.faults.add({ fault: 'primary-limit' })
    await octokit.rest.repos.get({ owner: 'acme', repo: 'one' }).catch(() => undefined)
    expect(notes.map(({ result, resource }) => [result, resource])).toEqual([
      ['ok', 'core'],
      ['error', 'core'],
      ['ok', 'graphql'],
      ['error', 'graphql'],
      ['rate_limited', 'core'],
    ])
    expect(notes.map((note) => note.remaining)).toEqual([4999, 4998, 4999, 4998, 0])
  })
})

describe('repositories with a registry', () => {
  const PATHS = ['versions.yaml', 'config/versions.yaml']
  const idOf = async (repo: string) => (await client('ghs_good').rest.repos.get({ owner: 'acme', repo })).data.node_id

  it('are found in one request, wherever it stands', async () => {
    const ids = await Promise.all(['one', 'two', 'none', 'empty'].map(idOf))
    expect(await repositoriesWithFile(client('ghs_good'), ids, PATHS)).toEqual(new Set(ids.slice(0, 2)))
    expect(double.requests.count({ face: 'graphql' })).toBe(1)
  })

  it('are found although another went away since it was listed', async () => {
    const one = await idOf('one')
    expect(await repositoriesWithFile(client('ghs_good'), ['R_kwDOOTk5OQ', one], PATHS)).toEqual(new Set([one]))
  })
})

import { graphql } from '@octokit/graphql'
import { Octokit } from '@octokit/rest'
import { type DoubleOptions, type GitHubDouble, startGitHubDouble } from './index.ts'
import type { World } from './world.ts'

export const shop = { owner: 'acme', repo: 'shop' }

/** One repository with two branches, a script, a link and a workflow; a token of each kind. */
export const shopWorld: World = {
  now: '2026-11-21T08:00:00Z',
  users: [{ login: 'alice', name: 'Alice', email: 'alice@example.org' }],
  tokens: [
    { token: 'ghs_app', kind: 'installation' },
    { token: 'ghs_actions', kind: 'actions' },
    { token: 'ghp_alice', kind: 'pat', login: 'alice' },
    { token: 'ghp_bob', kind: 'pat', login: 'bob' },
  ],
  repositories: [
    {
      nameWithOwner: 'acme/shop',
      collaborators: { alice: 'write' },
      files: {
        'versions.yaml': 'components: {}\n',
        'bin/run.sh': { text: 'echo run\n', mode: '100755' },
        link: { text: 'versions.yaml', mode: '120000' },
        '.github/workflows/ci.yml': 'on: [push, workflow_dispatch]\n',
      },
      branches: { change: { files: { 'versions.yaml': 'components: {redis: {}}\n', 'new.txt': 'new\n' } } },
      labels: [{ name: 'bug', color: 'd73a4a', description: 'Broken' }],
      milestones: ['2.0'],
      releases: [{ tag: 'v1.0.0', publishedAt: '2026-01-01T00:00:00Z', body: 'First', assets: [{ name: 'a.txt', text: 'a' }] }],
    },
  ],
}

export interface Fixture {
  double: GitHubDouble
  /** Clients as somebody with that token, the App unless told. */
  rest(token?: string): Octokit
  graph(token?: string): typeof graphql
}

/** Octokit without its remarks on refused requests. */
export function client(baseUrl: string, token = 'ghs_app'): Octokit {
  return new Octokit({ auth: token, baseUrl, log: { debug() {}, info() {}, warn() {}, error() {} } })
}

export async function startFixture(options: DoubleOptions = {}): Promise<Fixture> {
  const double = await startGitHubDouble({ world: shopWorld, ...options })
  return {
    double,
    rest: (token = 'ghs_app') => client(double.restUrl, token),
    graph: (token = 'ghs_app') => graphql.defaults({ baseUrl: double.restUrl, headers: { authorization: `token ${token}` } }),
  }
}

/** Status and body of a refused request. @throws Error where it is not refused */
export async function refusal(
  request: Promise<unknown>,
): Promise<{ status: number; message: string; errors: unknown; headers: Record<string, unknown> }> {
  try {
    await request
  } catch (error) {
    const { status, response } = error as {
      status: number
      response?: { data: { message: string; errors?: unknown }; headers: Record<string, unknown> }
    }
    if (response === undefined) throw error
    return { status, message: response.data.message, errors: response.data.errors, headers: response.headers }
  }
  throw new Error('the request was not refused')
}

/** The first error of a GraphQL answer. @throws Error where there is none */
export async function graphRefusal(request: Promise<unknown>): Promise<{ type: string; message: string; path: unknown }> {
  try {
    await request
  } catch (error) {
    const { errors } = error as { errors?: { type: string; message: string; path: unknown }[] }
    if (errors?.[0] === undefined) throw error
    return errors[0]
  }
  throw new Error('the request was not refused')
}

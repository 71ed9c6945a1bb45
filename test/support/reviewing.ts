import type { Ports } from '../../src/commands/ports.ts'
import { githubPorts } from '../../src/faces/compose.ts'
import { type GitHubDouble, startGitHubDouble } from './github-double/index.ts'
import type { World } from './github-double/world.ts'

export const NOW = '2026-11-21T08:00:00Z'

/** A registry with one component of each sort that a review treats differently. */
export const REGISTRY = `components:
  redis:
    version: 7.2.4
    github_repo: redis/redis
    pins:
      - { file: compose.yaml, image: redis }
  loki:
    version: 3.0.0
    strategy: locked
    github_repo: grafana/loki
    pins:
      - { file: compose.yaml, image: loki }
  grafana:
    version: 11.0.0
    github_repo: grafana/grafana
    compatible_with: { loki: '>=3.0.0 <3.1.0' }
    pins:
      - { file: deploy/grafana.env, env: GRAFANA_VERSION }
upgrade_policies:
  excluded_versions:
    redis:
      - { version: 7.4.1, reason: corrupts streams, issue_url: 'https://example.org/1' }
`

export const FILES = {
  'versions.yaml': REGISTRY,
  'compose.yaml': 'services:\n  cache:\n    image: redis:7.2.4\n  logs:\n    image: loki:3.0.0\n',
  'deploy/grafana.env': 'GRAFANA_VERSION=11.0.0\n',
  'README.md': 'A platform.\n',
}

export const TOKENS: NonNullable<World['tokens']> = [
  { token: 'ghs_app', kind: 'installation', login: 'pinwarden[bot]' },
  {
    token: 'ghs_job',
    kind: 'actions',
    permissions: {
      contents: 'write',
      pull_requests: 'write',
      issues: 'write',
      checks: 'write',
      statuses: 'write',
      metadata: 'read',
    },
  },
  { token: 'ghs_read', kind: 'actions', permissions: { contents: 'read', pull_requests: 'read', issues: 'read', metadata: 'read' } },
  { token: 'ghp_alice', kind: 'pat', login: 'alice' },
]

function releases(...tags: readonly string[]) {
  return tags.map((tag, index) => ({ tag, publishedAt: `2026-0${9 - index}-01T00:00:00Z`, body: `Notes of ${tag}: fixes only.` }))
}

export function reviewWorld(
  more: Partial<NonNullable<World['repositories']>[number]> = {},
  upstreams: NonNullable<World['upstreams']> = [],
): World {
  return {
    now: NOW,
    users: ['alice', 'bob', 'mallory'].map((login) => ({ login })),
    tokens: TOKENS,
    repositories: [{ nameWithOwner: 'acme/platform', files: FILES, collaborators: { alice: 'write', bob: 'triage' }, ...more }],
    upstreams: [
      ...upstreams,
      { nameWithOwner: 'redis/redis', releases: releases('7.4.2', '7.4.1', '7.4.0', '7.2.5', '7.2.4', '7.0.0') },
      { nameWithOwner: 'grafana/loki', releases: releases('3.1.0', '3.0.1', '3.0.0') },
      { nameWithOwner: 'grafana/grafana', releases: releases('11.1.0', '11.0.1', '11.0.0') },
    ],
  }
}

/** The double with a world in which pull requests are reviewed. */
export function startReviewDouble(
  more: Partial<NonNullable<World['repositories']>[number]> = {},
  upstreams: NonNullable<World['upstreams']> = [],
): Promise<GitHubDouble> {
  return startGitHubDouble({ world: reviewWorld(more, upstreams) })
}

/** Ports of a run on the double, as the Action has them. */
export function portsOn(double: GitHubDouble, token = 'ghs_app', warnings: string[] = []): Ports {
  return githubPorts({
    env: {
      GITHUB_API_URL: double.restUrl,
      GITHUB_GRAPHQL_URL: double.graphqlUrl,
      PINWARDEN_GITHUB_URL: double.restUrl,
      PINWARDEN_GITHUB_GRAPHQL_URL: double.graphqlUrl,
      PINWARDEN_OSV_URL: double.url,
      PINWARDEN_NOW: NOW,
    },
    repository: 'acme/platform',
    token,
    log: { progress: () => undefined, info: () => undefined, warn: (text) => void warnings.push(text), debug: () => undefined },
  })
}

/** A branch with these files and a pull request of it. @returns its number */
export async function propose(
  double: GitHubDouble,
  branch: string,
  files: Readonly<Record<string, string | null>>,
  by = 'alice',
): Promise<number> {
  const repo = double.repository('acme/platform')
  await repo.push(branch, files, { author: by })
  const answer = await fetch(`${double.restUrl}/repos/acme/platform/pulls`, {
    method: 'POST',
    headers: { authorization: 'token ghs_app', 'content-type': 'application/json' },
    body: JSON.stringify({ title: `Change ${branch}`, head: branch, base: 'main', body: '' }),
  })
  const { number } = (await answer.json()) as { number: number }
  repo.pull(number).author = by
  return number
}

/** `FILES` with a component moved in its pin and, unless told, in the registry. */
export function moved(component: 'redis' | 'loki' | 'grafana', from: string, to: string, registry = true): Record<string, string> {
  const file = component === 'grafana' ? 'deploy/grafana.env' : 'compose.yaml'
  const pin = component === 'grafana' ? [`=${from}`, `=${to}`] : [`${component}:${from}`, `${component}:${to}`]
  return {
    [file]: FILES[file].replace(pin[0] ?? '', pin[1] ?? ''),
    ...(registry ? { 'versions.yaml': REGISTRY.replace(`${component}:\n    version: ${from}`, `${component}:\n    version: ${to}`) } : {}),
  }
}

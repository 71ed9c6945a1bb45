import type { App, Level, Token } from './state.ts'
import type { ParsedWorld } from './world.ts'

const names = ['contents', 'pull_requests', 'issues', 'checks', 'statuses', 'actions', 'deployments', 'metadata', 'workflows', 'members']

/** An App of the world; all permissions unless told. */
export function appFrom(world: NonNullable<ParsedWorld['app']>): App {
  const { id, slug, permissions = Object.fromEntries(names.map((name) => [name, 'write' as const])), publicKey } = world
  return { id, slug, permissions, ...(publicKey === undefined ? {} : { publicKey }) }
}

/** A token of the world with its defaults: a workflow's own never has `workflows`, and may ask a thousand times an hour. */
export function tokenFrom(world: ParsedWorld['tokens'][number]): Token {
  const app = world.kind === 'actions' || world.kind === 'installation'
  const login =
    world.login ?? (world.kind === 'actions' ? 'github-actions[bot]' : world.kind === 'installation' ? 'pinwarden[bot]' : 'octocat')
  const all: Record<string, Level> = Object.fromEntries(names.map((name) => [name, 'write']))
  const permissions = { ...(world.permissions === 'all' ? all : world.permissions) }
  if (world.kind === 'actions') delete permissions['workflows']
  return {
    token: world.token,
    login,
    kind: world.kind,
    permissions: app || world.kind === 'fine-grained' ? permissions : {},
    ...(world.repositories === undefined ? {} : { repositories: world.repositories }),
    limits: {
      core: world.limits.core ?? (world.kind === 'actions' ? 1000 : 5000),
      graphql: world.limits.graphql ?? (world.kind === 'actions' ? 1000 : 5000),
    },
  }
}

import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { DoubleContext } from './context.ts'
import { fullName } from './context.ts'
import { openBareStore } from './git/bare-store.ts'
import type { Repository, RepositoryData, State } from './state.ts'

interface Saved {
  users: State['users']
  tokens: State['tokens']
  teams: State['teams']
  app?: State['app']
  nextId: number
  /** Repositories with git; light ones come from the world each time. */
  repositories: RepositoryData[]
}

export function repositoryDirectory(directory: string, nameWithOwner: string): string {
  return join(directory, `${nameWithOwner}.git`)
}

/** Writes all that is not in git beside the repositories. Atomic: a killed server leaves the former state. */
export function saveState(double: DoubleContext, directory: string): void {
  const { state } = double
  const repositories = state.repositories.filter((repo) => !repo.light).map(({ git: _git, store: _store, ...data }) => data)
  const saved: Saved = {
    users: state.users,
    tokens: state.tokens,
    teams: state.teams,
    ...(state.app === undefined ? {} : { app: state.app }),
    nextId: state.nextId,
    repositories,
  }
  mkdirSync(directory, { recursive: true })
  const path = join(directory, 'state.json')
  writeFileSync(`${path}.new`, JSON.stringify(saved))
  renameSync(`${path}.new`, path)
}

/** Takes up what `saveState` left; false where there is nothing. */
export function loadState(double: DoubleContext, directory: string): boolean {
  const path = join(directory, 'state.json')
  if (!existsSync(path)) return false
  const saved: Saved = JSON.parse(readFileSync(path, 'utf8'))
  double.state.users.push(...saved.users)
  double.state.tokens.push(...saved.tokens)
  double.state.teams = saved.teams
  if (saved.app !== undefined) double.state.app = saved.app
  double.state.nextId = saved.nextId
  for (const data of saved.repositories) {
    const store = openBareStore(repositoryDirectory(directory, fullName(data)))
    const repo: Repository = { ...data, git: store, store }
    double.state.repositories.push(repo)
  }
  return true
}

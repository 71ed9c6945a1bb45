import { buildRepository } from './build-repository.ts'
import { buildUpstream } from './build-upstream.ts'
import { type DoubleContext, userOf } from './context.ts'
import { loadState, repositoryDirectory, saveState } from './persist.ts'
import type { Token } from './state.ts'
import { appFrom, tokenFrom } from './tokens.ts'
import type { ParsedWorld } from './world.ts'

/** Fills a new double with its world. What an earlier process left in the directory comes before the world's own repositories. */
export async function populate(double: DoubleContext, world: ParsedWorld, directory: string): Promise<void> {
  const { state } = double
  if (!loadState(double, directory)) {
    for (const user of world.users) Object.assign(userOf(state, user.login), user)
    state.teams = world.teams
    if (world.app !== undefined) state.app = appFrom(world.app)
    for (const token of world.tokens) addToken(double, [token])
    for (const one of world.repositories)
      state.repositories.push(await buildRepository(double, one, repositoryDirectory(directory, one.nameWithOwner)))
    saveState(double, directory)
  }
  for (const one of world.upstreams) state.repositories.push(await buildUpstream(double, one))
}

/** @throws Error for an empty list */
export function addToken({ state }: DoubleContext, tokens: ParsedWorld['tokens']): Token {
  const made = tokens.map(tokenFrom)
  for (const token of made) userOf(state, token.login)
  state.tokens.push(...made)
  const last = made.at(-1)
  if (last === undefined) throw new Error('no token was given')
  return last
}

import { RestError } from '../errors.ts'
import type { State, Token } from '../state.ts'

/** The token of a request: null without one, an error where nobody knows it (which fails even where none would do). */
export function tokenOf(state: State, authorization: string | undefined): Token | null | RestError {
  if (authorization === undefined || authorization === '') return null
  const given = /^(?:bearer|token)\s+(\S+)$/i.exec(authorization)?.[1] ?? basic(authorization)
  return state.tokens.find((one) => one.token === given) ?? new RestError(401, 'Bad credentials')
}

/** `Basic` with the token as the password, as git sends it. */
function basic(authorization: string): string | undefined {
  const encoded = /^basic\s+(\S+)$/i.exec(authorization)?.[1]
  return encoded === undefined ? undefined : Buffer.from(encoded, 'base64').toString().split(':').at(-1)
}

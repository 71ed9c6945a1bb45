import { verify } from 'node:crypto'
import { RestError } from '../errors.ts'
import type { App, State, Token } from '../state.ts'

/** The token of a request: null without one, an error where nobody knows it (which fails even where none would do). */
export function tokenOf(state: State, authorization: string | undefined): Token | null | RestError {
  if (authorization === undefined || authorization === '') return null
  const given = /^(?:bearer|token)\s+(\S+)$/i.exec(authorization)?.[1] ?? basic(authorization)
  const known = state.tokens.find((one) => one.token === given)
  if (known !== undefined) return known
  return (given === undefined || state.app === undefined ? null : appToken(state.app, given)) ?? new RestError(401, 'Bad credentials')
}

/** An App's own JWT: issued by it, not expired, and signed with its key where the double knows that. Null where it is none. */
function appToken(app: App, jwt: string): Token | null | RestError {
  const [header = '', payload = '', signature, ...rest] = jwt.split('.')
  if (signature === undefined || rest.length > 0) return null
  const { iss, exp } = JSON.parse(Buffer.from(payload, 'base64url').toString())
  if (Number(iss) !== app.id) return null
  if (typeof exp !== 'number' || exp * 1000 < Date.now())
    return new RestError(
      401,
      "'Expiration time' claim ('exp') must be a numeric value representing the future time at which the assertion expires",
    )
  const signed =
    app.publicKey === undefined || verify('sha256', Buffer.from(`${header}.${payload}`), app.publicKey, Buffer.from(signature, 'base64url'))
  if (!signed) return new RestError(401, 'A JSON web token could not be decoded')
  return { token: jwt, login: `${app.slug}[bot]`, kind: 'app', permissions: {}, limits: { core: 5000, graphql: 5000 } }
}

/** `Basic` with the token as the password, as git sends it. */
function basic(authorization: string): string | undefined {
  const encoded = /^basic\s+(\S+)$/i.exec(authorization)?.[1]
  return encoded === undefined ? undefined : Buffer.from(encoded, 'base64').toString().split(':').at(-1)
}

import { GraphQLError } from 'graphql'
import { Refusal } from '../errors.ts'

/** An error with GitHub's own `type`, such as NOT_FOUND or FORBIDDEN. */
export function graphError(type: string, message: string): GraphQLError {
  return new GraphQLError(message, { extensions: { type } })
}

const types: Readonly<Record<Refusal['kind'], string>> = {
  unprocessable: 'UNPROCESSABLE',
  forbidden: 'FORBIDDEN',
  'not-found': 'NOT_FOUND',
  stale: 'STALE_DATA',
  conflict: 'UNPROCESSABLE',
  'not-allowed': 'UNPROCESSABLE',
}

/** The words of a refusal as GraphQL has them; errors of our own stay as they are. */
export function toGraphError(error: unknown): unknown {
  return error instanceof Refusal ? graphError(types[error.kind], error.message) : error
}

/** The JSON of an error in GitHub's shape: `type` beside `message`, not below `extensions`. */
export function formatError(error: GraphQLError): Record<string, unknown> {
  const { type, ...extensions } = error.extensions
  return {
    ...(type === undefined ? {} : { type }),
    ...(error.path === undefined ? {} : { path: error.path }),
    ...(Object.keys(extensions).length === 0 ? {} : { extensions }),
    ...(error.locations === undefined ? {} : { locations: error.locations }),
    message: error.message,
  }
}

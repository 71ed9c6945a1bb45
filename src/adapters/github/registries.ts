import { GraphqlResponseError } from '@octokit/graphql'
import * as z from 'zod'
import type { Client } from './client.ts'

/** Repositories asked for in one request; each has one object a path. */
const PER_REQUEST = 50

const answerSchema = z.object({ nodes: z.array(z.record(z.string(), z.unknown()).nullable()) })

/** Those of the repositories (by node id) that have one of the files on their default branch, at one request for fifty of them. */
export async function repositoriesWithFile(client: Client, ids: readonly string[], paths: readonly string[]): Promise<ReadonlySet<string>> {
  const found = new Set<string>()
  const objects = paths.map((_, index) => `f${index}: object(expression: $p${index}) { oid }`).join(' ')
  const query = `query registries($ids: [ID!]!${paths.map((_, index) => `, $p${index}: String!`).join('')}) {
    nodes(ids: $ids) { ... on Repository { id ${objects} } }
  }`
  const variables = Object.fromEntries(paths.map((path, index) => [`p${index}`, `HEAD:${path}`]))
  for (let at = 0; at < ids.length; at += PER_REQUEST) {
    const { nodes } = answerSchema.parse(await ask(client, query, { ids: ids.slice(at, at + PER_REQUEST), ...variables }))
    for (const node of nodes) {
      if (node !== null && typeof node['id'] === 'string' && paths.some((_, index) => node[`f${index}`] != null)) found.add(node['id'])
    }
  }
  return found
}

/** A repository that went away since it was listed is an error beside the answers for all others. */
async function ask(client: Client, query: string, variables: Record<string, unknown>): Promise<unknown> {
  try {
    return await client.graphql(query, variables)
  } catch (error) {
    const gone = error instanceof GraphqlResponseError && error.errors?.every((one) => one.type === 'NOT_FOUND') === true
    if (gone && error.data != null) return error.data
    throw error
  }
}

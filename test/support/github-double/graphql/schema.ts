import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { buildASTSchema, type GraphQLSchema, parse } from 'graphql'

let schema: GraphQLSchema | undefined

/** GitHub's public schema, built once a process. */
export function githubSchema(): GraphQLSchema {
  if (schema === undefined) {
    // The package exports no path to the file itself; it lies beside its sister, which does.
    const sister = createRequire(import.meta.url).resolve('@octokit/openapi/package.json')
    const path = join(dirname(sister), '..', 'graphql-schema', 'schema.graphql')
    schema = buildASTSchema(parse(readFileSync(path, 'utf8'), { noLocation: true }), { assumeValid: true, assumeValidSDL: true })
  }
  return schema
}

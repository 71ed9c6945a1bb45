import picomatch from 'picomatch'
import * as z from 'zod'
import type { Client } from './client.ts'

const PER_PAGE = 100

const touchedSchema = z.object({
  repository: z.object({
    object: z.record(
      z.string(),
      z.object({
        nodes: z.array(z.object({ oid: z.string() }).nullable()),
        pageInfo: z.object({ hasNextPage: z.boolean(), endCursor: z.string().nullable() }),
      }),
    ),
  }),
})

/**
 * Which of the commits touch the paths. GitHub answers for plain paths; where globs or exceptions are among them, the commits below the plain
 * beginnings of the globs are asked for their files, one request each.
 */
export async function touchedBy(
  client: Client,
  repo: { owner: string; repo: string },
  head: string,
  commits: readonly { sha: string; parents: readonly string[] }[],
  paths: readonly string[],
): Promise<ReadonlySet<string>> {
  const wanted = paths.filter((path) => !path.startsWith('!'))
  const plain = [...new Set(wanted.map((path) => picomatch.scan(path).base))]
  const inside = new Set(commits.map(({ sha }) => sha))
  const near = plain.includes('') || plain.includes('.') ? inside : await below(client, repo, head, inside, plain)
  if (paths.every((path) => !path.startsWith('!') && !picomatch.scan(path).isGlob)) return near
  const counts = matcher(paths)
  const found = new Set<string>()
  for (const { sha, parents } of commits) {
    // What a merge touches is what it brought in.
    if (!near.has(sha) || parents.length > 1) continue
    const { data } = await client.rest.repos.getCommit({ ...repo, ref: sha, per_page: 300 })
    if ((data.files ?? []).some(({ filename, previous_filename: before }) => counts(filename) || (before !== undefined && counts(before))))
      found.add(sha)
  }
  return found
}

/** As git reads `:(glob)`: a path stands for all that is below it, and `*` for no slash. */
function matcher(paths: readonly string[]): (path: string) => boolean {
  const test = (pattern: string) => picomatch([pattern, `${pattern.replace(/\/+$/, '')}/**`], { dot: true })
  const wanted = paths.filter((path) => !path.startsWith('!')).map(test)
  const refused = paths.filter((path) => path.startsWith('!')).map((path) => test(path.slice(1)))
  return (path) => (wanted.length === 0 || wanted.some((one) => one(path))) && !refused.some((one) => one(path))
}

/** Those of the commits that touch one of the plain paths: all paths with one request a page. */
async function below(
  client: Client,
  repo: { owner: string; repo: string },
  head: string,
  inside: ReadonlySet<string>,
  paths: readonly string[],
): Promise<Set<string>> {
  const found = new Set<string>()
  let open = paths.map((path) => ({ path, after: null as string | null }))
  while (open.length > 0) {
    const asked = open
    const query = `query touching($owner: String!, $repo: String!, $head: GitObjectID!${asked.map((_, at) => `, $p${at}: String!, $a${at}: String`).join('')}) {
      repository(owner: $owner, name: $repo) { object(oid: $head) { ... on Commit {
        ${asked.map((_, at) => `h${at}: history(first: ${PER_PAGE}, path: $p${at}, after: $a${at}) { nodes { oid } pageInfo { hasNextPage endCursor } }`).join('\n        ')}
      } } }
    }`
    const variables = Object.fromEntries(
      asked.flatMap(({ path, after }, at) => [
        [`p${at}`, path],
        [`a${at}`, after],
      ]),
    )
    const { repository } = touchedSchema.parse(await client.graphql(query, { ...repo, head, ...variables }))
    open = asked.flatMap(({ path }, at) => {
      const page = repository.object[`h${at}`]
      const shas = page?.nodes.flatMap((node) => node?.oid ?? []) ?? []
      for (const sha of shas) if (inside.has(sha)) found.add(sha)
      // A page without any commit of the range lies before it.
      const more = page?.pageInfo.hasNextPage === true && shas.some((sha) => inside.has(sha))
      return more ? [{ path, after: page.pageInfo.endCursor }] : []
    })
  }
  return found
}

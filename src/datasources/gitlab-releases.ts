import * as z from 'zod'
import { parseInstant } from '../core/model/instant.ts'
import type { Release } from '../core/model/release.ts'
import { readableRows } from './_fetch.ts'
import { discoverGitlab, type GitlabList, gitlabSource } from './_gitlab.ts'
import type { Datasource, Query } from './contract.ts'

const releaseSchema = z.object({
  tag_name: z.string().min(1),
  /** Older servers have `created_at` only. */
  released_at: z.string().nullish(),
  created_at: z.string().nullish(),
  upcoming_release: z.boolean().nullish(),
  commit: z.object({ id: z.string() }).nullish(),
  _links: z.object({ self: z.string().nullish() }).nullish(),
  assets: z.object({ links: z.array(z.object({ name: z.string(), url: z.string().nullish() })).nullish() }).nullish(),
})

const list: GitlabList = {
  id: 'gitlab-releases',
  path: () => '/releases?per_page=100',
  read(rows, query) {
    const { rows: good, unreadable } = readableRows(rows, releaseSchema)
    // Announced for a day to come: there is nothing to upgrade to yet.
    return { releases: good.filter(({ upcoming_release: upcoming }) => upcoming !== true).map((row) => releaseOf(row, query)), unreadable }
  },
  empty: 'there are no releases; its tags may carry the versions (datasource `gitlab-tags`)',
}

function releaseOf(row: z.infer<typeof releaseSchema>, query: Query): Release {
  const date = parseInstant(row.released_at ?? row.created_at ?? '')
  const self = row._links?.self
  const links = query.assets === true ? row.assets?.links : undefined
  return {
    tag: row.tag_name,
    version: row.tag_name,
    ...(date !== null && { date }),
    ...(row.commit && { commit: row.commit.id }),
    ...(self?.startsWith('https://') === true && { url: self }),
    ...(links && { assets: links.map(({ name, url }) => ({ name, ...(url && { url }) })) }),
  }
}

export const gitlabReleases: Datasource = {
  id: 'gitlab-releases',
  label: 'GitLab releases',
  example: 'gitlab-org/gitlab-runner',
  docs: 'https://docs.gitlab.com/api/releases/#list-releases',
  defaultUrl: 'https://gitlab.com',
  defaultVersioning: 'semver-coerced',
  provides: ['date', 'assets', 'commit'],
  source: gitlabSource,
  discover: (queries, io) => discoverGitlab(queries, io, list),
}

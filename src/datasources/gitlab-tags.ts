import * as z from 'zod'
import { parseInstant } from '../core/model/instant.ts'
import type { Release } from '../core/model/release.ts'
import { readableRows } from './_fetch.ts'
import { discoverGitlab, type GitlabList, gitlabSource } from './_gitlab.ts'
import type { Datasource } from './contract.ts'

const tagSchema = z.object({
  name: z.string().min(1),
  /** When an annotated tag was made; null for a lightweight one, absent on older servers. */
  created_at: z.string().nullish(),
  commit: z.object({ id: z.string(), committed_date: z.string().nullish(), created_at: z.string().nullish() }).nullish(),
})

const list: GitlabList = {
  id: 'gitlab-tags',
  path({ tagPrefix }) {
    const search = tagPrefix === undefined || tagPrefix === '' ? '' : `&search=${encodeURIComponent(`^${tagPrefix}`)}`
    return `/repository/tags?per_page=100${search}`
  },
  read(rows) {
    const { rows: good, unreadable } = readableRows(rows, tagSchema)
    return { releases: good.map(releaseOf), unreadable }
  },
  empty: 'there are no tags',
}

function releaseOf(row: z.infer<typeof tagSchema>): Release {
  const date = parseInstant(row.created_at ?? row.commit?.committed_date ?? row.commit?.created_at ?? '')
  return { tag: row.name, version: row.name, ...(date !== null && { date }), ...(row.commit && { commit: row.commit.id }) }
}

export const gitlabTags: Datasource = {
  id: 'gitlab-tags',
  label: 'GitLab tags',
  example: 'fdroid/fdroidserver',
  docs: 'https://docs.gitlab.com/api/tags/#list-all-project-repository-tags',
  defaultUrl: 'https://gitlab.com',
  defaultVersioning: 'semver-coerced',
  provides: ['date', 'commit'],
  source: gitlabSource,
  discover: (queries, io) => discoverGitlab(queries, io, list),
}

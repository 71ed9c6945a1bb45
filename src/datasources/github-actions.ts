import { discoverGithub, githubSource } from './_github.ts'
import { repositoryName } from './_github-endpoints.ts'
import { tagListing } from './_github-tags.ts'
import type { Datasource, Query } from './contract.ts'

const listing = tagListing('github-actions')

/** An action may live in a folder of its repository: `github/codeql-action/init` is released by the tags of `github/codeql-action`. */
function ofRepository(query: Query): Query {
  const repository = query.package.split('/').slice(0, 2).join('/')
  return repositoryName(repository) === null ? query : { ...query, package: repository }
}

export const githubActions: Datasource = {
  id: 'github-actions',
  label: 'GitHub Actions (tags with their commits)',
  example: 'actions/checkout',
  docs: 'https://docs.github.com/en/actions/reference/security/secure-use#using-third-party-actions',
  defaultUrl: 'https://api.github.com',
  defaultVersioning: 'github-actions',
  provides: ['date', 'commit'],
  source: githubSource,
  discover: (queries, io) =>
    discoverGithub(queries.map(ofRepository), io, listing, {
      empty: 'there are no tags',
      contains: ({ tagPrefix }) => tagPrefix || undefined,
    }),
}

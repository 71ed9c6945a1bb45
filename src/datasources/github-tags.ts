import { discoverGithub, githubSource } from './_github.ts'
import { tagListing } from './_github-tags.ts'
import type { Datasource } from './contract.ts'

const listing = tagListing('github-tags')

export const githubTags: Datasource = {
  id: 'github-tags',
  label: 'GitHub tags',
  example: 'golang/go',
  docs: 'https://docs.github.com/en/graphql/reference/objects#ref',
  defaultUrl: 'https://api.github.com',
  defaultVersioning: 'semver-coerced',
  provides: ['date', 'commit'],
  source: githubSource,
  discover: (queries, io) =>
    discoverGithub(queries, io, listing, { empty: 'there are no tags', contains: ({ tagPrefix }) => tagPrefix || undefined }),
}

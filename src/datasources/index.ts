import type { Datasource } from './contract.ts'
import { githubActions } from './github-actions.ts'
import { githubReleases } from './github-releases.ts'
import { githubTags } from './github-tags.ts'

/** Every datasource by the id that users write. Schema, documentation and contract tests walk this object. */
export const datasources = {
  'github-releases': githubReleases,
  'github-tags': githubTags,
  'github-actions': githubActions,
} satisfies Record<string, Datasource>

export type DatasourceId = keyof typeof datasources

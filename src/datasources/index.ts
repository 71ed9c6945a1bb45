import type { Datasource } from './contract.ts'
import { crates } from './crates.ts'
import { docker } from './docker.ts'
import { endoflife } from './endoflife.ts'
import { githubActions } from './github-actions.ts'
import { githubReleases } from './github-releases.ts'
import { githubTags } from './github-tags.ts'
import { gitlabReleases } from './gitlab-releases.ts'
import { gitlabTags } from './gitlab-tags.ts'
import { go } from './go.ts'
import { helm } from './helm.ts'
import { hex } from './hex.ts'
import { manifest } from './manifest.ts'
import { maven } from './maven.ts'
import { npm } from './npm.ts'
import { pypi } from './pypi.ts'
import { rubygems } from './rubygems.ts'
import { staticList } from './static.ts'
import { terraform } from './terraform.ts'
import { url } from './url.ts'

/** Every datasource by the id that users write. Schema, documentation and contract tests walk this object. */
export const datasources = {
  'github-releases': githubReleases,
  'github-tags': githubTags,
  'gitlab-releases': gitlabReleases,
  'gitlab-tags': gitlabTags,
  docker,
  npm,
  pypi,
  hex,
  rubygems,
  crates,
  go,
  maven,
  helm,
  terraform,
  'github-actions': githubActions,
  endoflife,
  url,
  manifest,
  static: staticList,
} satisfies Record<string, Datasource>

export type DatasourceId = keyof typeof datasources

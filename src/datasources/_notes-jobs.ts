import type { Cause, NotesDocument } from '../core/model/release.ts'
import { endpointsFor, type GithubEndpoints, repositoryName } from './_github-endpoints.ts'
import { tagPage } from './_tags.ts'
import type { DatasourceIo } from './contract.ts'

/** What is wanted for one component: the notes of the releases between two versions, and the project's own changelog. */
export interface NotesRequest {
  component: string
  /** `owner/name`. */
  repository: string
  /** REST root of the GitHub it lives on, where the component names its own. */
  url?: string
  /** In a monorepo, the prefix of this component's tags: the root changelog is then somebody else's. */
  tagPrefix?: string
  /** Releases between from (exclusive) and to (inclusive), newest first. */
  tags: readonly { version: string; tag: string }[]
  /** Where the changelog lies, where it is known. */
  changelogPaths?: readonly string[]
}

/** One request on its way. */
export interface NotesJob {
  request: NotesRequest
  owner: string
  name: string
  endpoints: GithubEndpoints
  branch: string
  documents: NotesDocument[]
  changelogs: { path: string; text: string }[]
  /** Files longer than GraphQL gives. */
  truncated: string[]
  failures: Cause[]
  /** Parts that were answered, also with "there is none". */
  answered: number
  releasePage(tag: string): string
  filePage(path: string): string
}

export function notesJob(request: NotesRequest, io: DatasourceIo): NotesJob | Cause {
  const repository = repositoryName(request.repository)
  if (repository === null) return { code: 'invalid-query', message: `\`${request.repository.slice(0, 100)}\` is no GitHub repository` }
  const endpoints = endpointsFor(request, 'github-releases', io)
  if ('code' in endpoints) return endpoints
  const home = `${endpoints.web}/${repository.owner}/${repository.name}`
  const job: NotesJob = {
    request,
    ...repository,
    endpoints,
    branch: 'HEAD',
    documents: [],
    changelogs: [],
    truncated: [],
    failures: [],
    answered: 0,
    releasePage: (tag) => tagPage(`${home}/releases/tag/`, tag),
    filePage: (path) => `${home}/blob/${encodeURIComponent(job.branch)}/${path.split('/').map(encodeURIComponent).join('/')}`,
  }
  return job
}

import type { GitReader, GitStore } from './git/store.ts'

export type Role = 'admin' | 'maintain' | 'write' | 'triage' | 'read' | 'none'

export interface User {
  id: number
  login: string
  type: 'User' | 'Bot' | 'Organization'
  name: string | null
  email: string | null
}

export interface Label {
  id: number
  name: string
  /** Six hexadecimal digits without `#`. */
  color: string
  description: string | null
}

export interface Comment {
  id: number
  author: string
  body: string
  createdAt: string
  updatedAt: string
  reactions: { id: number; content: string; user: string; createdAt: string }[]
}

/** What happened to an issue or pull request, as its events and timeline tell. */
export interface IssueEvent {
  id: number
  event: string
  actor: string
  createdAt: string
  label?: string
  commit?: string
}

export interface Review {
  id: number
  author: string
  body: string
  state: 'APPROVED' | 'CHANGES_REQUESTED' | 'COMMENTED' | 'DISMISSED' | 'PENDING'
  commit: string
  submittedAt: string
}

export interface Pull {
  headRef: string
  headSha: string
  baseRef: string
  /** Where the base branch stood when the pull request was opened or its base last changed. */
  baseSha: string
  draft: boolean
  mergedAt: string | null
  mergedBy: string | null
  mergeCommit: string | null
  autoMerge: { method: 'MERGE' | 'SQUASH' | 'REBASE'; by: string; at: string; headline: string | null; body: string | null } | null
  reviewers: string[]
  teams: string[]
  reviews: Review[]
  maintainerCanModify: boolean
  /** Stands in the merge queue. */
  queued?: boolean
  /** Owner of the fork that the head lies in; absent: it lies in the repository itself. */
  fork?: string
}

/** An issue; with `pull`, a pull request. The two share their numbers. */
export interface Issue {
  id: number
  number: number
  title: string
  body: string | null
  author: string
  state: 'open' | 'closed'
  stateReason: 'completed' | 'reopened' | 'not_planned' | null
  labels: string[]
  assignees: string[]
  milestone: number | null
  comments: Comment[]
  events: IssueEvent[]
  createdAt: string
  updatedAt: string
  closedAt: string | null
  closedBy: string | null
  /** Who changed the body last. */
  editor?: string
  pull?: Pull
}

export interface Asset {
  id: number
  name: string
  label: string | null
  size: number
  contentType: string
  downloads: number
  digest: string | null
  createdAt: string
  /** Base64. */
  content: string
  uploader: string
}

export interface Release {
  id: number
  tag: string
  target: string
  name: string | null
  body: string | null
  draft: boolean
  prerelease: boolean
  immutable: boolean
  author: string
  createdAt: string
  publishedAt: string | null
  /** Explicitly chosen as latest. */
  latest?: boolean
  assets: Asset[]
}

export interface CheckRun {
  id: number
  suite: number
  name: string
  headSha: string
  app: string
  status: 'queued' | 'in_progress' | 'completed' | 'waiting' | 'requested' | 'pending'
  conclusion: string | null
  startedAt: string | null
  completedAt: string | null
  detailsUrl: string | null
  externalId: string | null
  title: string | null
  summary: string | null
  text: string | null
  annotations: Annotation[]
}

export interface Annotation {
  path: string
  start_line: number
  end_line: number
  start_column: number | null
  end_column: number | null
  annotation_level: string
  message: string
  title: string | null
  raw_details: string | null
}

export interface CommitStatus {
  id: number
  sha: string
  context: string
  state: 'error' | 'failure' | 'pending' | 'success'
  description: string | null
  targetUrl: string | null
  creator: string
  createdAt: string
}

export interface WorkflowRun {
  id: number
  workflow: string
  event: string
  branch: string
  sha: string
  status: string
  conclusion: string | null
  actor: string
  attempt: number
  createdAt: string
  inputs: Readonly<Record<string, unknown>>
}

export interface Milestone {
  id: number
  number: number
  title: string
  state: 'open' | 'closed'
}

export interface Protection {
  /** Contexts that must be green before a merge. */
  requiredChecks: string[]
  requiredApprovals: number
  /** Nobody pushes to it but by a pull request. */
  pullRequestsOnly: boolean
  /** Logins that the rules do not bind. */
  bypass: string[]
  ruleset: boolean
}

export interface DeploymentStatus {
  id: number
  state: 'error' | 'failure' | 'inactive' | 'pending' | 'success' | 'queued' | 'in_progress'
  description: string
  creator: string
  createdAt: string
  logUrl: string
}

export interface Deployment {
  id: number
  sha: string
  ref: string
  task: string
  environment: string
  description: string | null
  payload: unknown
  production: boolean
  creator: string
  createdAt: string
  statuses: DeploymentStatus[]
}

export interface Settings {
  autoMerge: boolean
  squash: boolean
  merge: boolean
  rebase: boolean
  deleteBranchOnMerge: boolean
  /** "Allow GitHub Actions to create and approve pull requests". */
  actionsCreatePulls: boolean
  issues: boolean
  immutableReleases: boolean
  /** Whether the plan has drafts of pull requests. */
  drafts: boolean
  /** How a merge queue merges; null: there is none. */
  mergeQueue: 'MERGE' | 'SQUASH' | 'REBASE' | null
}

/** All that is known of a repository beside its git data. Plain data: it can be written to a file and read back. */
export interface RepositoryData {
  id: number
  owner: string
  name: string
  description: string | null
  private: boolean
  archived: boolean
  fork: boolean
  /** Upstream repositories of light data: readable by everybody, writable by nobody. */
  light: boolean
  defaultBranch: string
  topics: string[]
  stars: number
  createdAt: string
  pushedAt: string
  updatedAt: string
  collaborators: Record<string, Role>
  labels: Label[]
  issues: Issue[]
  releases: Release[]
  checkRuns: CheckRun[]
  statuses: CommitStatus[]
  runs: WorkflowRun[]
  deployments: Deployment[]
  milestones: Milestone[]
  protections: Record<string, Protection>
  settings: Settings
  /** Rulesets on names of branches. Absent: none. */
  rules?: { prefix: string; restrictCreation: boolean; requireSignatures: boolean }[]
  /** Dependabot's alerts; absent or null: they are turned off. */
  alerts?: { number: number; state: string }[] | null
  /** `owner/name` that it was called before: asked for there, it answers with its new place. */
  formerNames?: string[]
  /** Tags that an immutable release once used. */
  burnedTags: string[]
}

export interface Repository extends RepositoryData {
  git: GitReader
  /** Absent in a light repository. */
  store?: GitStore
}

export type Level = 'read' | 'write' | 'admin'

export interface Token {
  token: string
  /** Whose requests it makes; `github-actions[bot]` for a workflow's token. */
  login: string
  /** `app` is an App's own JWT, `actions` a workflow's GITHUB_TOKEN, `installation` an App's, `pat` a classic and `fine-grained` a fine-grained personal one. */
  kind: 'app' | 'actions' | 'installation' | 'pat' | 'fine-grained'
  /** Permission names as the API has them (`pull_requests`). Not used for `pat`. */
  permissions: Record<string, Level>
  /** `owner/name` list that it reaches; absent: all. */
  repositories?: string[]
  limits: { core: number; graphql: number }
}

export interface App {
  id: number
  slug: string
  permissions: Record<string, Level>
  publicKey?: string
}

export interface State {
  users: User[]
  teams: Record<string, string[]>
  app?: App
  tokens: Token[]
  repositories: Repository[]
  nextId: number
}

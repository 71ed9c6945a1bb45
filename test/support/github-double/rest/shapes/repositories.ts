import { allowed, atLeast, roleOf } from '../../access.ts'
import { type DoubleContext, fullName, type Urls, userOf } from '../../context.ts'
import { nodeId } from '../../node-id.ts'
import type { Repository, Token } from '../../state.ts'
import { userShape } from './users.ts'

const templates: Readonly<Record<string, string>> = {
  forks_url: '/forks',
  keys_url: '/keys{/key_id}',
  collaborators_url: '/collaborators{/collaborator}',
  teams_url: '/teams',
  hooks_url: '/hooks',
  issue_events_url: '/issues/events{/number}',
  events_url: '/events',
  assignees_url: '/assignees{/user}',
  branches_url: '/branches{/branch}',
  tags_url: '/tags',
  blobs_url: '/git/blobs{/sha}',
  git_tags_url: '/git/tags{/sha}',
  git_refs_url: '/git/refs{/sha}',
  trees_url: '/git/trees{/sha}',
  statuses_url: '/statuses/{sha}',
  languages_url: '/languages',
  stargazers_url: '/stargazers',
  contributors_url: '/contributors',
  subscribers_url: '/subscribers',
  subscription_url: '/subscription',
  commits_url: '/commits{/sha}',
  git_commits_url: '/git/commits{/sha}',
  comments_url: '/comments{/number}',
  issue_comment_url: '/issues/comments{/number}',
  contents_url: '/contents/{+path}',
  compare_url: '/compare/{base}...{head}',
  merges_url: '/merges',
  archive_url: '/{archive_format}{/ref}',
  downloads_url: '/downloads',
  issues_url: '/issues{/number}',
  pulls_url: '/pulls{/number}',
  milestones_url: '/milestones{/number}',
  notifications_url: '/notifications{?since,all,participating}',
  labels_url: '/labels{/name}',
  releases_url: '/releases{/id}',
  deployments_url: '/deployments',
}

export function repositoryUrl(urls: Urls, repo: Repository): string {
  return `${urls.rest}/repos/${fullName(repo)}`
}

/** `minimal-repository` */
export function minimalRepository(double: DoubleContext, urls: Urls, repo: Repository): Record<string, unknown> {
  const url = repositoryUrl(urls, repo)
  return {
    id: repo.id,
    node_id: nodeId('R', repo.id),
    name: repo.name,
    full_name: fullName(repo),
    private: repo.private,
    owner: userShape(urls, userOf(double.state, repo.owner)),
    html_url: `${urls.html}/${fullName(repo)}`,
    description: repo.description,
    fork: repo.fork,
    url,
    ...Object.fromEntries(Object.entries(templates).map(([key, path]) => [key, `${url}${path}`])),
  }
}

/** `repository`, as it stands in the head and base of a pull request */
export function repositoryShape(double: DoubleContext, urls: Urls, repo: Repository): Record<string, unknown> {
  const open = repo.issues.filter((issue) => issue.state === 'open').length
  const html = `${urls.html}/${fullName(repo)}`
  return {
    ...minimalRepository(double, urls, repo),
    created_at: repo.createdAt,
    updated_at: repo.updatedAt,
    pushed_at: repo.pushedAt,
    git_url: `git:${html.replace(/^https?:/, '')}.git`,
    ssh_url: `git@localhost:${fullName(repo)}.git`,
    clone_url: `${html}.git`,
    svn_url: html,
    homepage: null,
    size: 1,
    stargazers_count: repo.stars,
    watchers_count: repo.stars,
    language: null,
    has_issues: repo.settings.issues,
    has_projects: false,
    has_downloads: true,
    has_wiki: false,
    has_pages: false,
    has_discussions: false,
    forks_count: 0,
    mirror_url: null,
    archived: repo.archived,
    disabled: false,
    open_issues_count: open,
    license: null,
    allow_forking: true,
    is_template: false,
    web_commit_signoff_required: false,
    topics: repo.topics,
    visibility: repo.private ? 'private' : 'public',
    forks: 0,
    open_issues: open,
    watchers: repo.stars,
    default_branch: repo.defaultBranch,
  }
}

/** `full-repository`. What only writers see is left out for others, as GitHub does. */
export function fullRepository(double: DoubleContext, urls: Urls, repo: Repository, token: Token | null): Record<string, unknown> {
  const { settings } = repo
  const writer = allowed(token, repo, ['contents:write'])
  return {
    ...repositoryShape(double, urls, repo),
    temp_clone_token: null,
    network_count: 0,
    subscribers_count: 0,
    ...(token === null ? {} : { permissions: permissions(repo, token) }),
    ...(writer
      ? {
          allow_squash_merge: settings.squash,
          allow_merge_commit: settings.merge,
          allow_rebase_merge: settings.rebase,
          allow_auto_merge: settings.autoMerge,
          delete_branch_on_merge: settings.deleteBranchOnMerge,
          allow_update_branch: false,
        }
      : {}),
  }
}

function permissions(repo: Repository, token: Token): Record<string, boolean> {
  const role = roleOf(repo, token.login)
  // For an App's token GitHub derives these from its permissions.
  const app = token.kind === 'installation' || token.kind === 'actions'
  const push = app ? allowed(token, repo, ['contents:write']) : atLeast(role, 'write')
  return {
    admin: app ? token.permissions['administration'] === 'write' : role === 'admin',
    maintain: app ? false : atLeast(role, 'maintain'),
    push,
    triage: app ? push : atLeast(role, 'triage'),
    pull: true,
  }
}

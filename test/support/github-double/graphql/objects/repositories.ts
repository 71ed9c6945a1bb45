import { allowed, roleOf } from '../../access.ts'
import { fullName } from '../../context.ts'
import { findLabel } from '../../domain/labels.ts'
import { isPull } from '../../domain/pull-lifecycle.ts'
import { latestRelease } from '../../domain/releases.ts'
import { nodeId } from '../../node-id.ts'
import type { Issue, Repository } from '../../state.ts'
import { connection, type PageArgs } from '../connection.ts'
import { type GraphContext, type Node, need } from '../context.ts'
import { graphError } from '../errors.ts'
import { objectNode } from './git.ts'
import { issueNode, labelNode, labelsConnection, milestoneNode } from './issues.ts'
import { type IssueArgs, issuesConnection, type PullArgs, pullsConnection } from './lists.ts'
import { pullNode } from './pulls.ts'
import { refNode } from './ref.ts'
import { type RefArgs, refsConnection } from './refs.ts'
import { type ReleaseArgs, releasesConnection } from './release-list.ts'
import { releaseNode } from './releases.ts'
import { actorNode } from './users.ts'

export function repositoryNode(context: GraphContext, repo: Repository): Node {
  const url = `${context.urls.html}/${fullName(repo)}`
  return {
    __typename: 'Repository',
    id: nodeId('R', repo.id),
    databaseId: repo.id,
    name: repo.name,
    nameWithOwner: fullName(repo),
    url,
    resourcePath: `/${fullName(repo)}`,
    homepageUrl: null,
    description: repo.description,
    isArchived: repo.archived,
    archivedAt: repo.archived ? repo.updatedAt : null,
    isPrivate: repo.private,
    isFork: repo.fork,
    isDisabled: false,
    isLocked: false,
    isMirror: false,
    isTemplate: false,
    visibility: repo.private ? 'PRIVATE' : 'PUBLIC',
    createdAt: repo.createdAt,
    pushedAt: repo.pushedAt,
    updatedAt: repo.updatedAt,
    stargazerCount: repo.stars,
    forkCount: 0,
    hasIssuesEnabled: repo.settings.issues,
    primaryLanguage: null,
    licenseInfo: null,
    owner: () => actorNode(context, repo.owner),
    ...settingFields(context, repo),
    ...gitFields(context, repo),
    ...releaseFields(context, repo),
    ...issueFields(context, repo),
  }
}

function settingFields(context: GraphContext, repo: Repository): Node {
  const { settings } = repo
  return {
    autoMergeAllowed: settings.autoMerge,
    squashMergeAllowed: settings.squash,
    mergeCommitAllowed: settings.merge,
    rebaseMergeAllowed: settings.rebase,
    deleteBranchOnMerge: settings.deleteBranchOnMerge,
    mergeQueue: () =>
      settings.mergeQueue === null
        ? null
        : { __typename: 'MergeQueue', id: nodeId('MQ', repo.id), url: `${context.urls.html}/${fullName(repo)}/queue` },
    viewerCanAdminister: roleOf(repo, context.actor.login) === 'admin',
    // For App tokens GitHub answers from the installation's permissions.
    viewerPermission: () => {
      if (allowed(context.token, repo, ['administration:write'])) return 'ADMIN'
      return allowed(context.token, repo, ['contents:write']) ? 'WRITE' : 'READ'
    },
  }
}

function gitFields(context: GraphContext, repo: Repository): Node {
  const ref = async (name: string) => {
    const found = await repo.git.ref(name)
    return found === null ? null : refNode(context, repo, found)
  }
  return {
    isEmpty: async () => (await repo.git.refs('refs/heads/')).length === 0,
    defaultBranchRef: () => {
      need(context, repo, 'contents:read')
      return ref(`refs/heads/${repo.defaultBranch}`)
    },
    ref: async ({ qualifiedName }: { qualifiedName: string }) => {
      need(context, repo, 'contents:read')
      if (qualifiedName.startsWith('refs/')) return ref(qualifiedName)
      return (await ref(`refs/heads/${qualifiedName}`)) ?? ref(`refs/tags/${qualifiedName}`)
    },
    refs: (args: RefArgs) => refsConnection(context, repo, args),
    object: async ({ expression, oid }: { expression?: string | null; oid?: string | null }) => {
      need(context, repo, 'contents:read')
      const wanted = oid ?? expression
      if (wanted == null) throw graphError('INVALID_ARGUMENTS', 'Either expression or oid must be given.')
      const found = await repo.git.resolve(wanted)
      return found === null ? null : objectNode(context, repo, found.sha)
    },
  }
}

function releaseFields(context: GraphContext, repo: Repository): Node {
  return {
    releases: (args: ReleaseArgs) => releasesConnection(context, repo, args),
    release: ({ tagName }: { tagName: string }) => {
      const found = repo.releases.find((release) => release.tag === tagName && !release.draft)
      return found === undefined ? null : releaseNode(context, repo, found)
    },
    latestRelease: () => {
      const found = latestRelease(repo)
      return found === undefined ? null : releaseNode(context, repo, found)
    },
  }
}

function issueFields(context: GraphContext, repo: Repository): Node {
  const one = (number: number, kind: 'issue' | 'pull' | 'either'): Issue => {
    const found = repo.issues.find((issue) => issue.number === number && (kind === 'either' || isPull(issue) === (kind === 'pull')))
    if (found !== undefined) return found
    const what = { issue: 'an Issue', pull: 'a PullRequest', either: 'an issue or pull request' }[kind]
    throw graphError('NOT_FOUND', `Could not resolve to ${what} with the number of ${number}.`)
  }
  return {
    label: ({ name }: { name: string }) => {
      const found = findLabel({ repo }, name)
      return found === undefined ? null : labelNode(context, repo, found)
    },
    labels: (args: PageArgs & { query?: string | null }) => {
      const shown = repo.labels.filter((label) => args.query == null || label.name.toLowerCase().includes(args.query.toLowerCase()))
      return labelsConnection(context, repo, shown, args)
    },
    milestones: (args: PageArgs) => connection('milestones', args, repo.milestones, (milestone) => milestoneNode(context, repo, milestone)),
    pullRequest: ({ number }: { number: number }) => {
      need(context, repo, 'pull_requests:read')
      const issue = one(number, 'pull')
      return isPull(issue) ? pullNode(context, repo, issue) : null
    },
    pullRequests: (args: PullArgs) => pullsConnection(context, repo, args),
    issue: ({ number }: { number: number }) => {
      need(context, repo, 'issues:read')
      return issueNode(context, repo, one(number, 'issue'))
    },
    issues: (args: IssueArgs) => issuesConnection(context, repo, args),
    issueOrPullRequest: ({ number }: { number: number }) => {
      const issue = one(number, 'either')
      return isPull(issue) ? pullNode(context, repo, issue) : issueNode(context, repo, issue)
    },
  }
}

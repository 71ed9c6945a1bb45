import { canSee } from '../access.ts'
import { fullName } from '../context.ts'
import { isPull } from '../domain/pull-lifecycle.ts'
import type { Issue, Repository, State, Token } from '../state.ts'

export interface Found {
  repo: Repository
  issue?: Issue
}

/**
 * GitHub's search with the qualifiers that a bot uses: `repo:`, `is:`, `state:`, `author:`, `label:`, `head:`, `base:`, `in:` and plain words over
 * title and body. @throws Error for a qualifier that is not known here, so that a search never finds too much in silence
 */
export function searchIssues(state: State, token: Token | null, query: string, type: string): Found[] {
  const terms = query.match(/(?:[^\s"]|"[^"]*")+/g) ?? []
  const repositories = state.repositories.filter((repo) => canSee(token, repo))
  if (type === 'REPOSITORY') {
    return repositories
      .filter((repo) =>
        terms.every((term) =>
          fullName(repo)
            .toLowerCase()
            .includes(term.replace(/^(repo:|user:|org:)/, '').toLowerCase()),
        ),
      )
      .map((repo) => ({ repo }))
  }
  const all = repositories.flatMap((repo) => repo.issues.map((issue) => ({ repo, issue })))
  return all
    .filter((one) => terms.every((term) => fits(one.repo, one.issue, term)))
    .sort((a, b) => b.issue.createdAt.localeCompare(a.issue.createdAt) || b.issue.number - a.issue.number)
}

function fits(repo: Repository, issue: Issue, term: string): boolean {
  const [, minus = '', key, raw = ''] = /^(-?)(?:([a-z]+):)?(.*)$/s.exec(term) ?? []
  const value = raw.replaceAll('"', '')
  const yes = key === undefined ? words(issue, value) : qualifier(repo, issue, key, value)
  return minus === '-' ? !yes : yes
}

function words(issue: Issue, text: string): boolean {
  return `${issue.title}\n${issue.body ?? ''}`.toLowerCase().includes(text.toLowerCase())
}

function qualifier(repo: Repository, issue: Issue, key: string, value: string): boolean {
  switch (key) {
    case 'repo':
      return fullName(repo).toLowerCase() === value.toLowerCase()
    case 'org':
    case 'user':
      return repo.owner.toLowerCase() === value.toLowerCase()
    case 'author':
      return issue.author.toLowerCase() === value.toLowerCase().replace(/^app\/(.*)$/, '$1[bot]')
    case 'label':
      return issue.labels.some((label) => label.toLowerCase() === value.toLowerCase())
    case 'head':
      return issue.pull?.headRef === value
    case 'base':
      return issue.pull?.baseRef === value
    case 'state':
    case 'is':
    case 'type':
      return kind(issue, value)
    case 'in':
    case 'sort':
      return true
    default:
      throw new Error(`THE GITHUB DOUBLE DOES NOT KNOW the search qualifier ${key}:`)
  }
}

function kind(issue: Issue, value: string): boolean {
  if (value === 'pr') return isPull(issue)
  if (value === 'issue') return !isPull(issue)
  if (value === 'merged') return issue.pull?.mergedAt != null
  if (value === 'unmerged') return isPull(issue) && issue.pull.mergedAt === null
  if (value === 'draft') return issue.pull?.draft === true
  if (value === 'open' || value === 'closed') return issue.state === value
  throw new Error(`THE GITHUB DOUBLE DOES NOT KNOW the search is:${value}`)
}

import type { DoubleClock } from './clock.ts'
import type { ContentLimit } from './server/content-limit.ts'
import type { Limits } from './server/limits.ts'
import type { Issue, IssueEvent, Repository, State, Token, User } from './state.ts'

/** What every operation works on: the state, the clock, and who is allowed to look at the addresses of this server. */
export interface DoubleContext {
  state: State
  clock: DoubleClock
  limits: Limits
  content: ContentLimit
  /** Runs one writer of a repository after the other. */
  exclusive<T>(repo: Repository, work: () => Promise<T>): Promise<T>
  /** Results of trial merges, by repository, base and head. */
  merges: Map<string, { seen: number; result: Promise<{ tree: string | null; conflicts: string[] }> }>
  /** How often a fresh pull request answers "mergeability unknown" before it is computed. */
  unknownReads: number
  refNames: 'whole' | 'relative'
  /** Problems of the double's use: requests against the schema, operations that are not there. */
  violations: string[]
}

/** Somebody doing something in a repository. */
export interface Acting {
  double: DoubleContext
  repo: Repository
  actor: User
  token: Token | null
}

export interface Urls {
  /** `http://host/api/v3` or `http://host` */
  rest: string
  html: string
  graphql: string
  upload: string
}

export function nextId(double: DoubleContext): number {
  double.state.nextId += 1
  return double.state.nextId
}

/** The user of that login (in any case), made where it is not there yet, for an author may be known by name alone. */
export function userOf(state: State, login: string): User {
  const found = state.users.find((user) => user.login.toLowerCase() === login.toLowerCase())
  if (found !== undefined) return found
  state.nextId += 1
  const user: User = { id: state.nextId, login, type: login.endsWith('[bot]') ? 'Bot' : 'User', name: null, email: null }
  state.users.push(user)
  return user
}

export function fullName(repo: { owner: string; name: string }): string {
  return `${repo.owner}/${repo.name}`
}

export function findRepository(state: State, owner: string, name: string): Repository | undefined {
  const wanted = `${owner}/${name}`.toLowerCase()
  const renamed = () => state.repositories.find((repo) => repo.formerNames?.some((one) => one.toLowerCase() === wanted) === true)
  return state.repositories.find((repo) => fullName(repo).toLowerCase() === wanted) ?? renamed()
}

/** Writes down an event of an issue and marks it as updated. */
export function record({ double, actor }: Acting, issue: Issue, event: string, more: Partial<IssueEvent> = {}): void {
  const createdAt = double.clock.iso()
  issue.events.push({ id: nextId(double), event, actor: actor.login, createdAt, ...more })
  issue.updatedAt = createdAt
}

/** How GitHub signs a user's commits where they hide their address. */
export function signatureOf(user: User, date: string): { name: string; email: string; date: string } {
  return { name: user.name ?? user.login, email: user.email ?? `${user.id}+${user.login}@users.noreply.github.com`, date }
}

export const webFlow = { name: 'GitHub', email: 'noreply@github.com' }

import { fullName } from './context.ts'
import { RestError } from './errors.ts'
import type { Level, Repository, Role, Token } from './state.ts'

const roles: readonly Role[] = ['none', 'read', 'triage', 'write', 'maintain', 'admin']
const levels: readonly Level[] = ['read', 'write', 'admin']

export function roleOf(repo: Repository, login: string): Role {
  if (repo.owner.toLowerCase() === login.toLowerCase()) return 'admin'
  const own = Object.entries(repo.collaborators).find(([name]) => name.toLowerCase() === login.toLowerCase())?.[1]
  return own ?? (repo.private ? 'none' : 'read')
}

export function atLeast(role: Role, wanted: Role): boolean {
  return roles.indexOf(role) >= roles.indexOf(wanted)
}

/** Whether the repository exists for the caller. A private one that it cannot read does not (404, not 403). */
export function canSee(token: Token | null, repo: Repository): boolean {
  if (!repo.private) return true
  if (token === null || !reaches(token, repo)) return false
  if (token.kind === 'app') return false
  return token.kind === 'installation' || token.kind === 'actions' || roleOf(repo, token.login) !== 'none'
}

function reaches(token: Token, repo: Repository): boolean {
  return token.repositories === undefined || token.repositories.some((name) => name.toLowerCase() === fullName(repo).toLowerCase())
}

/** `contents:write` out of a permission in the notation of the header. */
function parse(need: string): { name: string; level: Level } {
  const [name = '', level = 'read'] = need.split(':')
  return { name, level: levels.find((one) => one === level) ?? 'read' }
}

/** Whether a token may do what needs one of these permissions. */
export function allowed(token: Token | null, repo: Repository, needs: readonly string[]): boolean {
  if (needs.length === 0) return true
  return needs.some((need) => has(token, repo, need))
}

function has(token: Token | null, repo: Repository, need: string): boolean {
  const { name, level } = parse(need)
  // What is public can be read with any token, whatever its permissions are, and (REST) without one.
  if (level === 'read' && !repo.private && !SECRET.has(name)) return true
  if (token === null || !reaches(token, repo)) return false
  const role = roleOf(repo, token.login)
  // An App's own token reaches no repository; the tokens that it asks for do.
  if (token.kind === 'app') return false
  if (token.kind === 'pat') return atLeast(role, classicRole(name, level))
  const given = name === 'metadata' ? 'read' : token.permissions[name]
  if (given === undefined || levels.indexOf(given) < levels.indexOf(level)) return false
  return token.kind !== 'fine-grained' || atLeast(role, classicRole(name, level))
}

/** What even of a public repository not everybody may see. */
const SECRET: ReadonlySet<string> = new Set(['administration', 'vulnerability_alerts'])

function classicRole(name: string, level: Level): Role {
  if (level === 'admin' || name === 'administration') return 'admin'
  if (name === 'vulnerability_alerts') return 'write'
  if (level === 'read') return 'read'
  return name === 'issues' || name === 'pull_requests' ? 'triage' : 'write'
}

/** How GitHub words a missing permission, which depends on the kind of token. */
export function refusalFor(token: Token | null): string {
  if (token?.kind === 'installation' || token?.kind === 'actions') return 'Resource not accessible by integration'
  return 'Resource not accessible by personal access token'
}

/** `contents=write; pull_requests=write`: what would do, as the header X-Accepted-GitHub-Permissions tells. */
export function acceptedPermissions(needs: readonly string[]): string {
  return needs.map((need) => need.replace(':', '=')).join('; ')
}

/** @throws RestError 403, or 404 where a classic token lacks the role, as GitHub answers */
export function requirePermission(token: Token | null, repo: Repository, needs: readonly string[], docs?: string): void {
  if (allowed(token, repo, needs)) return
  const more = docs === undefined ? {} : { docs }
  if (token === null) throw new RestError(401, 'Requires authentication', more)
  if (token.kind === 'pat') throw new RestError(404, 'Not Found', more)
  throw new RestError(403, refusalFor(token), more)
}

/** An App's or workflow's token without `workflows: write` must not touch workflow files. Personal tokens are taken to have the scope. */
export function mayEditWorkflows(token: Token | null): boolean {
  if (token === null) return false
  if (token.kind === 'pat') return true
  return token.permissions['workflows'] === 'write'
}

export function isWorkflowFile(path: string): boolean {
  return path.startsWith('.github/workflows/')
}

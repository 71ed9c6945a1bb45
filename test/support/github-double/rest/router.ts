import { acceptedPermissions, canSee, requirePermission } from '../access.ts'
import { type Acting, type DoubleContext, findRepository, type Urls, userOf } from '../context.ts'
import { notFound, Refusal, RestError, toRestError } from '../errors.ts'
import type { Description, Operation } from '../openapi/extract.ts'
import type { Validator } from '../openapi/validate.ts'
import type { Answer, WireRequest } from '../server/answer.ts'
import { secondaryLimit } from '../server/limits.ts'
import type { Repository, Token, User } from '../state.ts'
import { repositoryPath } from './paging.ts'
import { bodyOf, queryOf } from './request-parts.ts'
import { findRoute, namedPath, tableOf } from './route-table.ts'

export interface RestCall extends Acting {
  operation: Operation
  urls: Urls
  /** Parameters of the path, decoded. */
  path: Readonly<Record<string, string>>
  /** In the types of the description. */
  query: Readonly<Record<string, unknown>>
  body: Readonly<Record<string, unknown>>
  /** The JSON value of the body where it is no object. */
  json: unknown
  raw: Buffer
  accept: string
  contentType: string
  /** Path of the request below `/repositories/<id>`, and its query, for Link headers. */
  address: { path: string; query: URLSearchParams }
}

export interface RestRoute {
  /** Permissions of which one is needed, such as `contents:write`; none for what needs no repository. */
  needs: readonly string[]
  /** May change an archived repository too. */
  archived?: true
  /** Found for those too who do not see the repository: an App asks for its installation. */
  open?: true
  handle(call: RestCall): Answer | Promise<Answer>
}

export type RestRoutes = Readonly<Record<string, RestRoute>>

interface Match {
  operation: Operation
  path: Record<string, string>
}

export interface RestRouter {
  /** The operation's id, or `METHOD /path` for what GitHub does not have at all. */
  name(method: string, path: string): string
  handle(request: WireRequest, path: string, urls: Urls, token: Token | null): Promise<Answer>
}

const nobody: User = { id: 0, login: 'ghost', type: 'User', name: null, email: null }

/** Routes of the API out of its description: an operation that has no handler answers 501 and counts as a violation. */
export function createRestRouter(double: DoubleContext, description: Description, validator: Validator, routes: RestRoutes): RestRouter {
  for (const id of Object.keys(routes)) if (description.operations[id] === undefined) throw new Error(`GitHub has no operation ${id}`)
  const table = tableOf(description)

  async function run(request: WireRequest, path: string, urls: Urls, token: Token | null, match: Match, route: RestRoute): Promise<Answer> {
    const { operation } = match
    const repo = repositoryOf(double, match, route, token)
    const actor = token === null ? nobody : userOf(double.state, token.login)
    if (repo !== undefined) {
      if (request.method !== 'GET' && request.method !== 'HEAD') {
        if (token === null) throw new RestError(401, 'Requires authentication', { docs: operation.docs })
        if (repo.archived && route.archived !== true)
          throw new RestError(403, 'Repository was archived so is read-only.', { docs: operation.docs })
      }
      requirePermission(token, repo, route.needs, operation.docs)
    }
    const query: Record<string, unknown> = queryOf(request.query)
    const { json, problem } = bodyOf(request, operation)
    const parts = { path: { ...match.path }, query, body: json, contentType: request.headers['content-type'] ?? '' }
    const problems = problem === null ? validator.request(operation, parts) : [problem]
    if (problems.length > 0) {
      double.violations.push(`${operation.id}: request: ${problems.join('; ')}`)
      throw new RestError(422, `Invalid request.\n\n${problems.join('\n')}`, { docs: operation.docs })
    }
    const call: RestCall = {
      double,
      // Routes without a repository do not look at it; with one it is always there.
      repo: repo as Repository,
      actor,
      token,
      operation,
      urls,
      path: match.path,
      query: parts.query,
      body: isObject(json) ? json : {},
      json,
      raw: request.body,
      accept: request.headers['accept'] ?? '',
      contentType: request.headers['content-type'] ?? '',
      address: { path: repositoryPath(path, repo), query: request.query },
    }
    if (operation.notifies && !double.content.take(token?.token ?? '')) return secondaryLimit()
    const work = async () => route.handle(call)
    if (repo === undefined || request.method === 'GET' || request.method === 'HEAD') return work()
    return double.exclusive(repo, async () => {
      const answer = await work()
      double.clock.tick()
      return answer
    })
  }

  return {
    name: (method, path) => findRoute(table, method, namedPath(double, path))?.id ?? `${method} ${path}`,
    async handle(request, path, urls, token) {
      const named = namedPath(double, path)
      const found = findRoute(table, request.method, named)
      if (found === null) return errorAnswer(notFound())
      const route = routes[found.id]
      const operation = description.operations[found.id]
      if (route === undefined || operation === undefined) return notImplemented(double, found.id, request)
      const accepted: Record<string, string> =
        token === null || route.needs.length === 0 ? {} : { 'x-accepted-github-permissions': acceptedPermissions(route.needs) }
      let answer: Answer
      try {
        answer = await run(request, named, urls, token, { operation, path: found.path }, route)
      } catch (error) {
        if (error instanceof Moved) answer = error.answer(request, urls, found.path)
        else if (error instanceof Refusal) answer = errorAnswer(toRestError(error), operation.docs)
        else if (error instanceof RestError) answer = errorAnswer(error, operation.docs)
        else throw error
      }
      if (answer.raw === undefined) {
        const problems = validator.response(
          operation,
          answer.status,
          answer.json === undefined ? undefined : JSON.parse(JSON.stringify(answer.json)),
        )
        if (problems.length > 0) {
          double.violations.push(`${operation.id}: answer ${answer.status}: ${problems.join('; ')}`)
          return {
            status: 500,
            json: { message: `The double's own answer does not fit GitHub's description of ${operation.id}: ${problems.join('; ')}` },
          }
        }
      }
      return { ...answer, headers: { ...accepted, ...answer.headers } }
    },
  }
}

function repositoryOf(double: DoubleContext, { operation, path }: Match, route: RestRoute, token: Token | null): Repository | undefined {
  if (!operation.path.startsWith('/repos/{owner}/{repo}')) return undefined
  const repo = findRepository(double.state, path['owner'] ?? '', path['repo'] ?? '')
  if (repo !== undefined && repo.name.toLowerCase() !== (path['repo'] ?? '').toLowerCase()) throw new Moved(repo)
  if (repo === undefined || (route.open !== true && !canSee(token, repo))) throw new RestError(404, 'Not Found', { docs: operation.docs })
  return repo
}

/** A repository that was renamed is at another address: reads are sent there for good, writes with the same method and body. */
class Moved extends Error {
  readonly repo: Repository
  constructor(repo: Repository) {
    super('moved')
    this.repo = repo
  }
  answer(request: WireRequest, urls: Urls, path: Readonly<Record<string, string>>): Answer {
    const at = request.path.indexOf(`/repos/${path['owner']}/${path['repo']}`)
    const rest = request.path.slice(at + `/repos/${path['owner']}/${path['repo']}`.length)
    const query = request.query.toString()
    const location = `${urls.rest}/repositories/${this.repo.id}${rest}${query === '' ? '' : `?${query}`}`
    const read = request.method === 'GET' || request.method === 'HEAD'
    return {
      status: read ? 301 : 307,
      headers: { location },
      json: { message: 'Moved Permanently', url: location, documentation_url: 'https://docs.github.com/rest' },
    }
  }
}

function notImplemented(double: DoubleContext, id: string, request: WireRequest): Answer {
  const words = `THE GITHUB DOUBLE DOES NOT IMPLEMENT ${id} (${request.method} ${request.path})`
  double.violations.push(words)
  return { status: 501, json: { message: words, documentation_url: 'test/support/github-double', status: '501' } }
}

function errorAnswer(error: RestError, docs?: string): Answer {
  const body =
    docs !== undefined && error.body['documentation_url'] === 'https://docs.github.com/rest'
      ? { ...error.body, documentation_url: docs }
      : error.body
  return { status: error.status, headers: error.headers, json: body }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

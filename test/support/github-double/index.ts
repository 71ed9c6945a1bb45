import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { buildRepository, buildUpstream } from './build-repository.ts'
import { createClock, type DoubleClock } from './clock.ts'
import { type DoubleContext, fullName, userOf } from './context.ts'
import { createExclusive } from './exclusive.ts'
import { createRepositoryHandle, type RepositoryHandle } from './handle.ts'
import { createOciRegistry } from './oci/registry.ts'
import { loadDescription } from './openapi/extract.ts'
import { createValidator } from './openapi/validate.ts'
import { restRoutes } from './rest/index.ts'
import { createRestRouter } from './rest/router.ts'
import { createFaults, type FaultRule, type Faults } from './server/faults.ts'
import { createLimits, type Limits } from './server/limits.ts'
import { listen } from './server/listen.ts'
import { createRequestLog, type RequestLog } from './server/log.ts'
import { ownAnswer } from './server/own.ts'
import { type Hooks, handleRequest, type Pipeline } from './server/pipeline.ts'
import type { State, Token } from './state.ts'
import { tokenFrom } from './tokens.ts'
import { type ParsedWorld, type World, worldSchema } from './world.ts'

export interface DoubleOptions {
  world?: World
  port?: number
  /** Where bare repositories are put. Absent: a temporary folder that `close` removes. */
  directory?: string
  faults?: readonly FaultRule[]
  hooks?: Hooks
  /** How often the mergeability of a fresh head and base is UNKNOWN before it is computed. Default 1, as on GitHub; 0 turns it off. */
  unknownReads?: number
}

export interface GitHubDouble {
  /** Root as on github.com: REST at `/`, GraphQL at `/graphql`, and the OCI registry at `/v2/`. */
  url: string
  /** Root as on GitHub Enterprise Server: `…/api/v3`. */
  restUrl: string
  graphqlUrl: string
  uploadUrl: string
  state: State
  clock: DoubleClock
  requests: RequestLog
  faults: Faults
  limits: Limits
  hooks: Hooks
  /** What was asked that GitHub would not understand, and what the double lacks. */
  violations: readonly string[]
  /** @throws Error that lists all violations */
  assertClean(): void
  /** A repository to look into and to change as somebody else would. @throws Error where there is none */
  repository(nameWithOwner: string): RepositoryHandle
  addToken(token: NonNullable<World['tokens']>[number]): Token
  /** More upstream repositories, or new contents of those there are. */
  addUpstreams(upstreams: NonNullable<World['upstreams']>): Promise<void>
  close(): Promise<void>
}

/** Starts a stateful GitHub on the loopback address. */
export async function startGitHubDouble(options: DoubleOptions = {}): Promise<GitHubDouble> {
  const world = worldSchema.parse(options.world ?? {})
  const directory = options.directory ?? (await mkdtemp(join(tmpdir(), 'github-double-')))
  const clock = createClock(world.now)
  const state: State = { users: [], tokens: [], repositories: [], nextId: 1000 }
  const double: DoubleContext = {
    state,
    clock,
    exclusive: createExclusive(),
    merges: new Map(),
    unknownReads: options.unknownReads ?? 1,
    violations: [],
  }
  await populate(double, world, directory)
  const description = loadDescription(Object.keys(restRoutes))
  const limits = createLimits(clock, state)
  const faults = createFaults(options.faults)
  const requests = createRequestLog()
  const hooks: Hooks = { ...options.hooks }
  const rest = createRestRouter(double, description, createValidator(description), restRoutes)
  const oci = createOciRegistry(world.images, world.registry)
  const pipeline: Pipeline = { double, rest, oci, limits, faults, log: requests, hooks, count: 0, own: async () => ({ status: 404 }) }
  const server = await listen(options.port ?? 0, (request) => handleRequest(pipeline, request))
  const handle: GitHubDouble = {
    url: server.origin,
    restUrl: `${server.origin}/api/v3`,
    graphqlUrl: `${server.origin}/api/graphql`,
    uploadUrl: `${server.origin}/api/uploads`,
    state,
    clock,
    requests,
    faults,
    limits,
    hooks,
    violations: double.violations,
    assertClean() {
      if (double.violations.length > 0)
        throw new Error(`The GitHub double was used in a way that GitHub would not take:\n- ${double.violations.join('\n- ')}`)
    },
    repository(nameWithOwner) {
      const repo = state.repositories.find((one) => fullName(one).toLowerCase() === nameWithOwner.toLowerCase())
      if (repo === undefined) throw new Error(`the double has no repository ${nameWithOwner}`)
      return createRepositoryHandle(double, repo)
    },
    addToken(token) {
      const made = tokenFrom(worldSchema.parse({ tokens: [token] }).tokens[0]!)
      userOf(state, made.login)
      state.tokens.push(made)
      return made
    },
    async addUpstreams(upstreams) {
      for (const one of worldSchema.parse({ upstreams }).upstreams) {
        const made = await buildUpstream(double, one)
        const old = state.repositories.findIndex((repo) => fullName(repo).toLowerCase() === one.nameWithOwner.toLowerCase())
        if (old >= 0) state.repositories.splice(old, 1, { ...made, id: state.repositories[old]?.id ?? made.id })
        else state.repositories.push(made)
      }
    },
    async close() {
      await server.close()
      for (const repo of state.repositories) repo.store?.close()
      if (options.directory === undefined) await rm(directory, { recursive: true, force: true })
    },
  }
  pipeline.own = (request) => ownAnswer(handle, request)
  return handle
}

async function populate(double: DoubleContext, world: ParsedWorld, directory: string): Promise<void> {
  const { state } = double
  for (const user of world.users) Object.assign(userOf(state, user.login), user)
  for (const token of world.tokens) {
    const made = tokenFrom(token)
    userOf(state, made.login)
    state.tokens.push(made)
  }
  for (const one of world.repositories)
    state.repositories.push(await buildRepository(double, one, join(directory, `${one.nameWithOwner}.git`)))
  for (const one of world.upstreams) state.repositories.push(await buildUpstream(double, one))
}

import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { osvDouble } from '../osv-double.ts'
import { buildUpstream } from './build-upstream.ts'
import { createClock, type DoubleClock } from './clock.ts'
import { type DoubleContext, fullName } from './context.ts'
import { createExclusive } from './exclusive.ts'
import { createRepositoryHandle, type RepositoryHandle } from './handle.ts'
import { createOciRegistry, type OciRegistry } from './oci/registry.ts'
import { type Description, loadDescription } from './openapi/extract.ts'
import { createValidator, type Validator } from './openapi/validate.ts'
import { saveState } from './persist.ts'
import { addToken, populate } from './populate.ts'
import { restRoutes } from './rest/index.ts'
import { createRestRouter } from './rest/router.ts'
import { type ContentLimits, createContentLimit, documentedContentLimits } from './server/content-limit.ts'
import { createFaults, type FaultRule, type Faults } from './server/faults.ts'
import { createLimits, type Limits } from './server/limits.ts'
import { listen } from './server/listen.ts'
import { createRequestLog, type RequestLog } from './server/log.ts'
import { ownAnswer } from './server/own.ts'
import { type Hooks, handleRequest, type Pipeline } from './server/pipeline.ts'
import type { State, Token } from './state.ts'
import { type World, worldSchema } from './world.ts'

export interface DoubleOptions {
  world?: World
  port?: number
  /** Keeps repositories and everything else here, and goes on from what is there. Absent: a temporary folder that `close` removes. */
  stateDirectory?: string
  faults?: readonly FaultRule[]
  hooks?: Hooks
  /**
   * Asked for `refs(refPrefix: "refs/heads/a/")`, the documentation does not say whether a ref is called `b` or `a/b`. Default `whole`: `a/b` with the
   * prefix `refs/heads/`; `relative`: `b` with the prefix that was asked for. A client must bear both.
   */
  refNames?: 'whole' | 'relative'
  /** How much content a token may make in a minute and an hour; null: any. Default: what GitHub documents. */
  contentLimits?: ContentLimits | null
  /** How often the mergeability of a fresh head and base is UNKNOWN before it is computed. Default 1, as on GitHub; 0 turns it off. */
  unknownReads?: number
}

export interface GitHubDouble {
  /** Root as on github.com: REST at `/`, GraphQL at `/graphql`, the OCI registry at `/v2/`, and OSV at `/v1/querybatch` and `/v1/vulns/`. */
  url: string
  /** Root as on GitHub Enterprise Server: `…/api/v3`. */
  restUrl: string
  graphqlUrl: string
  /** Base URL for uploads of release assets. */
  uploadUrl: string
  state: State
  /** Everything inside, for tests of the double itself. */
  context: DoubleContext
  clock: DoubleClock
  requests: RequestLog
  faults: Faults
  limits: Limits
  /** May be changed while it runs. */
  hooks: Hooks
  /** What was asked that GitHub would not understand, and what the double lacks. */
  violations: string[]
  /** @throws Error that lists all violations */
  assertClean(): void
  /** A repository to look into and to change as somebody else would. @throws Error where there is none */
  repository(nameWithOwner: string): RepositoryHandle
  addToken(token: NonNullable<World['tokens']>[number]): Token
  /** More upstream repositories, or new contents of those there are. */
  addUpstreams(upstreams: NonNullable<World['upstreams']>): Promise<void>
  /** New tags and images in the registry; an image that is there is replaced. */
  addImages(images: NonNullable<World['images']>): void
  close(): Promise<void>
}

let described: { description: Description; validator: Validator } | undefined

/** GitHub's description and the schemas compiled from it, shared by all doubles of a process. */
function github(): { description: Description; validator: Validator } {
  if (described === undefined) {
    const description = loadDescription(Object.keys(restRoutes))
    described = { description, validator: createValidator(description) }
  }
  return described
}

/** Starts a stateful GitHub (and a small OCI registry) on the loopback address. */
export async function startGitHubDouble(options: DoubleOptions = {}): Promise<GitHubDouble> {
  const world = worldSchema.parse(options.world ?? {})
  const directory = options.stateDirectory ?? (await mkdtemp(join(tmpdir(), 'github-double-')))
  const double = createContext(world.now, options, directory)
  await populate(double, world, directory)
  const pipeline: Pipeline = {
    double,
    rest: createRestRouter(double, github().description, github().validator, restRoutes),
    oci: createOciRegistry(world.images, world.registry),
    osv: osvDouble(world.advisories),
    faults: createFaults(options.faults),
    log: createRequestLog(),
    hooks: { ...options.hooks },
    count: 0,
    own: async () => ({ status: 404 }),
  }
  const server = await listen(options.port ?? 0, (request) => handleRequest(pipeline, request))
  const handle = createHandle(double, pipeline, server.origin, pipeline.oci, async () => {
    await server.close()
    for (const repo of double.state.repositories) repo.store?.close()
    if (options.stateDirectory === undefined) await rm(directory, { recursive: true, force: true })
  })
  pipeline.own = (request) => ownAnswer(handle, request)
  return handle
}

function createContext(now: string | undefined, options: DoubleOptions, directory: string): DoubleContext {
  const clock = createClock(now)
  const state: State = { users: [], teams: {}, tokens: [], repositories: [], nextId: 1000 }
  const double: DoubleContext = {
    state,
    clock,
    limits: createLimits(clock, state),
    content: createContentLimit(clock, options.contentLimits === undefined ? documentedContentLimits : options.contentLimits),
    exclusive: createExclusive(() => {
      if (options.stateDirectory !== undefined) saveState(double, directory)
    }),
    merges: new Map(),
    unknownReads: options.unknownReads ?? 1,
    refNames: options.refNames ?? 'whole',
    violations: [],
  }
  return double
}

function createHandle(
  double: DoubleContext,
  pipeline: Pipeline,
  origin: string,
  oci: OciRegistry,
  close: () => Promise<void>,
): GitHubDouble {
  const { state, violations } = double
  const find = (name: string) => state.repositories.findIndex((repo) => fullName(repo).toLowerCase() === name.toLowerCase())
  return {
    url: origin,
    restUrl: `${origin}/api/v3`,
    graphqlUrl: `${origin}/api/graphql`,
    uploadUrl: `${origin}/api/uploads`,
    state,
    context: double,
    clock: double.clock,
    requests: pipeline.log,
    faults: pipeline.faults,
    limits: double.limits,
    hooks: pipeline.hooks,
    violations,
    assertClean() {
      if (violations.length > 0) throw new Error(`The GitHub double was used as GitHub would not take it:\n- ${violations.join('\n- ')}`)
    },
    repository(name) {
      const repo = state.repositories[find(name)]
      if (repo === undefined) throw new Error(`the double has no repository ${name}`)
      return createRepositoryHandle(double, repo)
    },
    addToken: (token) => addToken(double, worldSchema.parse({ tokens: [token] }).tokens),
    async addUpstreams(upstreams) {
      for (const one of worldSchema.parse({ upstreams }).upstreams) {
        const made = await buildUpstream(double, one)
        const at = find(one.nameWithOwner)
        const old = state.repositories[at]
        if (old === undefined) state.repositories.push(made)
        else state.repositories.splice(at, 1, { ...made, id: old.id })
      }
    },
    addImages: (images) => oci.add(worldSchema.parse({ images }).images),
    close,
  }
}

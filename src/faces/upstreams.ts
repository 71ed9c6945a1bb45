import type { AnswerNote, TokenSource } from '../adapters/github/client.ts'
import { gpgVerifier } from '../adapters/gpgv.ts'
import { createHttp } from '../adapters/http.ts'
import { createCredentials, type HostCredential } from '../adapters/http-credentials.ts'
import type { HttpStatistics } from '../adapters/http-statistics.ts'
import type { Transport } from '../adapters/http-transport.ts'
import { npmRegistries } from '../adapters/npm-config.ts'
import { sigstoreVerifier } from '../adapters/sigstore.ts'
import type { Connection } from '../commands/ports.ts'
import { fail, ProblemError } from '../core/model/problems.ts'
import { checkWebAddress } from '../core/model/web-address.ts'
import type { Policy } from '../core/registry/resolved.ts'
import { ADVISORY_SERVICES } from '../datasources/advisories/services.ts'
import { resolveBaseUrls } from '../datasources/base-url.ts'
import { datasources } from '../datasources/index.ts'
import type { Cache } from '../ports/cache.ts'
import type { Log } from '../ports/log.ts'
import type { Seen } from '../ports/seen.ts'

export type Env = Readonly<Record<string, string | undefined>>

/** Where the forge is and who we are there. */
export interface ForgeAddress {
  apiUrl: string
  graphqlUrl: string
  token: string | undefined
}

/** What a face that serves many repositories for a long time has besides. */
export interface LongRunning {
  /** Tokens for the forge, in place of the address's own, which may expire in the middle. */
  tokens?: TokenSource
  onAnswer?(note: AnswerNote): void
  /** What `token_env` of a registry may name; absent: anything of `env`. */
  secrets?: Env
  /** Keeps stored answers of one tenant from another. */
  partition?: string
  /** The way to upstreams; absent: any address that a registry may name. */
  transport?(): Transport
  /** What the upstreams cost, when the run is done with them. */
  onUpstreams?(statistics: HttpStatistics): void
}

/** `GITHUB_API_URL` and `GITHUB_GRAPHQL_URL`, as a runner sets them; github.com where they are not set. @throws ProblemError `insecure-url` */
export function forgeAddress(env: Env, token: string | undefined): ForgeAddress {
  const apiUrl = env['GITHUB_API_URL'] || 'https://api.github.com'
  const graphqlUrl = env['GITHUB_GRAPHQL_URL'] || `${apiUrl.replace(/\/api\/v3\/?$/, '/api').replace(/\/+$/, '')}/graphql`
  for (const [name, url] of Object.entries({ GITHUB_API_URL: apiUrl, GITHUB_GRAPHQL_URL: graphqlUrl })) {
    const checked = checkWebAddress(url)
    if (!checked.ok)
      fail('insecure-url', `${name} is refused: ${checked.reason}.`, { help: 'A token is sent there, so it must be https, or loopback.' })
  }
  return { apiUrl, graphqlUrl, token }
}

/** The way to upstreams as the registry's policy wants it, with credentials for their own hosts alone. */
export function connectWith(
  settings: {
    env: Env
    forge: ForgeAddress
    offline: boolean
    log: Log
    cache: (policy: Policy) => Cache | undefined
  } & LongRunning,
) {
  return (policy: Policy): Connection => {
    const { baseUrl, problems } = resolveBaseUrls(datasources, {
      env: settings.env,
      configured: policy.datasources,
      defaults: { ...npmRegistries([]), ...ADVISORY_SERVICES },
    })
    if (problems.length > 0) throw new ProblemError(problems)
    const cache = settings.cache(policy)
    const rootFile = settings.env['PINWARDEN_SIGSTORE_TRUSTED_ROOT']
    const concurrency = Object.entries(policy.datasources).flatMap(([id, one]) =>
      one.concurrency === undefined ? [] : [[id, one.concurrency] as const],
    )
    const http = createHttp({
      ...(cache === undefined ? {} : { cache }),
      offline: settings.offline || policy.offline,
      timeout: policy.githubApi.timeout,
      ttl: policy.cache.ttl,
      maxAge: policy.cache.maxAge,
      rateLimitThreshold: policy.githubApi.rateLimitThreshold,
      serviceConcurrency: Object.fromEntries(concurrency),
      credentials: createCredentials(secretsOf(settings.secrets ?? settings.env, settings.forge, policy, baseUrl)),
      proxyEnv: settings.env,
      userAgent: 'pinwarden',
      log: settings.log,
      ...(settings.partition === undefined ? {} : { partition: settings.partition }),
      ...(settings.transport === undefined ? {} : { transport: settings.transport() }),
    })
    return {
      io: { http, baseUrl },
      attestations: sigstoreVerifier(rootFile === undefined || rootFile === '' ? {} : { rootFile }),
      signatures: gpgVerifier(),
      ...(cache?.seen === undefined ? {} : { seen: tenantsOwn(cache.seen, settings.partition) }),
      statistics: () => {
        const { requests, cacheHits, batched, revalidated, stale } = http.statistics()
        return { requests, cacheHits, batched, revalidated, stale }
      },
      close: () => {
        settings.onUpstreams?.(http.statistics())
        http.close()
        cache?.close()
      },
    }
  }
}

/** One tenant's memory apart from another's. */
function tenantsOwn(seen: Seen, partition = ''): Seen {
  const inside = (name: string) => `${partition}|${name}`
  return {
    recall(names) {
      const found = seen.recall(names.map(inside))
      return new Map([...found].map(([name, content]) => [name.slice(partition.length + 1), content]))
    },
    note: (contents) => seen.note(new Map([...contents].map(([name, content]) => [inside(name), content]))),
  }
}

/** Secrets with the one host that each is for: the forge's token, `PINWARDEN_GITHUB_TOKEN`, and what `datasources.<id>.token_env` names. */
function secretsOf(env: Env, forge: ForgeAddress, policy: Policy, baseUrl: (service: string) => string): HostCredential[] {
  const configured = Object.entries(policy.datasources).map(([service, one]) => ({
    url: baseUrl(service),
    service,
    secret: env[one.tokenEnv ?? ''],
  }))
  const known = [
    ...configured,
    { url: baseUrl('github-releases'), secret: env['PINWARDEN_GITHUB_TOKEN'] },
    { url: baseUrl('github-graphql'), secret: env['PINWARDEN_GITHUB_TOKEN'] },
    { url: forge.apiUrl, secret: forge.token },
    { url: forge.graphqlUrl, secret: forge.token },
  ]
  return known.flatMap((one) => (one.secret === undefined || one.secret === '' ? [] : [{ ...one, secret: one.secret }]))
}

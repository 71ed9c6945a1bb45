import type { Cause } from '../core/model/release.ts'
import { checkWebAddress } from '../core/model/web-address.ts'
import type { DatasourceIo, Query } from './contract.ts'

/** Addresses of one GitHub, without trailing slashes. */
export interface GithubEndpoints {
  rest: string
  graphql: string
  /** Pages for people. */
  web: string
}

/**
 * The other addresses that belong to a REST root: `https://api.github.com` → `https://api.github.com/graphql` and `https://github.com`;
 * Enterprise Server `https://HOST/api/v3` → `https://HOST/api/graphql`; Enterprise Cloud with data residency `https://api.NAME.ghe.com`.
 * (https://docs.github.com/en/enterprise-server/graphql/guides/forming-calls-with-graphql#the-graphql-endpoint)
 */
export function endpointsOf(restRoot: string): GithubEndpoints {
  const rest = restRoot.replace(/\/{1,8}$/, '')
  if (rest.endsWith('/api/v3')) {
    const root = rest.slice(0, -'/api/v3'.length)
    return { rest, graphql: `${root}/api/graphql`, web: root }
  }
  const cloud = /^https:\/\/api\.(github\.com|[a-z0-9-]{1,63}\.ghe\.com)$/.exec(rest)?.[1]
  return { rest, graphql: `${rest}/graphql`, web: cloud === undefined ? rest : `https://${cloud}` }
}

/** Endpoints for one query: the component's own `url`, else what is configured for the datasource. */
export function endpointsFor(query: Pick<Query, 'url'>, id: string, io: DatasourceIo): GithubEndpoints | Cause {
  const rest = query.url ?? io.baseUrl(id)
  const address = checkWebAddress(rest)
  if (!address.ok) return { code: 'invalid-query', message: `the url of the source is refused: ${address.reason}` }
  const derived = endpointsOf(rest)
  return derived.rest === io.baseUrl('github') ? { ...derived, graphql: io.baseUrl('github-graphql') } : derived
}

/** `owner/name` in the characters that GitHub allows; null for anything else, so that it can stand in a path or a query. */
export function repositoryName(text: string): { owner: string; name: string } | null {
  const match = /^([A-Za-z0-9][A-Za-z0-9_-]{0,99})\/([A-Za-z0-9._-]{1,100})$/.exec(text)
  const [, owner, name] = match ?? []
  return owner === undefined || name === undefined || name === '.' || name === '..' ? null : { owner, name }
}

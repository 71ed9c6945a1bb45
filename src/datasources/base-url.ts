import type { Problem } from '../core/model/problems.ts'
import { checkWebAddress } from '../core/model/web-address.ts'
import { endpointsOf } from './_github-endpoints.ts'
import type { Datasource, DatasourceIo } from './contract.ts'

/** Datasources that are views on one service share its address: `PINWARDEN_GITHUB_URL` is that of all three. */
const FAMILIES: Readonly<Record<string, string>> = {
  'github-releases': 'github',
  'github-tags': 'github',
  'github-actions': 'github',
  'gitlab-releases': 'gitlab',
  'gitlab-tags': 'gitlab',
}

export interface BaseUrlSettings {
  /** The environment: `PINWARDEN_<ID>_URL` and `PINWARDEN_GITHUB_GRAPHQL_URL` are read. */
  env: Readonly<Record<string, string | undefined>>
  /** `datasources.<id>.url` of the registry. */
  configured: Readonly<Record<string, { url?: string } | undefined>>
  /** Addresses for services that are no datasources, or that know better than the datasource's own default. */
  defaults?: Readonly<Record<string, string>>
}

export interface BaseUrls extends Pick<DatasourceIo, 'baseUrl'> {
  /** Addresses that are refused; each with the variable or key that names it. The default holds in their place. */
  problems: readonly Problem[]
}

/**
 * Base URLs of all services: environment above registry above default, a datasource's own setting above that of its family.
 * Only https, or plain http to loopback. `baseUrl` gives the empty string for a service that has no address of its own.
 */
export function resolveBaseUrls(
  datasources: Readonly<Record<string, Pick<Datasource, 'id' | 'defaultUrl'>>>,
  settings: BaseUrlSettings,
): BaseUrls {
  const problems: Problem[] = []
  const accepted = (text: string | undefined, path: string): string | undefined => {
    if (text === undefined || text.trim() === '') return undefined
    const checked = checkWebAddress(text.trim())
    if (checked.ok) return text.trim().replace(/\/{1,8}$/, '')
    problems.push({ code: 'insecure-url', message: `the address in ${path} is refused: ${checked.reason}`, path })
    return undefined
  }
  const named = new Map<string, string>()
  const services = new Set([
    ...Object.values(FAMILIES),
    ...Object.values(datasources).map(({ id }) => id),
    ...Object.keys(settings.defaults ?? {}),
  ])
  for (const service of services) {
    const variable = `PINWARDEN_${service.toUpperCase().replaceAll('-', '_')}_URL`
    const url = accepted(settings.env[variable], variable) ?? accepted(settings.configured[service]?.url, `datasources.${service}.url`)
    if (url !== undefined) named.set(service, url)
  }
  const fallback = (service: string) => {
    const member = Object.values(datasources).find(({ id }) => id === service || FAMILIES[id] === service)
    return settings.defaults?.[service] ?? ownSetting(service, settings.env) ?? member?.defaultUrl ?? ''
  }
  const chosen = new Map<string, string>()
  for (const service of services) {
    // Whoever names one address for npm means it for all packages, whatever npm's own configuration says of scopes.
    if (service.startsWith('npm:') && named.has('npm')) continue
    chosen.set(service, named.get(service) ?? named.get(FAMILIES[service] ?? '') ?? fallback(service))
  }
  const graphql = accepted(settings.env['PINWARDEN_GITHUB_GRAPHQL_URL'], 'PINWARDEN_GITHUB_GRAPHQL_URL')
  chosen.set('github-graphql', graphql ?? endpointsOf(chosen.get('github') ?? '').graphql)
  return { baseUrl: (service) => chosen.get(service) ?? '', problems }
}

/** Where a service's own client would ask, by its own variables. */
function ownSetting(service: string, env: BaseUrlSettings['env']): string | undefined {
  const url = service === 'npm' ? env['npm_config_registry'] || env['NPM_CONFIG_REGISTRY'] : undefined
  return url?.replace(/\/{1,8}$/, '')
}

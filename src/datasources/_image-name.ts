import { isLoopback } from '../core/model/web-address.ts'
import type { DatasourceIo, Query } from './contract.ts'

/** A repository of an OCI registry, ready to be asked. */
export interface ImageRepository {
  /** Base URL of the registry, without trailing slash. */
  registry: string
  /** `library/redis`. */
  path: string
}

const HUB_HOSTS = new Set(['docker.io', 'index.docker.io', 'registry-1.docker.io', 'registry.hub.docker.com'])

/**
 * Where an image is asked for: `redis` → Docker Hub's `library/redis`, `ghcr.io/o/i` → that host (a first part with a dot or a port, or
 * `localhost`, is a host: https://github.com/distribution/reference). A configured base URL stands for Docker Hub; one on this machine, a
 * proxy or a test, stands for all registries. Null where the text is no image name.
 */
export function imageRepository(query: Pick<Query, 'package' | 'url'>, io: DatasourceIo): ImageRepository | null {
  const name = query.package.replace(/^oci:\/\//, '')
  const slash = name.indexOf('/')
  const first = slash === -1 ? '' : name.slice(0, slash)
  const named = /[.:]/.test(first) || first === 'localhost' ? first : null
  const hub = named === null || HUB_HOSTS.has(named.toLowerCase())
  const rest = named === null ? name : name.slice(slash + 1)
  const path = hub && !rest.includes('/') ? `library/${rest}` : rest
  if (!/^[a-z0-9][a-z0-9._-]{0,127}(\/[a-z0-9][a-z0-9._-]{0,127}){0,10}$/.test(path)) return null
  return { path, registry: registryOf(named, hub, query.url, io.baseUrl('docker')) }
}

function registryOf(named: string | null, hub: boolean, own: string | undefined, configured: string): string {
  if (own !== undefined) return own.replace(/\/{1,8}$/, '').replace(/\/v2$/, '')
  if (hub || named === null || isLoopback(URL.parse(configured)?.hostname ?? '')) return configured
  const host = URL.parse(`https://${named}`)?.hostname ?? ''
  return `${isLoopback(host) ? 'http' : 'https'}://${named}`
}

import { checkWebAddress } from '../core/model/web-address.ts'

/** A secret and the only host that gets it. */
export interface HostCredential {
  /** Base URL of the service; the secret goes to its host alone, and for `github` also to the host of its GraphQL endpoint. */
  url: string
  /** The token, or `user:password` for services that ask for a name (registries). */
  secret: string
  /** Datasource id that it is for; absent: all requests to that host. */
  service?: string
}

/**
 * Resolves a host to the value of its `authorization` header, for `createHttp({ credentials })`. A secret is never given for another host,
 * whatever a registry file, a redirect or a page says. `user:password` becomes Basic, anything else Bearer.
 */
export function createCredentials(credentials: readonly HostCredential[]): (host: string, service: string) => string | undefined {
  const byHost = new Map<string, { service: string | undefined; header: string }[]>()
  for (const { url, secret, service } of credentials) {
    const address = checkWebAddress(url)
    const token = secret.trim()
    if (!address.ok || token === '' || /[\r\n]/.test(token)) continue
    const known = byHost.get(address.url.host) ?? []
    byHost.set(address.url.host, [...known, { service, header: headerOf(token) }])
  }
  return (host, service) => {
    const known = byHost.get(host)
    return (known?.find((one) => one.service === service) ?? known?.find((one) => one.service === undefined))?.header
  }
}

/** Tokens of today's services hold no colon; a name and a password are divided by one. */
function headerOf(secret: string): string {
  return secret.includes(':') ? `Basic ${Buffer.from(secret).toString('base64')}` : `Bearer ${secret}`
}

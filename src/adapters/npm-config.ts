import registryUrl from 'registry-url'

/**
 * Where npm itself would ask on this machine: `npm_config_registry`, `.npmrc` in this folder or above, else npm's own default. For
 * `resolveBaseUrls({ defaults })`. Scopes (`@acme`) that `.npmrc` sends elsewhere get an entry `npm:@acme`.
 */
export function npmRegistries(packages: readonly string[]): Record<string, string> {
  const main = trimmed(registryUrl())
  const scopes = new Set(packages.filter((name) => name.startsWith('@')).map((name) => name.split('/')[0] ?? name))
  const own = [...scopes].map((scope) => [`npm:${scope}`, trimmed(registryUrl(scope))] as const)
  return { npm: main, ...Object.fromEntries(own.filter(([, url]) => url !== main)) }
}

function trimmed(url: string): string {
  return url.replace(/\/{1,8}$/, '')
}

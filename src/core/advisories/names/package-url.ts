/** An ecosystem and a name as OSV writes them. */
export interface PackageName {
  ecosystem: string
  package: string
}

/** How a type of package URL is called in OSV, and how its parts become a name. */
const TYPES: Readonly<Record<string, { ecosystem: string; join: string }>> = {
  npm: { ecosystem: 'npm', join: '/' },
  pypi: { ecosystem: 'PyPI', join: '/' },
  hex: { ecosystem: 'Hex', join: '/' },
  gem: { ecosystem: 'RubyGems', join: '/' },
  cargo: { ecosystem: 'crates.io', join: '/' },
  golang: { ecosystem: 'Go', join: '/' },
  maven: { ecosystem: 'Maven', join: ':' },
  nuget: { ecosystem: 'NuGet', join: '/' },
  composer: { ecosystem: 'Packagist', join: '/' },
  pub: { ecosystem: 'Pub', join: '/' },
  cran: { ecosystem: 'CRAN', join: '/' },
  hackage: { ecosystem: 'Hackage', join: '/' },
  conan: { ecosystem: 'ConanCenter', join: '/' },
  bitnami: { ecosystem: 'Bitnami', join: '/' },
  githubactions: { ecosystem: 'GitHub Actions', join: '/' },
}

/**
 * Reads a package URL (https://github.com/package-url/purl-spec): `pkg:maven/org.acme/tool@1.0` is `org.acme:tool` of Maven. Version and
 * subpath do not count. Distributions keep their release: `pkg:deb/debian/openssl?distro=debian-12` is of `Debian:12`. Null where the text
 * is none, or of a type that OSV has no ecosystem for.
 */
export function parsePackageUrl(text: string): PackageName | null {
  const found = /^pkg:\/{0,2}([a-z][a-z0-9.+-]{0,30})\/([^?#\s]{1,500}?)(?:@[^?#/\s]{1,200})?(?:\?([^#\s]{0,500}))?(?:#\S{0,500})?$/i.exec(
    text,
  )
  if (found === null) return null
  const [, type = '', path = '', qualifiers = ''] = found
  const parts = path
    .split('/')
    .filter((part) => part !== '')
    .map(decoded)
  if (parts.length === 0 || !parts.every((part) => part !== null)) return null
  const known = Object.hasOwn(TYPES, type.toLowerCase()) ? TYPES[type.toLowerCase()] : undefined
  if (known !== undefined) return { ecosystem: known.ecosystem, package: nameOf(parts, known.join) }
  return special(type.toLowerCase(), parts, new URLSearchParams(qualifiers).get('distro') ?? '')
}

function nameOf(parts: readonly string[], join: string): string {
  return join === ':' ? [parts.slice(0, -1).join('.'), parts.at(-1)].join(':') : parts.join(join)
}

function special(type: string, parts: readonly string[], distro: string): PackageName | null {
  const name = parts.at(-1) ?? ''
  if (type === 'github') return { ecosystem: 'GIT', package: `https://github.com/${parts.slice(0, 2).join('/')}` }
  if (type === 'swift') return { ecosystem: 'SwiftURL', package: parts.join('/') }
  const release = /\d[\d.]*$/.exec(distro)?.[0]
  const [namespace] = parts
  if (type === 'deb' && parts.length > 1) {
    const ecosystem = namespace === 'ubuntu' ? 'Ubuntu' : 'Debian'
    return { ecosystem: release === undefined ? ecosystem : `${ecosystem}:${release}`, package: name }
  }
  if (type === 'apk' && namespace === 'alpine') {
    const branch = release?.split('.').slice(0, 2).join('.')
    return { ecosystem: branch === undefined ? 'Alpine' : `Alpine:v${branch}`, package: name }
  }
  if (type === 'apk' && (namespace === 'wolfi' || namespace === 'chainguard')) {
    return { ecosystem: namespace === 'wolfi' ? 'Wolfi' : 'Chainguard', package: name }
  }
  return null
}

function decoded(part: string): string | null {
  try {
    return decodeURIComponent(part)
  } catch {
    return null
  }
}

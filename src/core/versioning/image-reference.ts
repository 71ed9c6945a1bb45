/** An image reference with what Docker fills in: `redis` is `docker.io/library/redis`. No tag is filled in. */
export interface ImageReference {
  text: string
  /** Registry host and port: `docker.io`, `registry.local:5001`. */
  domain: string
  /** Repository in the registry: `library/redis`. */
  path: string
  tag: string | null
  digest: string | null
}

const MAX_PATH_LENGTH = 255
const MAX_REFERENCE_LENGTH = 1024

const HOST_COMPONENT = /^(?:[A-Za-z0-9]|[A-Za-z0-9][A-Za-z0-9-]*[A-Za-z0-9])$/
const IPV6 = /^\[[0-9A-Fa-f:]+\]$/
const PATH_COMPONENT = /^[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*$/
const TAG = /^\w[\w.-]{0,127}$/
const IDENTIFIER = /^[0-9a-f]{64}$/
const DIGEST = /^([a-z0-9]+(?:[.+_-][a-z0-9]+)*):([0-9a-f]+)$/
const DIGEST_LENGTHS: Readonly<Record<string, number>> = { sha256: 64, sha384: 96, sha512: 128 }

/** By the grammar and the normalisation of github.com/distribution/reference; null where the text is no valid reference. */
export function parseImageReference(text: string): ImageReference | null {
  if (text.length > MAX_REFERENCE_LENGTH || IDENTIFIER.test(text)) return null
  const at = text.indexOf('@')
  const digest = at === -1 ? null : text.slice(at + 1)
  if (digest !== null && !isDigest(digest)) return null
  const { domain, remainder } = splitDomain(at === -1 ? text : text.slice(0, at))
  const colon = remainder.indexOf(':')
  const tag = colon === -1 ? null : remainder.slice(colon + 1)
  const path = colon === -1 ? remainder : remainder.slice(0, colon)
  if (tag !== null && !TAG.test(tag)) return null
  if (!isDomain(domain) || !isPath(path)) return null
  return { text, domain, path, tag, digest }
}

/** What stands before the first slash is a registry only where it looks like one; else the image is Docker Hub's. */
function splitDomain(name: string): { domain: string; remainder: string } {
  const slash = name.indexOf('/')
  if (slash === -1) return { domain: 'docker.io', remainder: `library/${name}` }
  const first = name.slice(0, slash)
  const rest = name.slice(slash + 1)
  const isRegistry = first === 'localhost' || /[.:]/.test(first) || first.toLowerCase() !== first
  const domain = !isRegistry || first === 'index.docker.io' ? 'docker.io' : first
  const remainder = isRegistry ? rest : name
  return { domain, remainder: domain === 'docker.io' && !remainder.includes('/') ? `library/${remainder}` : remainder }
}

function isDomain(domain: string): boolean {
  const port = /:\d+$/.exec(domain)
  const host = port === null ? domain : domain.slice(0, port.index)
  return IPV6.test(host) || host.split('.').every((component) => HOST_COMPONENT.test(component))
}

function isPath(path: string): boolean {
  return path.length <= MAX_PATH_LENGTH && path.split('/').every((component) => PATH_COMPONENT.test(component))
}

/** Of a known algorithm and of its length. */
export function isDigest(text: string): boolean {
  const [, algorithm = '', hex = ''] = DIGEST.exec(text) ?? []
  return Object.hasOwn(DIGEST_LENGTHS, algorithm) && hex.length === DIGEST_LENGTHS[algorithm]
}

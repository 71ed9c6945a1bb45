/** Stands in an expanded reference for a variable whose value is not known. */
export const UNKNOWN = '\uFFFC'

const HUBS = /^(?:index\.docker\.io|registry-1\.docker\.io|registry\.hub\.docker\.com|hub\.docker\.com)\//

/** The full name of an image as Docker reads it: `redis` → `docker.io/library/redis`, `Docker.io/grafana/loki` → `docker.io/grafana/loki`. */
export function normalImageName(name: string): string {
  const bare = name
    .replace(/^(?:docker|oci):\/\//, '')
    .toLowerCase()
    .replace(HUBS, 'docker.io/')
  const [first = '', ...rest] = bare.split('/')
  const full = rest.length > 0 && isRegistry(first) ? bare : `docker.io/${bare}`
  return /^docker\.io\/[^/]+$/.test(full) ? full.replace('/', '/library/') : full
}

function isRegistry(part: string): boolean {
  return part === 'localhost' || /[.:]/.test(part)
}

/** Whether a name in a file means the image that a pin names. A registry that only a variable knows may be any. */
export function namesImage(written: string, wanted: string): boolean {
  const full = normalImageName(wanted)
  if (!written.includes(UNKNOWN)) return normalImageName(written) === full
  const cut = written.lastIndexOf(UNKNOWN)
  const path = written.slice(cut + 1)
  return path.startsWith('/') && path.length > 1 && full.endsWith(path.toLowerCase())
}

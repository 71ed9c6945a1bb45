/** Names of one processor architecture: the one of OCI and Go first, then how others write it. */
const ARCHITECTURES: readonly (readonly string[])[] = [
  ['amd64', 'x86_64', 'x86-64', 'x64', '64bit'],
  ['arm64', 'aarch64', 'arm64v8', 'arm64/v8', 'armv8'],
  ['arm/v7', 'armv7', 'armv7l', 'armhf', 'arm32v7', 'arm'],
  ['arm/v6', 'armv6', 'armv6l', 'arm32v6', 'armel', 'arm'],
  ['386', 'i386', 'i686', 'x86', '32bit'],
  ['ppc64le', 'powerpc64le'],
  ['riscv64', 'riscv64gc'],
]

/** All spellings of an architecture, the given one first. `linux/amd64` is read as amd64. */
export function spellings(architecture: string): string[] {
  const bare = architectureOf(architecture)
  const known = ARCHITECTURES.filter((names) => names.includes(bare)).flat()
  return [...new Set([bare, ...known])]
}

/** Whether one of the platforms (`linux/amd64`, `linux/arm/v7`) is the wanted one, given as `amd64` or `linux/amd64`. */
export function hasPlatform(platforms: readonly string[], wanted: string): boolean {
  const system = systemOf(wanted)
  const names = spellings(wanted)
  return platforms.some((platform) => (system === null || systemOf(platform) === system) && names.includes(architectureOf(platform)))
}

const SYSTEMS = ['linux', 'windows', 'darwin', 'freebsd', 'netbsd', 'openbsd']

function systemOf(platform: string): string | null {
  const first = platform.toLowerCase().split('/')[0] ?? ''
  return SYSTEMS.includes(first) ? first : null
}

function architectureOf(platform: string): string {
  const parts = platform.toLowerCase().split('/')
  return (systemOf(platform) === null ? parts : parts.slice(1)).join('/')
}

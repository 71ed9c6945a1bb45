/** Every branch of Pinwarden begins with it. */
export const BRANCH_PREFIX = 'pinwarden/'

/**
 * Branches on which a new head is built before the proposal's own branch moves to it in one step. Under the same prefix, so that a
 * leftover is seen; no component's or environment's part begins with a dash.
 */
export const STAGING_PREFIX = 'pinwarden/-staging/'

/**
 * `pinwarden/<env?>/<component-or-group>[-major]` (SPEC section 10). Component names are letters, digits, `_`, `-`, `.`;
 * git refuses a part that begins with a dot, ends with `.lock` or holds `..` (git-check-ref-format), so these are written differently.
 * A base component that has the name of an environment would make `pinwarden/a` and `pinwarden/a/b`, which cannot both be refs.
 */
export function branchName(parts: { environment: string | null; name: string; major: boolean }, environments: readonly string[]): string {
  const name = refPart(parts.name) + (parts.major ? '-major' : '')
  if (parts.environment !== null) return `${BRANCH_PREFIX}${parts.environment.split('/').map(refPart).join('/')}/${name}`
  return BRANCH_PREFIX + (environments.includes(name) ? `component-${name}` : name)
}

/** One component's name as a part of a ref. */
function refPart(name: string): string {
  return name
    .replace(/\.{2,}/g, '-')
    .replace(/^[.-]+/, '')
    .replace(/\.+$/, '')
    .replace(/\.lock$/, '-lock')
    .replace(/[^\w.-]/g, '-')
}

export function isOurs(branch: string): boolean {
  return branch.startsWith(BRANCH_PREFIX)
}

import type { Marker } from '../model/proposal.ts'
import { BRANCH_PREFIX } from './branch.ts'

/** Every branch that takes an upgrade back begins with it. */
export const ROLLBACK_PREFIX = `${BRANCH_PREFIX}rollback/`

/** What a rollback's branch is named by. `kind`: `reland` goes forward again, `exclude` only keeps the version from coming back. */
export interface RollbackBranch {
  component: string
  environment: string | null
  from: string
  to: string
  kind: 'rollback' | 'reland' | 'exclude'
}

/**
 * `pinwarden/rollback/<component>/<from>-to-<to>`, with the environment before the versions. The same request gives the same branch, so that
 * the branch itself is what two runs at once compete for.
 */
export function rollbackBranch({ component, environment, from, to, kind }: RollbackBranch): string {
  const place = environment === null ? [] : environment.split('/')
  const step = kind === 'exclude' ? `exclude-${from}` : `${kind === 'reland' ? 'reland-' : ''}${from}-to-${to}`
  return ROLLBACK_PREFIX + [component, ...place, step].map(refPart).join('/')
}

/** Whether the branch is a rollback's: upgrades never close or delete it, whatever they want. */
export function isRollbackBranch(branch: string): boolean {
  return branch.startsWith(ROLLBACK_PREFIX)
}

/** What a marker's id says of a rollback. Null for an upgrade's. */
export function rollbackKind({ id }: Pick<Marker, 'id'>): RollbackBranch['kind'] | null {
  const kind = /^(rollback|reland|exclude):/.exec(id)?.[1]
  return kind === 'rollback' || kind === 'reland' || kind === 'exclude' ? kind : null
}

/** Git refuses a part that begins with a dot or a dash of ours, ends with a dot or `.lock`, or holds `..` (git-check-ref-format). */
function refPart(name: string): string {
  return name
    .replace(/[^\w.-]/g, '-')
    .replace(/\.{2,}/g, '-')
    .replace(/^[.-]+/, '')
    .replace(/\.+$/, '')
    .replace(/\.lock$/, '-lock')
    .slice(0, 100)
}

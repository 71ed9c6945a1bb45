import { isConstraint, parseConstraint } from './rewrite/constraint.ts'
import { restyle } from './rewrite/style.ts'
import { rewriteVersion } from './rewrite/version.ts'

/**
 * The version that the text of a place stands for, to be read by a versioning scheme: an exact one as it is, of a range the newest floor
 * (`~> 1.7` → `1.7`, `>= 1.2, < 2.0` → `1.2`, `^1 || ^2` → `2`, `1.4.*` → `1.4`). Empty where a range has no floor (`< 2`, `*`).
 */
export function versionSaid(value: string): string {
  const parts = isConstraint(value) ? parseConstraint(value) : null
  if (parts === null) return value
  const floors = parts.filter(({ op }) => !/^(?:<=?|=<|!=)$/.test(op))
  return (floors.at(-1)?.version ?? '').replace(/\.?[*xX](?:\.[*xX]){0,5}$/, '')
}

/** Whether writing `version` into a place that says `value` would change nothing: `~> 1.7` agrees with 1.7.14, `v1.2.3` with 1.2.3. */
export function agreesWith(value: string, version: string): boolean {
  return (isConstraint(value) ? rewriteVersion(value, version) : restyle(value, version)) === value
}

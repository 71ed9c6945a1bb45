import type { CompatibilityRule, ResolvedComponent } from '../registry/resolved.ts'
import { compatibilityViews, type Standing } from '../safety/compatibility-views.ts'
import type { CompatibilityView } from '../safety/evidence.ts'
import { same } from './target.ts'

/** Components as they stand, by name. */
export type Standings = ReadonlyMap<string, Standing>

/** Rules that hold now, and would no longer once `moves` (component → version) are made. Others may be broken before and after: that is not our doing. */
export function brokenBy(
  moves: ReadonlyMap<string, string>,
  now: Standings,
  rules: readonly CompatibilityRule[],
  components: readonly Pick<ResolvedComponent, 'name' | 'upgrade'>[],
): CompatibilityView[] {
  const after = new Map([...now].map(([name, one]) => [name, { ...one, version: moves.get(name) ?? one.version }]))
  const before = new Set(views(moves, now, rules, components).map(keyOf))
  return views(moves, after, rules, components).filter((view) => !before.has(keyOf(view)))
}

function views(
  moves: ReadonlyMap<string, string>,
  standings: Standings,
  rules: readonly CompatibilityRule[],
  components: readonly Pick<ResolvedComponent, 'name' | 'upgrade'>[],
): CompatibilityView[] {
  const seen = new Map<string, CompatibilityView>()
  for (const name of moves.keys()) {
    const ruled = compatibilityViews({ component: name }, rules, (other) => standings.get(other)).filter(
      ({ verdict }) => verdict === 'broken',
    )
    for (const view of [...ruled, ...unsynced(name, standings, components)]) seen.set(keyOf(view), view)
  }
  return [...seen.values()]
}

/** `sync_version_with` without a drift that is allowed: both must be at one version. */
function unsynced(
  moved: string,
  standings: Standings,
  components: readonly Pick<ResolvedComponent, 'name' | 'upgrade'>[],
): CompatibilityView[] {
  return components.flatMap(({ name, upgrade }): CompatibilityView[] => {
    const other = upgrade.syncVersionWith
    if (other === undefined || upgrade.allowedVersionDrift !== undefined || (name !== moved && other !== moved)) return []
    const [own, theirs] = [standings.get(name), standings.get(other)]
    if (own?.version == null || theirs?.version == null || same(own.version, theirs.version, own.versioning)) return []
    return [{ component: name, other, range: own.version, version: theirs.version, verdict: 'broken', reason: '`sync_version_with`' }]
  })
}

function keyOf({ component, other, range, reason }: CompatibilityView): string {
  // Versions that must be equal are a rule of their own, whatever the version is.
  return JSON.stringify([component, other, reason === '`sync_version_with`' ? 'sync' : range])
}

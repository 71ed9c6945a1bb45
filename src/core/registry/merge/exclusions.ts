import type { Scope } from '../../model/component.ts'
import { BREAKING_KINDS, type BreakingKind } from '../../model/finding.ts'
import { parseDate } from '../calendar.ts'
import type { Exclusion, KnownBreakingChange } from '../resolved.ts'
import type { Registry } from '../schema.ts'
import type { Path } from '../yaml/locate.ts'
import { byContent } from './order.ts'
import type { Whereabouts } from './whereabouts.ts'

const NO_REASON = 'excluded in the registry; no reason is given'

/** Versions of a component that must not be proposed in a scope, from both lists. */
export function excludedIn(registry: Registry, scope: Scope, name: string, at: Whereabouts): Exclusion[] {
  const environments = new Set(['all', ...(scope.environment === null ? ['base'] : []), ...upstream(registry, scope)])
  const kept = (registry.upgrade_policies?.excluded_versions?.[name] ?? []).flatMap((entry, index) => {
    const holds = (entry.environments ?? ['all']).some((environment) => environments.has(environment))
    const path = ['upgrade_policies', 'excluded_versions', name, index]
    return holds ? [exclusion({ ...entry, issueUrl: entry.issue_url, rolledBackTo: entry.rolled_back_to }, path, at)] : []
  })
  const recorded = (registry.exclusions ?? []).flatMap((entry, index) => {
    const holds = entry.component === name && (entry.environments ?? ['all']).some((environment) => environments.has(environment))
    return holds ? [exclusion({ ...entry, issueUrl: entry.evidence?.[0] }, ['exclusions', index], at)] : []
  })
  return byContent([...kept, ...recorded])
}

/** The environment and those its versions come from: what is bad in one of them is bad here. */
function upstream(registry: Registry, scope: Scope): Set<string> {
  const found = new Set<string>()
  for (let at = scope.environment; at !== null && !found.has(at); at = registry.environments?.[at]?.promote_from ?? null) found.add(at)
  return found
}

function exclusion(
  entry: {
    version?: string
    range?: string
    reason?: string
    issueUrl?: string | undefined
    until?: string
    rolledBackTo?: string | undefined
  },
  path: Path,
  at: Whereabouts,
): Exclusion {
  const until = entry.until === undefined ? null : parseDate(entry.until)
  const place = at(path, 'value')
  return {
    ...(entry.version === undefined ? {} : { version: entry.version }),
    ...(entry.range === undefined ? {} : { range: entry.range }),
    reason: entry.reason ?? NO_REASON,
    ...(entry.issueUrl === undefined ? {} : { issueUrl: entry.issueUrl }),
    ...(until === null ? {} : { until }),
    ...(entry.rolledBackTo === undefined ? {} : { rolledBackTo: entry.rolledBackTo }),
    ...(place === undefined ? {} : { at: place }),
  }
}

/** The registry's own `breaking_changes` of a component. */
export function breakingChangesOf(registry: Registry, name: string, at: Whereabouts): KnownBreakingChange[] {
  const found = (registry.breaking_changes ?? []).flatMap((change, index): KnownBreakingChange[] => {
    if (change.component !== name) return []
    const kind = change.change_type === undefined ? undefined : kindOf(change.change_type)
    const place = at(['breaking_changes', index], 'value')
    return [
      {
        toVersion: change.to_version,
        description: change.description,
        ...(change.from_version === undefined ? {} : { fromVersion: change.from_version }),
        ...(change.change_type === undefined ? {} : { changeType: change.change_type }),
        ...(kind === undefined ? {} : { kind }),
        ...(change.migration_guide === undefined ? {} : { migrationGuide: change.migration_guide }),
        ...(change.severity === undefined ? {} : { severity: change.severity }),
        ...(place === undefined ? {} : { at: place }),
      },
    ]
  })
  return byContent(found)
}

/** `flag_removal` is a removal, `behavior` a behaviour. */
function kindOf(text: string): BreakingKind | undefined {
  const words = text
    .toLowerCase()
    .replaceAll('behavior', 'behaviour')
    .split(/[^a-z]+/)
  return BREAKING_KINDS.find((kind) => words.includes(kind) || words.includes(`${kind}s`))
}

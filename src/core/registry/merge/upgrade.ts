import type { Scope } from '../../model/component.ts'
import { DEFAULTS } from '../defaults.ts'
import type { ResolvedComponent } from '../resolved.ts'
import type { Registry } from '../schema.ts'
import { type Layer, merged, strongest } from './layers.ts'
import { autoUpgradeIn } from './policy.ts'

type Upgrade = ResolvedComponent['upgrade']

/** How a component moves in a scope. Whoever is on `exclude_components` is always approved by a person. */
export function upgradeOf(
  registry: Registry,
  scope: Scope,
  name: string,
  layers: readonly Layer[],
  levels: Upgrade['minimumReleaseAge'],
): Upgrade {
  const written = merged(layers, (layer) => layer.body?.upgrade)
  const enabled = strongest(layers, (layer) => layer.body?.upgrade?.auto_upgrade_enabled ?? layer.settings?.safety?.auto_upgrade?.enabled)
  const risks = strongest(
    layers,
    (layer) => layer.body?.upgrade?.allowed_risk_levels ?? layer.settings?.safety?.auto_upgrade?.allowed_risk_levels,
  )
  const excluded = autoUpgradeIn(registry, scope).excludeComponents.includes(name)
  const { sync_version_with: syncVersionWith, allowed_version_drift: allowedVersionDrift, lag, max_jump: maxJump } = written
  return {
    autoUpgradeEnabled: !excluded && (enabled?.value ?? DEFAULTS.autoUpgrade.enabled),
    allowedRiskLevels: risks?.value ?? DEFAULTS.autoUpgrade.allowedRiskLevels,
    requireManualApprovalForMajor: written.require_manual_approval_for_major ?? DEFAULTS.upgrade.requireManualApprovalForMajor,
    path: written.path ?? DEFAULTS.upgrade.path,
    requiredStops: written.required_stops ?? [],
    ...(syncVersionWith === undefined ? {} : { syncVersionWith }),
    ...(allowedVersionDrift === undefined ? {} : { allowedVersionDrift }),
    ...(lag === undefined ? {} : { lag }),
    ...(levels === undefined ? {} : { minimumReleaseAge: levels }),
    ...(maxJump === undefined ? {} : { maxJump }),
  }
}

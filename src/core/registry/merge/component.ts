import type { Scope } from '../../model/component.ts'
import { DEFAULTS } from '../defaults.ts'
import type { ResolvedComponent } from '../resolved.ts'
import type { Registry, RegistryComponent } from '../schema.ts'
import type { Path } from '../yaml/locate.ts'
import { breakingChangesOf, excludedIn } from './exclusions.ts'
import { type Layer, layersOf, merged, said, strategyIn, strongest, versioningIn } from './layers.ts'
import { byName } from './order.ts'
import { toPin } from './pin.ts'
import { releaseAge } from './release-age.ts'
import { sourceOf } from './source.ts'
import { upgradeOf } from './upgrade.ts'
import type { Whereabouts } from './whereabouts.ts'

type Track = NonNullable<RegistryComponent['tracks']>[string]

/** A component of one scope, and one more for each of its tracks. */
export function resolveComponent(registry: Registry, scope: Scope, name: string, at: Whereabouts): ResolvedComponent[] {
  const layers = layersOf(registry, scope, name)
  const component = resolved(registry, scope, name, layers, at)
  const tracks = trackComponents(component, layers, at)
  const stands = tracks.length === 0 || component.version !== undefined || component.pins.length > 0
  return stands ? [component, ...tracks] : tracks
}

function resolved(registry: Registry, scope: Scope, name: string, layers: readonly Layer[], at: Whereabouts): ResolvedComponent {
  const pinnedAt = registry.upgrade_policies?.pinned_versions?.[name]
  const pins = strongest(layers, (layer) => layer.body?.pins)
  const version =
    pinnedAt === undefined ? versionOf(layers, at) : writtenVersion(pinnedAt, ['upgrade_policies', 'pinned_versions', name], at)
  const own = pins?.layer.own === true || layers.some((layer) => layer.own && layer.body?.version !== undefined)
  const age = releaseAge(layers)
  return defined<ResolvedComponent>({
    name,
    scope,
    version,
    fallbackVersion: said(layers, (body) => body.fallback_version),
    minimumVersion: said(layers, (body) => body.minimum_version),
    strategy: pinnedAt === undefined ? strategyIn(layers).strategy : 'pinned',
    versionRange: said(layers, (body) => body.version_range),
    ltsLines: said(layers, (body) => body.lts_lines) ?? [],
    source: sourceOf(layers, name),
    versioning: versioningIn(layers),
    kind: said(layers, (body) => body.kind),
    category: said(layers, (body) => body.category) ?? DEFAULTS.category,
    why: said(layers, (body) => body.why),
    owner: said(layers, (body) => body.owner),
    aliases: said(layers, (body) => body.aliases),
    knownIssues: said(layers, (body) => body.known_issues) ?? [],
    constraints: constraintsOf(layers),
    advisories: said(layers, (body) => body.advisories),
    compatibleWith: byName(merged(layers, (layer) => layer.body?.compatible_with)),
    excluded: excludedIn(registry, scope, name, at),
    minimumReleaseAge: age.all,
    upgrade: upgradeOf(registry, scope, name, layers, age.levels),
    lifecycle: lifecycleOf(layers),
    migrations: migrationsOf(layers),
    download: downloadOf(layers),
    install: some(merged(layers, (layer) => layer.body?.install)),
    breakingChanges: breakingChangesOf(registry, name, at),
    pins: pins?.value.map(toPin) ?? [],
    inherited: scope.environment === null || own ? undefined : true,
    at: at(['components', name], 'key'),
  })
}

function versionOf(layers: readonly Layer[], at: Whereabouts): ResolvedComponent['version'] {
  const found = strongest(layers, (layer) => layer.body?.version)
  return found === undefined ? undefined : writtenVersion(found.value, [...found.layer.path, 'version'], at)
}

function writtenVersion(value: string, path: Path, at: Whereabouts): NonNullable<ResolvedComponent['version']> {
  const place = at(path, 'value')
  const from = path[0] === 'components' ? 'version' : 'override'
  return { value, from, path: path.map(String), ...(place === undefined ? {} : { at: place }) }
}

function constraintsOf(layers: readonly Layer[]): ResolvedComponent['constraints'] {
  const written = merged(layers, (layer) => layer.body?.constraints ?? layer.settings?.constraints)
  return defined({
    architecture: written.architecture ?? [],
    excludePrereleases: written.exclude_prereleases ?? DEFAULTS.constraints.excludePrereleases,
    versionPattern: written.version_pattern,
    tagPrefix: written.tag_prefix,
  })
}

function lifecycleOf(layers: readonly Layer[]): ResolvedComponent['lifecycle'] {
  const written = merged(layers, (layer) => layer.body?.lifecycle)
  return some({
    status: written.status,
    introduced: written.introduced,
    deprecatedOn: written.deprecated_on,
    retiresOn: written.retires_on,
    migrationGuide: written.migration_guide,
    endoflife: written.endoflife,
  })
}

function migrationsOf(layers: readonly Layer[]): ResolvedComponent['migrations'] {
  const { irreversible_versions: irreversible, ...written } = merged(layers, (layer) => layer.body?.migrations)
  return irreversible === undefined && Object.keys(written).length === 0
    ? undefined
    : defined({ ...written, irreversibleVersions: irreversible ?? [] })
}

function downloadOf(layers: readonly Layer[]): ResolvedComponent['download'] {
  const written = merged(layers, (layer) => layer.body?.download)
  const { archive_pattern: archivePattern, checksum_file: checksumFile, gpg_signature: gpgSignature, gpg_keys: gpgKeys, ...rest } = written
  return some({ archivePattern, checksumFile, gpgSignature, gpgKeys, ...rest })
}

function trackComponents(component: ResolvedComponent, layers: readonly Layer[], at: Whereabouts): ResolvedComponent[] {
  const names = new Set(layers.flatMap((layer) => Object.keys(layer.body?.tracks ?? {})))
  return [...names].sort().flatMap((track) => {
    const found = strongest(layers, (layer) => layer.body?.tracks?.[track])
    return found === undefined ? [] : [trackComponent(component, track, found.value, found.layer, at)]
  })
}

/** A track is a component of its own: the same thing, held within the track's range, with the track's pins. */
function trackComponent(component: ResolvedComponent, name: string, track: Track, layer: Layer, at: Whereabouts): ResolvedComponent {
  const { version: _version, inherited: _inherited, ...rest } = component
  return {
    ...rest,
    name: `${component.name}@${name}`,
    track: { component: component.name, name },
    strategy: component.strategy === 'latest' ? 'range' : component.strategy,
    versionRange: track.version_range,
    ...(track.version === undefined ? {} : { version: writtenVersion(track.version, [...layer.path, 'tracks', name, 'version'], at) }),
    ...(component.scope.environment === null || layer.own ? {} : { inherited: true }),
    pins: track.pins?.map(toPin) ?? [],
  }
}

/** Without the keys that have no value, so that equal components print equal. */
function defined<T extends object>(object: { [K in keyof T]: T[K] | undefined }): T
function defined(object: object): object {
  const kept: Record<string, unknown> = {}
  for (const [name, value] of Object.entries(object)) if (value !== undefined) kept[name] = value
  return kept
}

function some<T extends object>(object: T): T | undefined {
  const left = Object.entries(object).filter(([, value]) => value !== undefined)
  return left.length === 0 ? undefined : defined<T>(object)
}

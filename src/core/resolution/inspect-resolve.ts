import * as z from 'zod'
import type { Instant } from '../model/instant.ts'
import { isoInstant } from '../model/instant.ts'
import type { Held } from '../model/upgrade.ts'
import type { ResolvedComponent } from '../registry/resolved.ts'
import type { Rejection } from '../strategies/contract.ts'
import type { Versioning } from '../versioning/contract.ts'
import { resolveComponent } from './candidates.ts'
import { declaredVersions } from './declared-versions.ts'
import { tagReader } from './filters/pattern.ts'
import { type ResolveRow, resolveRow } from './resolve-row.ts'
import { guessedScheme, namedScheme } from './row-scheme.ts'

/** The answer to a row. Releases are named as the row names them: by `tag` where it gives one. */
export interface ResolveAnswer {
  id: unknown
  /** The highest release that may be stepped to, in whatever lane; null where there is none. */
  target: string | null
  held: (Pick<Held, 'version' | 'code' | 'reason' | 'frees'> & { until?: string })[]
  /** All stops where the target is only the next one. */
  path?: readonly string[]
  notices?: readonly string[]
}

/** Answers one row of `inspect resolve` (SPEC section 15). Never throws; `id` is kept as it came. */
export function answerResolve(row: unknown): ResolveAnswer | { id: unknown; error: string } {
  const id = typeof row === 'object' && row !== null && 'id' in row ? row.id : null
  const parsed = resolveRow.safeParse(row)
  if (!parsed.success) return { id, error: `the row is not understood: ${z.prettifyError(parsed.error)}` }
  try {
    return { id, ...resolveOf(parsed.data) }
  } catch (error) {
    return { id, error: error instanceof Error ? error.message : String(error) }
  }
}

function resolveOf(row: ResolveRow): Omit<ResolveAnswer, 'id'> {
  const component = componentOf(row)
  const scheme = row.versioning === undefined ? guessedScheme(versionTexts(row, component)) : namedScheme(row.versioning)
  const versioning = declaredVersions(scheme, component.constraints)
  const { options, considered, notices } = resolveComponent({
    component,
    releases: row.releases,
    current: row.current,
    versioning,
    now: nowOf(row, component),
    lines: row.lines,
    securityFixes: new Set(row.settings.security_fixes ?? []),
    holds: outsideLine(row, component, versioning),
  })
  const target = options[0]
  return {
    target: target?.release.tag ?? null,
    held: considered.flatMap(({ tag, held }) =>
      held === undefined || held.code === 'not-newer' || held.code === 'superseded' ? [] : [heldOf(tag, held)],
    ),
    ...(target?.path === undefined ? {} : { path: target.path }),
    ...(notices.length === 0 ? {} : { notices }),
  }
}

function heldOf(version: string, { code, reason, frees, until }: Held): ResolveAnswer['held'][number] {
  return { version, code, reason, ...(frees === undefined ? {} : { frees }), ...(until === undefined ? {} : { until: isoInstant(until) }) }
}

/** @throws Error where a date decides and the row does not say when it is asked */
function nowOf({ now, lines }: ResolveRow, component: ResolvedComponent): Instant {
  if (now !== undefined) return now
  if (component.minimumReleaseAge > 0 || lines.length > 0 || component.excluded.some((one) => one.until !== undefined)) {
    throw new Error('the row needs `now`, for an age or a date decides')
  }
  return 0
}

/** A component with nothing but what the row says. */
function componentOf({ strategy, version, range, settings }: ResolveRow): ResolvedComponent {
  const {
    version_range: versionRange = range,
    minimum_version: minimumVersion,
    version_pattern: versionPattern,
    tag_prefix: tagPrefix,
  } = settings
  const { archive_pattern: archivePattern, max_jump: maxJump, lag } = settings
  return {
    name: 'the component',
    scope: { environment: null },
    strategy: strategy === 'minor' || strategy === 'patch' ? 'latest' : strategy,
    ...(version === undefined ? {} : { version: { value: version, from: 'version', path: [] } }),
    ...(versionRange === undefined ? {} : { versionRange }),
    ...(minimumVersion === undefined ? {} : { minimumVersion }),
    ltsLines: settings.lts_lines ?? [],
    source: null,
    category: 'standard',
    knownIssues: [],
    constraints: {
      architecture: settings.architecture ?? [],
      excludePrereleases: settings.exclude_prereleases ?? true,
      ...(versionPattern === undefined ? {} : { versionPattern }),
      ...(tagPrefix === undefined ? {} : { tagPrefix }),
    },
    compatibleWith: {},
    excluded: settings.excluded_versions ?? [],
    minimumReleaseAge: settings.minimum_release_age ?? 0,
    upgrade: {
      autoUpgradeEnabled: true,
      allowedRiskLevels: [],
      requireManualApprovalForMajor: false,
      path: settings.path ?? 'direct',
      requiredStops: settings.required_stops ?? [],
      ...(lag === undefined ? {} : { lag }),
      ...(maxJump === undefined ? {} : { maxJump }),
    },
    ...(archivePattern === undefined ? {} : { download: { archivePattern } }),
    breakingChanges: [],
    pins: [],
  }
}

/** The version texts as the scheme will see them, the current one first. */
function versionTexts({ current, releases }: ResolveRow, { constraints }: ResolvedComponent): string[] {
  const tags = tagReader(constraints, current)
  const read = releases.map((one) => tags.read(one)).flatMap((one) => ('version' in one ? [one.version] : []))
  return current === null ? read : [tags.readCurrent(current), ...read]
}

/** For `minor` and `patch`: the releases of another major, or of another minor line. */
function outsideLine(
  { strategy, current, releases }: ResolveRow,
  { constraints }: ResolvedComponent,
  versioning: Versioning,
): Map<string, Rejection> {
  const holds = new Map<string, Rejection>()
  if (current === null || (strategy !== 'minor' && strategy !== 'patch')) return holds
  const tags = tagReader(constraints, current)
  const lineOf = (text: string): string | null => {
    const parsed = versioning.parse(text)
    const parts = parsed === null ? null : versioning.parts(parsed)
    return parts === null ? null : strategy === 'minor' ? `${parts.major}` : `${parts.major}.${parts.minor ?? 0}`
  }
  const own = lineOf(tags.readCurrent(current))
  for (const release of releases) {
    const read = tags.read(release)
    const line = 'version' in read ? lineOf(read.version) : null
    if (line !== null && line !== own)
      holds.set(release.tag, {
        code: 'outside-range',
        reason: `${release.tag} is outside the line ${own} that strategy \`${strategy}\` stays in.`,
      })
  }
  return holds
}

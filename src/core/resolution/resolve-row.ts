import * as z from 'zod'
import { DAY, parseInstant } from '../model/instant.ts'
import type { Release, ReleaseLine } from '../model/release.ts'
import { parseDuration } from '../registry/duration.ts'
import type { Exclusion } from '../registry/resolved.ts'

const instant = z.union([z.number(), z.string()]).transform((value, context) => {
  const at = typeof value === 'number' ? value : parseInstant(value)
  if (at !== null) return at
  context.addIssue({ code: 'custom', message: `“${String(value).slice(0, 40)}” is no date` })
  return z.NEVER
})

/** As in the registry: `7d`, or whole days where a number is written. */
const age = z.union([z.number().min(0), z.string()]).transform((value, context) => {
  const length = typeof value === 'number' ? value * DAY : parseDuration(value)
  if (length !== null) return length
  context.addIssue({ code: 'custom', message: `“${String(value).slice(0, 40)}” is no duration such as 7d` })
  return z.NEVER
})

const texts = z.union([z.string().transform((one) => [one]), z.array(z.string())])

const asset = z.union([z.string().transform((name) => ({ name })), z.object({ name: z.string() })])

const releaseObject = z
  .object({
    tag: z.string().nullish(),
    version: z.string().nullish(),
    date: instant.nullish(),
    prerelease: z.boolean().nullish(),
    yanked: z.union([z.boolean(), z.string()]).nullish(),
    deprecated: z.union([z.boolean(), z.string()]).nullish(),
    digest: z.string().nullish(),
    assets: z.array(asset).nullish(),
    platforms: z.array(z.string()).nullish(),
  })
  .transform(({ tag, version, deprecated, ...more }, context): Release => {
    const [name, text] = [tag ?? version, version ?? tag]
    if (name == null || text == null) {
      context.addIssue({ code: 'custom', message: 'a release has neither `version` nor `tag`' })
      return z.NEVER
    }
    const message = deprecated === true ? '' : deprecated
    return { tag: name, version: text, ...given(more), ...(typeof message === 'string' ? { deprecated: message } : {}) }
  })

/** Without the keys that say nothing. */
function given<T extends object>(object: T): { [K in keyof T]?: NonNullable<T[K]> } {
  const entries = Object.entries(object).filter(([, value]) => value !== null && value !== undefined)
  return Object.fromEntries(entries) as { [K in keyof T]?: NonNullable<T[K]> }
}

/** A text alone is a version. */
function orVersion<T extends z.ZodType>(object: T) {
  return z.preprocess((value) => (typeof value === 'string' ? { version: value } : value), object)
}

const release = orVersion(releaseObject)

const exclusion = orVersion(
  z
    .object({
      version: z.string().nullish(),
      range: z.string().nullish(),
      reason: z.string().nullish(),
      issue_url: z.string().nullish(),
      until: instant.nullish(),
    })
    .transform(
      ({ version, range, reason, issue_url, until }): Exclusion => ({
        ...given({ version, range, until, issueUrl: issue_url }),
        reason: reason ?? 'no reason given',
      }),
    ),
)

const line = z
  .object({
    line: z.coerce.string(),
    lts: z.boolean().nullish(),
    lts_from: instant.nullish(),
    eol: z.union([z.boolean(), instant]).nullish(),
  })
  .transform((one): ReleaseLine => ({ line: one.line, ...given({ lts: one.lts, ltsFrom: one.lts_from, eol: one.eol }) }))

const lag = z
  .object({ major: z.int().min(0).nullish(), minor: z.int().min(0).nullish(), patch: z.int().min(0).nullish() })
  .transform((levels) => given(levels))

/** What a row may ask for beside a strategy, written at its top or under `constraints`. Names are those of the registry. */
const settings = {
  architecture: texts.nullish(),
  exclude_prereleases: z.boolean().nullish(),
  version_pattern: z.string().nullish(),
  tag_prefix: z.string().nullish(),
  version_range: z.string().nullish(),
  minimum_version: z.string().nullish(),
  minimum_release_age: age.nullish(),
  excluded_versions: z.array(exclusion).nullish(),
  lts_lines: z.array(z.coerce.string()).nullish(),
  archive_pattern: z.string().nullish(),
  path: z.enum(['direct', 'each_minor', 'each_major']).nullish(),
  required_stops: z.array(z.string()).nullish(),
  lag: lag.nullish(),
  max_jump: z.int().min(0).nullish(),
  security_fixes: z.array(z.string()).nullish(),
}

const settingsObject = z.object(settings)

/**
 * A row of `inspect resolve`. Beside the five strategies it takes `minor` and `patch`: newest within the current major, or minor line.
 * Settings may stand under `constraints` or at the top; under `constraints` they win.
 */
export const resolveRow = z
  .object({
    releases: z.array(release),
    current: z.string().nullable(),
    strategy: z.enum(['latest', 'lts', 'range', 'pinned', 'locked', 'minor', 'patch']).default('latest'),
    /** What `pinned` names. */
    version: z.string().nullish(),
    versioning: z.string().nullish(),
    range: z.string().nullish(),
    now: instant.nullish(),
    lines: z.array(line).nullish(),
    constraints: settingsObject.nullish(),
    ...settings,
  })
  .transform(({ constraints, releases, current, strategy, version, versioning, range, now, lines, ...top }) => ({
    releases,
    current,
    strategy,
    lines: lines ?? [],
    ...given({ version, versioning, range, now }),
    settings: { ...given(top), ...given(constraints ?? {}) },
  }))

export type ResolveRow = z.output<typeof resolveRow>

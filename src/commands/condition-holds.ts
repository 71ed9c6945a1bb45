import * as z from 'zod'
import type { Source } from '../core/model/component.ts'
import type { Answer, Release } from '../core/model/release.ts'
import type { ResolvedComponent } from '../core/registry/resolved.ts'
import { fill } from '../core/resolution/asset-names.ts'
import { hasPlatform } from '../core/resolution/filters/platforms.ts'
import { clip } from '../core/resolution/phrases.ts'
import type { Rejection } from '../core/strategies/contract.ts'

/** Another place where a release must exist, too, before it counts (`source.conditions`). */
export interface Condition {
  source: Source
  /** How the release is called there, with `{VERSION}`; absent: like the version, with or without a `v`. */
  tag?: string
  /** Name of a file that the release must have there. */
  asset?: string
  /** Platforms that must exist there; empty: the release alone. */
  platforms: readonly string[]
}

/** What was read of one release at one of these places. */
export interface ConditionReading {
  /** What it is called there; null where it is not there. */
  tag: string | null
  /** Absent where nothing is said of them, or nobody asked. */
  platforms?: readonly string[]
  /** Whether it has the file that is wanted; absent where nothing is said of its files, or nobody asked. */
  hasAsset?: boolean
  /** Why it could not be found out. */
  failure?: string
}

const conditionsSchema = z.array(
  z.looseObject({
    datasource: z.string(),
    package: z.string(),
    url: z.string().optional(),
    tag: z.string().optional(),
    asset: z.string().optional(),
    platforms: z.array(z.string()).optional(),
  }),
)

export function conditionsOf({ source }: ResolvedComponent): Condition[] {
  const written = conditionsSchema.safeParse(source?.['conditions'] ?? [])
  return (written.data ?? []).map(({ tag, asset, platforms = [], ...rest }) => ({
    source: rest,
    platforms,
    ...(tag === undefined ? {} : { tag }),
    ...(asset === undefined ? {} : { asset }),
  }))
}

/** Names a reading in a recording. */
export function conditionKey(condition: Condition, release: Release): string {
  return JSON.stringify([condition, release.version])
}

/** What the release may be called there, most likely first. */
export function namesOf({ tag }: Condition, release: Release): string[] {
  const bare = release.version.replace(/^v(?=\d)/, '')
  return tag === undefined ? [...new Set([release.version, bare, `v${bare}`])] : [tag.replaceAll('{VERSION}', bare)]
}

/** Why releases are held by conditions that are known not to be met: by component, then by tag. Pure. */
export function conditionHolds(
  components: readonly ResolvedComponent[],
  answers: ReadonlyMap<string, Answer>,
  readings: Readonly<Record<string, ConditionReading>> = {},
): Map<string, Map<string, Rejection>> {
  const rows = components.flatMap((component): [string, Map<string, Rejection>][] => {
    const conditions = conditionsOf(component)
    const answer = answers.get(component.name)
    return conditions.length === 0 || answer?.ok !== true ? [] : [[component.name, heldReleases(conditions, answer.releases, readings)]]
  })
  return new Map(rows)
}

function heldReleases(
  conditions: readonly Condition[],
  releases: readonly Release[],
  readings: Readonly<Record<string, ConditionReading>>,
): Map<string, Rejection> {
  return new Map(
    releases.flatMap((release): [string, Rejection][] => {
      const unmet = conditions.flatMap((condition) => {
        const reading = readings[conditionKey(condition, release)]
        return reading === undefined ? [] : (rejection(condition, release, reading) ?? [])
      })
      return unmet[0] === undefined ? [] : [[release.tag, unmet[0]]]
    }),
  )
}

function rejection({ source, platforms, asset }: Condition, release: Release, reading: ConditionReading): Rejection | null {
  const place = `${source.datasource} ${source.package}`
  const held = (reason: string, frees: string): Rejection => ({ code: 'condition', reason: `${place}: ${reason}.`, frees })
  if (reading.failure !== undefined)
    return held(`whether ${release.version} is there could not be found out (${reading.failure})`, 'A run in which it can be found out.')
  if (reading.tag === null) return held(`${release.version} is not there yet`, `Its release at ${place}.`)
  if (asset !== undefined && reading.hasAsset !== true) {
    const name = clip(fill(asset, release)[0] ?? asset)
    if (reading.hasAsset === undefined) return held(`nothing is said of the files of ${reading.tag}`, 'A condition without `asset`.')
    return held(`${reading.tag} has no file ${name} yet`, `The file ${name} at ${place}.`)
  }
  if (platforms.length === 0) return null
  const known = reading.platforms
  if (known === undefined) return held(`nothing is said of the platforms of ${reading.tag}`, `A condition without \`platforms\`.`)
  const missing = platforms.filter((platform) => !hasPlatform(known, platform))
  if (missing.length === 0) return null
  const [what, are] = [source.datasource === 'docker' ? 'image' : 'build', missing.length === 1 ? 'is' : 'are']
  const subject = `the ${what}${missing.length === 1 ? '' : 's'} of ${reading.tag} for ${missing.join(', ')}`
  return held(`${subject} ${are} not there yet`, `Its release for ${missing.join(', ')} at ${place}.`)
}

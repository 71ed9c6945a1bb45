import type { Duration } from '../../model/instant.ts'
import { DEFAULTS } from '../defaults.ts'
import { daysOrDuration } from '../duration.ts'
import type { ResolvedComponent } from '../resolved.ts'
import type { Layer } from './layers.ts'

type Levels = NonNullable<ResolvedComponent['upgrade']['minimumReleaseAge']>

/** The age that a release must have: one for all steps, and those for single levels. One age in a stronger layer takes the levels of weaker ones back. */
export function releaseAge(layers: readonly Layer[]): { all: Duration; levels?: Levels } {
  let all: Duration = daysOrDuration(DEFAULTS.safety.minimumReleaseAge)
  let levels: Levels = {}
  for (const layer of layers) {
    const age = layer.body?.upgrade?.minimum_release_age ?? layer.settings?.safety?.minimum_release_age
    if (age === undefined) continue
    if (typeof age !== 'object') {
      all = daysOrDuration(age)
      levels = {}
      continue
    }
    for (const level of ['patch', 'minor', 'major'] as const) {
      const written = age[level]
      if (written !== undefined) levels = { ...levels, [level]: daysOrDuration(written) }
    }
  }
  return { all, ...(Object.keys(levels).length === 0 ? {} : { levels }) }
}

import type { LooseVersion } from './loose-version.ts'

/** The lines of one release, its heading excluded. */
export interface ReleaseSpan {
  versions: readonly LooseVersion[]
  /** The newest of `versions` as text; null for text above the first release. */
  version: string | null
  /** Text about a whole series: it counts for an upgrade into the series, not for one within it. */
  series: boolean
  unreleased: boolean
  /** A step of an upgrade guide: all of it is about what to do. */
  guide?: true
  fromLine: number
  toLine: number
}

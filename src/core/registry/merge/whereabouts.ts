import type { Place } from '../../model/problems.ts'
import type { Path } from '../yaml/locate.ts'

/** Tells where a part of the registry stands in its file; undefined where that is not known. */
export type Whereabouts = (path: Path, part: 'key' | 'value') => Place | undefined

export function nowhere(): undefined {
  return undefined
}

import type { Distance } from '../model/upgrade.ts'
import { compareNumerals, type Numeral } from './numeral.ts'

/**
 * How far two dotted releases are apart. By SemVer section 4 anything may change below 1.0.0; by convention a minor step there is
 * what a major step is later. Parts behind the third count as patch.
 */
export function releaseDistance(a: readonly Numeral[], b: readonly Numeral[]): Exclude<Distance, 'prerelease' | 'other'> {
  const length = Math.max(a.length, b.length)
  for (let at = 0; at < length; at += 1) {
    if (compareNumerals(a[at] ?? '0', b[at] ?? '0') === 0) continue
    if (at === 0) return 'major'
    if (at === 1) return (a[0] ?? '0') === '0' ? 'major' : 'minor'
    return 'patch'
  }
  return 'none'
}

import { compareNumerals, MAX_VERSION_LENGTH, type Numeral, numeral } from '../../versioning/numeral.ts'
import type { VersionOrder } from './contract.ts'

const VERSION = /^\d+(?:[.-]\d+)*$/

/** R and Haskell packages: numbers joined by dots or hyphens; one that goes on stands above one that ends (`package_version` of R, PVP). */
export const dotted: VersionOrder<readonly Numeral[]> = {
  parse: (text) => (text.length > MAX_VERSION_LENGTH || !VERSION.test(text) ? null : text.split(/[.-]/).map(numeral)),
  compare(a, b) {
    const length = Math.min(a.length, b.length)
    for (let at = 0; at < length; at += 1) {
      const order = compareNumerals(a[at] ?? '0', b[at] ?? '0')
      if (order !== 0) return order
    }
    return a.length === b.length ? 0 : a.length < b.length ? -1 : 1
  },
}

import { compareText } from '../../versioning/numeral.ts'
import { parsePep440 } from '../../versioning/pep440.ts'
import { comparePep440, type Pep440 } from '../../versioning/pep440-order.ts'
import type { VersionOrder } from './contract.ts'

type Version = { modern: Pep440 } | { legacy: string }

/** PyPI: PEP 440, and below all of it the versions from before it (`0.1dev-r1716`), by their text, as pip used to order them. */
export const legacyPep440: VersionOrder<Version> = {
  parse(text) {
    const modern = parsePep440(text)
    if (modern !== null) return { modern }
    return /^[\w.!+~-]{1,256}$/.test(text) ? { legacy: text } : null
  },
  compare(a, b) {
    if ('modern' in a && 'modern' in b) return comparePep440(a.modern, b.modern)
    if ('legacy' in a && 'legacy' in b) return compareText(a.legacy, b.legacy)
    return 'legacy' in a ? -1 : 1
  },
}

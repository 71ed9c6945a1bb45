import type { Order } from './contract.ts'
import { compareNumerals, compareReleases, compareText, type Numeral } from './numeral.ts'

/** A version by PEP 440 in its normal form. */
export interface Pep440 {
  /** As it was written; `===` compares this. */
  text: string
  epoch: Numeral
  release: readonly Numeral[]
  pre: readonly ['a' | 'b' | 'rc', Numeral] | null
  post: Numeral | null
  dev: Numeral | null
  local: readonly string[] | null
}

/** `1!2.0rc1.post2.dev3+ubuntu.1`. */
export function formatPep440(v: Pep440): string {
  const epoch = v.epoch === '0' ? '' : `${v.epoch}!`
  const pre = v.pre === null ? '' : v.pre.join('')
  const post = v.post === null ? '' : `.post${v.post}`
  const dev = v.dev === null ? '' : `.dev${v.dev}`
  const local = v.local === null ? '' : `+${v.local.join('.')}`
  return `${epoch}${v.release.join('.')}${pre}${post}${dev}${local}`
}

/** `1.0.dev1` < `1.0a1.dev1` < `1.0a1` < `1.0rc1` < `1.0` < `1.0+local` < `1.0.post1.dev1` < `1.0.post1`. */
export function comparePep440(a: Pep440, b: Pep440): Order {
  return comparePublic(a, b) || compareLocal(a.local, b.local)
}

/** The order without local versions. */
export function comparePublic(a: Pep440, b: Pep440): Order {
  return (
    compareNumerals(a.epoch, b.epoch) ||
    compareReleases(a.release, b.release) ||
    comparePhase(a, b) ||
    compareOptional(a.post, b.post, -1) ||
    compareOptional(a.dev, b.dev, 1)
  )
}

const PHASES = { onlyDev: 0, a: 1, b: 2, rc: 3, final: 4 } as const

function comparePhase(a: Pep440, b: Pep440): Order {
  const [phaseA, phaseB] = [phase(a), phase(b)]
  if (phaseA !== phaseB) return phaseA < phaseB ? -1 : 1
  return compareNumerals(a.pre?.[1] ?? '0', b.pre?.[1] ?? '0')
}

/** A developmental release of nothing but the release itself stands below all its pre-releases. */
function phase(v: Pep440): number {
  if (v.pre !== null) return PHASES[v.pre[0]]
  return v.post === null && v.dev !== null ? PHASES.onlyDev : PHASES.final
}

/** `absent`: where a version without the part stands beside one that has it. */
function compareOptional(a: Numeral | null, b: Numeral | null, absent: -1 | 1): Order {
  if (a !== null && b !== null) return compareNumerals(a, b)
  if (a === b) return 0
  return (a === null) === (absent === -1) ? -1 : 1
}

/** Numbers above words, longer above shorter, any above none. */
function compareLocal(a: readonly string[] | null, b: readonly string[] | null): Order {
  if (a === null || b === null) return a === b ? 0 : a === null ? -1 : 1
  const length = Math.min(a.length, b.length)
  for (let at = 0; at < length; at += 1) {
    const order = compareSegments(a[at] ?? '', b[at] ?? '')
    if (order !== 0) return order
  }
  return a.length === b.length ? 0 : a.length < b.length ? -1 : 1
}

function compareSegments(a: string, b: string): Order {
  const [numericA, numericB] = [/^\d+$/.test(a), /^\d+$/.test(b)]
  if (numericA && numericB) return compareNumerals(a, b)
  if (numericA !== numericB) return numericA ? 1 : -1
  return compareText(a, b)
}

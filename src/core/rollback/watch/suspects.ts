import type { Move } from '../../model/ledger.ts'

/**
 * The order in which members of a group are taken back one by one: a major step before a minor one before a patch, then by name. Told by
 * the numbers as written, for the ledger keeps no scheme.
 */
export function riskiestFirst(moves: readonly Move[]): Move[] {
  return moves.toSorted((a, b) => level(a) - level(b) || (a.component < b.component ? -1 : 1))
}

/** Place of the first number that differs: 0 for a major step; behind all others where none does. */
function level({ from, to }: Move): number {
  const [before, after] = [from, to].map((version) => version.match(/\d{1,15}/g) ?? [])
  const at = after?.findIndex((number, index) => number !== before?.[index]) ?? -1
  return at === -1 ? 9 : at
}

import type { Filter } from './contract.ts'

/** Reasons that come from outside resolution: a condition of another source, ignored by a person, not promoted yet, a freeze. */
export const heldElsewhere: Filter = {
  id: 'held-elsewhere',
  label: 'Held from outside: a condition not met, ignored by a person, not promoted, frozen',
  prepare: ({ holds }) => ({ judge: ({ release }) => holds.get(release.version) ?? holds.get(release.tag) ?? null }),
}

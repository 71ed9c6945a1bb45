import type { Found } from './contract.ts'

/** Places in order of the text, none twice: one ARG may be the version of several images. */
export function inOrder(places: readonly (Found | null)[]): Found[] {
  const byPlace = new Map(places.filter((place) => place !== null).map((place) => [`${place.start}-${place.end}`, place]))
  return [...byPlace.values()].sort((a, b) => a.start - b.start || a.end - b.end)
}

import { nearest } from '../text/nearest.ts'

const MOST = 3

/** Up to three of the names that a person may have meant: those that hold the wanted one or are held by it, and those that look like it. */
export function nearestNames(wanted: string, names: readonly string[]): string[] {
  const left = new Set(names)
  const related = [...left]
    .filter((name) => name !== '' && holds(name.toLowerCase(), wanted.toLowerCase()))
    .sort((a, b) => a.length - b.length)
  const found = related.slice(0, MOST)
  for (const name of related) left.delete(name)
  while (found.length < MOST) {
    const next = nearest(wanted, left)
    if (next === undefined) break
    left.delete(next)
    found.push(next)
  }
  return found
}

function holds(a: string, b: string): boolean {
  const [shorter, longer] = a.length < b.length ? [a, b] : [b, a]
  return shorter.length > 2 && longer.length < 200 && longer.includes(shorter)
}

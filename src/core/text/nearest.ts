/**
 * The candidate that a person most likely meant: the one with the fewest slips of the pen (letters added, left out, exchanged or
 * swapped with a neighbour; at most one in three), case and `-`/`_` not counted; undefined where none is near. Ties go to the first.
 */
export function nearest(text: string, candidates: Iterable<string>): string | undefined {
  const wanted = plain(text)
  let best: string | undefined
  let fewest = Math.floor(wanted.length / 3) + 1
  for (const candidate of candidates) {
    const other = plain(candidate)
    if (Math.abs(other.length - wanted.length) >= fewest) continue
    const slips = distance(wanted, other)
    if (slips < fewest) {
      best = candidate
      fewest = slips
    }
  }
  return best
}

function plain(text: string): string {
  return text.slice(0, 100).toLowerCase().replaceAll('-', '_')
}

/** Optimal string alignment distance: Levenshtein's, with a swap of neighbours counted as one. */
function distance(a: string, b: string): number {
  let before: number[] = []
  let last = Array.from({ length: b.length + 1 }, (_, index) => index)
  for (let i = 1; i <= a.length; i += 1) {
    const row = [i]
    for (let j = 1; j <= b.length; j += 1) {
      const same = a[i - 1] === b[j - 1] ? 0 : 1
      let least = Math.min((last[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1, (last[j - 1] ?? 0) + same)
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) least = Math.min(least, (before[j - 2] ?? 0) + 1)
      row.push(least)
    }
    before = last
    last = row
  }
  return last[b.length] ?? 0
}

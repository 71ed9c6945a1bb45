const LONGEST = 200
const MOST = 3

/** Up to three of the names that look most like the wanted one, best first; none where nothing is near. */
export function nearestNames(wanted: string, names: readonly string[]): string[] {
  const goal = wanted.toLowerCase().slice(0, LONGEST)
  const ranked = [...new Set(names)]
    .filter((name) => name.length <= LONGEST)
    .map((name) => ({ name, far: distance(goal, name.toLowerCase()) }))
  return ranked
    .filter(({ name, far }) => far <= Math.max(2, goal.length / 3) || (goal.length > 2 && shares(name.toLowerCase(), goal)))
    .sort((a, b) => a.far - b.far || (a.name < b.name ? -1 : 1))
    .slice(0, MOST)
    .map(({ name }) => name)
}

function shares(name: string, goal: string): boolean {
  return name.length > 2 && (name.includes(goal) || goal.includes(name))
}

/** Edits (insert, delete, change) between two texts: https://en.wikipedia.org/wiki/Levenshtein_distance */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index)
  for (let i = 1; i <= a.length; i += 1) {
    const next = [i]
    for (let j = 1; j <= b.length; j += 1) {
      const change = (row[j - 1] ?? 0) + (a.charAt(i - 1) === b.charAt(j - 1) ? 0 : 1)
      next.push(Math.min(change, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1))
    }
    row = next
  }
  return row[b.length] ?? 0
}

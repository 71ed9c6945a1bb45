import type { ReleaseCommit } from './commit.ts'

/** How the commits of a range hang together. */
export interface Lineage {
  /** Commits that a merge brought in, those of merges inside it included; none for other commits. */
  broughtBy(merge: ReleaseCommit): ReleaseCommit[]
  /** Shas of the commits among them that a commit contains, its own included. */
  containedIn(sha: string): Set<string>
}

/**
 * Reads the shape of a history. `commits` come with children before parents, the head first; parents outside the range are not known, nor
 * needed. Linear in the number of commits: each is brought in once, by the merge that brought it in first.
 */
export function lineageOf(commits: readonly ReleaseCommit[]): Lineage {
  const bySha = new Map(commits.map((commit) => [commit.sha, commit]))
  const inside = new Map<string, ReleaseCommit[]>()
  const seen = new Set<string>()

  /** Follows first parents from a tip, oldest merge first; gives what is new there. */
  const follow = (tip: string): ReleaseCommit[] => {
    const line: ReleaseCommit[] = []
    for (let at = bySha.get(tip); at !== undefined && !seen.has(at.sha); at = bySha.get(at.parents[0] ?? '')) {
      seen.add(at.sha)
      line.push(at)
    }
    const found = [...line]
    for (const merge of line.toReversed().filter(({ parents }) => parents.length > 1)) {
      const brought = merge.parents.slice(1).flatMap(follow)
      inside.set(merge.sha, brought)
      for (const one of brought) found.push(one)
    }
    return found
  }
  const [head] = commits
  if (head !== undefined) follow(head.sha)
  return {
    broughtBy: (merge) => inside.get(merge.sha) ?? [],
    containedIn: (sha) => reachable(sha, bySha),
  }
}

function reachable(from: string, bySha: ReadonlyMap<string, ReleaseCommit>): Set<string> {
  const reached = new Set<string>()
  const todo = [from]
  for (let sha = todo.pop(); sha !== undefined; sha = todo.pop()) {
    const commit = reached.has(sha) ? undefined : bySha.get(sha)
    if (commit === undefined) continue
    reached.add(sha)
    todo.push(...commit.parents)
  }
  return reached
}

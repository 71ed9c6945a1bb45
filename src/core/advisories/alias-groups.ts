/** Ids that name one vulnerability, brought together: aliases are symmetric and transitive. */
export interface AliasGroups {
  /** Says that all of these ids name the same thing. */
  join(ids: readonly string[]): void
  /** All ids of the group, sorted; the id alone where it has no aliases. */
  members(id: string): readonly string[]
  /** The same for every id of a group, and no other. Holds until the next `join`. */
  groupOf(id: string): string
}

/** Union-find over ids; the smaller group joins the larger. */
export function aliasGroups(): AliasGroups {
  const parents = new Map<string, string>()
  const ids = new Map<string, string[]>()
  const find = (id: string): string => {
    let root = id
    for (let parent = parents.get(root); parent !== undefined; parent = parents.get(root)) root = parent
    for (let at = id; at !== root; ) {
      const next = parents.get(at) ?? root
      parents.set(at, root)
      at = next
    }
    return root
  }
  const own = (root: string) => ids.get(root) ?? [root]
  const union = (a: string, b: string) => {
    const [first, second] = [find(a), find(b)]
    if (first === second) return
    const [small, large] = own(first).length <= own(second).length ? [first, second] : [second, first]
    const all = own(large)
    all.push(...own(small))
    ids.set(large, all)
    ids.delete(small)
    parents.set(small, large)
  }
  return {
    join([first, ...others]) {
      if (first !== undefined) for (const other of others) union(first, other)
    },
    members: (id) => own(find(id)).toSorted(),
    groupOf: find,
  }
}

/** Databases of packages before those of products; others after them. */
const PREFERRED = ['GHSA-', 'PYSEC-', 'RUSTSEC-', 'GO-', 'MAL-', 'BIT-']

/** Best known first, then by text: the id that an advisory is called by. */
export function comparePreference(a: string, b: string): number {
  return rank(a) - rank(b) || (a < b ? -1 : a > b ? 1 : 0)
}

function rank(id: string): number {
  const at = PREFERRED.findIndex((prefix) => id.startsWith(prefix))
  return at === -1 ? PREFERRED.length : at
}

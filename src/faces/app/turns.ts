/** Something to do for one key, such as the run of a repository. */
export interface Work {
  /** Work of the same key that waits is joined into one. */
  key: string
  /** Work of one lane, such as a repository, never runs at the same time. */
  lane: string
  /** Whose work it is, such as an installation: each gets its turn. */
  tenant: string
  /** Goes before work that is not: an event before the nightly round. */
  urgent: boolean
  run(): Promise<void>
}

/** What waits of one lane, in the order in which it came. */
interface Lane {
  tenant: string
  works: Map<string, Work>
}

/** Work that waits, and whose turn is next. */
export interface Turns {
  size(): number
  /** `full`: more than `most` works of this lane wait, and this one is not taken. */
  add(work: Work): 'queued' | 'joined' | 'full'
  /** Takes the next work of a lane that is free; urgent work first, unless `any`. */
  take(isFree: (lane: string) => boolean, any: boolean): Work | undefined
  drop(which: { lane: string } | { tenant: string }): void
  clear(): void
}

/**
 * Tenants take turns, and within a tenant its lanes do: neither a repository with many events nor an organisation with many repositories
 * keeps others waiting for longer than one turn of each. Maps keep the order of insertion: whoever was served goes to the end.
 */
export function createTurns(most: number): Turns {
  const lanes = new Map<string, Lane>()
  const tenants = new Map<string, Set<string>>()
  let [size, urgent] = [0, 0]

  const count = (work: Work, by: 1 | -1) => {
    size += by
    if (work.urgent) urgent += by
  }
  const leave = (name: string, lane: Lane) => {
    lanes.delete(name)
    const names = tenants.get(lane.tenant)
    names?.delete(name)
    if (names?.size === 0) tenants.delete(lane.tenant)
  }
  /** The lane goes to the end of its tenant's, and the tenant to the end of all. */
  const enter = (name: string, lane: Lane) => {
    lanes.set(name, lane)
    const names = tenants.get(lane.tenant) ?? new Set<string>()
    names.delete(name)
    names.add(name)
    if (!tenants.has(lane.tenant)) tenants.set(lane.tenant, names)
  }
  const dropLane = (name: string) => {
    const lane = lanes.get(name)
    if (lane === undefined) return
    for (const work of lane.works.values()) count(work, -1)
    leave(name, lane)
  }
  const find = (isFree: (lane: string) => boolean, wanted: (work: Work) => boolean): Work | undefined => {
    for (const names of tenants.values())
      for (const name of names) {
        if (!isFree(name)) continue
        for (const work of lanes.get(name)?.works.values() ?? []) if (wanted(work)) return work
      }
    return undefined
  }
  return {
    size: () => size,
    add(work) {
      // A repository that went to another owner is that owner's from now on.
      const old = lanes.get(work.lane)
      if (old !== undefined && old.tenant !== work.tenant) leave(work.lane, old)
      const lane = { tenant: work.tenant, works: old?.works ?? new Map<string, Work>() }
      const known = lane.works.get(work.key)
      const full = known === undefined && lane.works.size >= most
      if (!full) {
        if (known !== undefined) count(known, -1)
        // The newer one knows better (a repository's new name); it keeps its place, and urgency once given stays.
        const joined = known === undefined ? work : { ...work, urgent: work.urgent || known.urgent }
        lane.works.set(work.key, joined)
        count(joined, 1)
      }
      if (old === undefined || old.tenant !== work.tenant) enter(work.lane, lane)
      return full ? 'full' : known === undefined ? 'queued' : 'joined'
    },
    take(isFree, any) {
      const work = any || urgent === 0 ? find(isFree, () => true) : (find(isFree, (one) => one.urgent) ?? find(isFree, () => true))
      if (work === undefined) return undefined
      const lane = lanes.get(work.lane)
      if (lane === undefined) return undefined
      count(work, -1)
      lane.works.delete(work.key)
      const names = tenants.get(lane.tenant)
      if (names !== undefined) {
        tenants.delete(lane.tenant)
        tenants.set(lane.tenant, names)
      }
      if (lane.works.size === 0) leave(work.lane, lane)
      else enter(work.lane, lane)
      return work
    },
    drop(which) {
      if ('lane' in which) dropLane(which.lane)
      else for (const name of [...(tenants.get(which.tenant) ?? [])]) dropLane(name)
    },
    clear() {
      lanes.clear()
      tenants.clear()
      size = 0
      urgent = 0
    },
  }
}

/** Remembers what was delivered, the newest `limit` ids: a delivery that comes twice is answered and does nothing. */
export function createDeliveries(limit: number): { isNew(id: string): boolean } {
  const seen = new Set<string>()
  return {
    isNew(id) {
      const known = seen.delete(id)
      seen.add(id)
      const [oldest] = seen
      if (seen.size > limit && oldest !== undefined) seen.delete(oldest)
      return !known
    },
  }
}

/** Computes at the first call, and once: what is asked for again is the same object. */
export function once<T>(compute: () => T): () => T {
  let result: { value: T } | undefined
  return () => {
    result ??= { value: compute() }
    return result.value
  }
}

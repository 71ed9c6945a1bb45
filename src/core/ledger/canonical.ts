import canonicalize from 'canonicalize'

/**
 * JSON Canonicalization Scheme (RFC 8785): one spelling for one value, so that a hash over it means something.
 * @throws Error for what JSON cannot say: NaN, an infinity, a lone surrogate
 */
export function canonicalJson(value: unknown): string {
  const text = canonicalize(value)
  if (text === undefined) throw new Error('this value has no JSON')
  return text
}

/** The members of an object, each as canonical JSON, in canonical order: what a record and its hash are both put together from. */
export function canonicalMembers(value: Readonly<Record<string, unknown>>): (readonly [name: string, text: string])[] {
  return Object.keys(value)
    .filter((name) => value[name] !== undefined)
    .sort()
    .map((name) => [name, `${canonicalJson(name)}:${canonicalJson(value[name])}`] as const)
}

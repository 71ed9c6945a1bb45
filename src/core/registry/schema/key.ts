import * as z from 'zod'

/** What the documentation, the JSON Schema and an error message say of one key. */
export interface About {
  description: string
  /** The value that holds where the key is not written. A sentence in docs only where it depends on other keys: use `description`. */
  default?: unknown
  examples?: unknown[]
  /** Completes "expected …" in an error message; needed where the type alone does not say it. */
  expected?: string
}

/** Phrases for error messages, kept apart from `.meta()` so that they do not leak into the JSON Schema. */
export const expectations = z.registry<{ expected: string }>()

/**
 * The schema with its documentation attached. A copy only where it has some already, for it stands elsewhere, too: `.meta()` always makes one,
 * and a thousand copies are half of what the schema of a registry costs.
 */
export function key<T extends z.ZodType>(schema: T, about: About): T {
  const { expected, ...meta } = about
  const described = z.globalRegistry.has(schema) ? schema.clone() : schema
  z.globalRegistry.add(described, meta)
  if (expected !== undefined) expectations.add(described, { expected })
  return described
}

/** Text without control characters; one line unless `lines` says otherwise. */
export function text(about: About): z.ZodString {
  return key(z.string().check(z.minLength(1), z.maxLength(4000)), about)
}

export function flag(about: About): z.ZodBoolean {
  return key(z.boolean(), about)
}

export function count(about: About, least = 0, most = 1_000_000): z.ZodNumber {
  return key(z.int().check(z.gte(least), z.lte(most)), { expected: `a whole number from ${least} to ${most}`, ...about })
}

export function oneOf<const V extends readonly [string, ...string[]]>(values: V, about: About) {
  return key(z.enum(values), about)
}

/** One value or a list of them; always a list after parsing. */
export function oneOrMany<T extends z.ZodType>(item: T, about: About) {
  return key(
    z.union([item, z.array(item)]).transform((value): z.output<T>[] => (Array.isArray(value) ? value : [value])),
    about,
  )
}

/** A key with children. May stand empty in the file (`pinned_versions:` with all its lines commented out): then it is as if not written. */
export function section<S extends z.ZodRawShape>(shape: S, about: About) {
  return key(
    z
      .object(shape)
      .nullable()
      .transform((value) => value ?? undefined),
    about,
  ).optional()
}

/** A list that may stand empty. */
export function list<T extends z.ZodType>(item: T, about: About) {
  return key(
    z
      .array(item)
      .nullable()
      .transform((value) => value ?? undefined),
    about,
  ).optional()
}

/** A mapping by names; the mapping may stand empty. */
export function mapping<K extends z.ZodType<string, string>, T extends z.ZodType>(names: K, value: T, about: About) {
  return key(
    z
      .record(names, value)
      .nullable()
      .transform((found) => found ?? undefined),
    about,
  ).optional()
}

/** An object all of whose keys are optional and that may stand without a value: `staging:` alone declares an environment. */
export function emptiable<S extends z.ZodRawShape>(object: z.ZodObject<S>) {
  return object.nullable().transform((value) => value ?? object.parse({}))
}

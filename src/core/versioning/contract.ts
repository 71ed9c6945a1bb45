import type { Distance } from '../model/upgrade.ts'

/**
 * A versioning scheme: five primitives. Sorting, newest, min/max satisfying and the like are derived once in `derive.ts`.
 * `V` is the scheme's own parsed form; callers outside the scheme treat it as opaque.
 *
 * Laws, held by `test/contracts/versioning.test.ts` over every scheme and every fixture:
 * `compare` is a total order; `parse(format(v))` compares equal to `v`; a range agrees with `compare`;
 * `compatible` is symmetric and reflexive.
 */
export interface Versioning<V = unknown> {
  /** As users write it under `versioning:`. */
  id: string
  /** One line for the documentation table. */
  label: string
  /** The specification or the library whose rules are followed. */
  docs: string
  /** Null where the text is no version of this scheme; never throws. `docker`: `7.4.2-alpine` is one, `latest` is none. */
  parse(text: string): V | null
  /** `semver`: build metadata is ignored, so that `1.0.0+a` and `1.0.0+b` are equal. */
  compare(a: V, b: V): -1 | 0 | 1
  /** `pep440`: `1.0rc1` and `1.0.dev1` are not, `1.0.post1` is. */
  isStable(v: V): boolean
  /** `semver`: 0.4.1 → 0.5.0 is `major`, for a minor step below 1.0.0 may break. `none` where both are equal. The order of a and b does not matter. */
  distance(a: V, b: V): Distance
  /** The numbers a reader would name; null parts where the scheme has none. */
  parts(v: V): { major: number | null; minor: number | null; patch: number | null }
  /** A predicate for the scheme's own range grammar, or null where the text is no range. `hex`: `~> 1.2 or == 2.0.0`. */
  range(text: string): ((v: V) => boolean) | null
  /** Whether a step from `a` to `b` keeps the flavour: `docker` moves `-alpine` only to `-alpine`. Absent: always. */
  compatible?(a: V, b: V): boolean
}

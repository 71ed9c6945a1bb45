import type { Distance } from '../model/upgrade.ts'

/** Less, equal, greater. */
export type Order = -1 | 0 | 1

/** Major, minor and patch as a reader would name them; null where the scheme has no such part. */
export interface Parts {
  major: number | null
  minor: number | null
  patch: number | null
}

/** How a range treats what its scheme leaves open. A scheme ignores what does not concern it. */
export interface RangeOptions {
  /** `npm`: read sloppy versions and ranges too, as node-semver's `loose` does. */
  loose?: boolean
  /** `npm`: pre-releases satisfy every comparator that their place in the order allows. Default false. */
  includePrerelease?: boolean
  /** `hex`: whether `>`, `>=` and `~>` on a release admit pre-releases. Default true, as in Elixir's `Version`; Hex itself asks with false. */
  allowPre?: boolean
}

/** Whether a version is in a range. Typed as a method, so that a scheme of any form is a `Versioning`. */
export type InRange<V> = { test(v: V): boolean }['test']

/**
 * A versioning scheme: a handful of primitives. Sorting, newest, min/max satisfying and the like are derived once in `derive.ts`.
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
  /** Reads texts that are no version by the letter of the scheme but can be ordered: `go` without the `v`. Absent: there are none. */
  parseLoose?(text: string): V | null
  /** The text that it was parsed from or the scheme's own spelling of it; `pep440`: `1.0-RC.1` gives `1.0rc1`. */
  format(v: V): string
  /** `semver`: build metadata is ignored, so that `1.0.0+a` and `1.0.0+b` are equal. */
  compare(a: V, b: V): Order
  /** `pep440`: `1.0rc1` and `1.0.dev1` are not, `1.0.post1` is. */
  isStable(v: V): boolean
  /** `semver`: 0.4.1 → 0.5.0 is `major`, for a minor step below 1.0.0 may break. `none` where both are equal. The order of a and b does not matter. */
  distance(a: V, b: V): Distance
  /** The numbers a reader would name; null parts where the scheme has none. */
  parts(v: V): Parts
  /** A predicate for the scheme's own range grammar, or null where the text is no range. `hex`: `~> 1.2 or == 2.0.0`. */
  range(text: string, options?: RangeOptions): InRange<V> | null
  /** Example ranges for the documentation table. */
  rangeExamples: readonly string[]
  /** Whether a step from `a` to `b` keeps the flavour: `docker` moves `-alpine` only to `-alpine`. Absent: always. */
  compatible?(a: V, b: V): boolean
  /**
   * Whether `to` may follow `from` where nothing compatible is newer: `docker` goes from `3.0.0-rc.1` to `3.0.0`, and from a tag stamped
   * `…-bookworm-20250517` to one stamped `…-bookworm-20250610`. Not symmetric. Absent: nothing may.
   */
  follows?(from: V, to: V): boolean
}

import * as z from 'zod'
import type { Held } from '../model/upgrade.ts'
import type { CompatibilityRule } from '../registry/resolved.ts'
import { guessedScheme, namedScheme } from './row-scheme.ts'
import { type SolveComponent, type SyncRule, solve } from './solver.ts'

const component = z.object({
  current: z.string().nullable(),
  candidates: z.array(z.string()).default([]),
  versioning: z.string().nullish(),
})

const constraint = z
  .object({
    component: z.string(),
    versions: z.string().nullish(),
    requires: z.record(z.string(), z.string()),
    level: z.enum(['compatible', 'breaking', 'deprecated', 'unknown']).nullish(),
    reason: z.string().nullish(),
  })
  .transform(
    ({ versions, level, reason, ...rule }): CompatibilityRule => ({
      ...rule,
      ...(versions == null ? {} : { versions }),
      ...(level == null ? {} : { level }),
      ...(reason == null ? {} : { reason }),
    }),
  )

const sync = z
  .object({ component: z.string(), with: z.string(), drift: z.string().nullish() })
  .transform((one): SyncRule => ({ component: one.component, other: one.with, ...(one.drift == null ? {} : { drift: one.drift }) }))

/** A row of `inspect solve`. `sync` states what `sync_version_with` and `allowed_version_drift` state in a registry. */
const solveRow = z.object({
  components: z.record(z.string(), component),
  constraints: z.array(constraint).default([]),
  sync: z.array(sync).default([]),
  versioning: z.string().nullish(),
})

/** The answer to a row. */
export interface SolveAnswer {
  id: unknown
  assignment: Readonly<Record<string, string>>
  groups: readonly (readonly string[])[]
  held: Readonly<Record<string, string>>
  /** Constraints that were broken before the step. */
  broken?: readonly string[]
  /** Constraints that could not be applied, and why. */
  unknown?: readonly string[]
  /** Set where the work was cut short: all constraints hold, but another choice may move more. */
  optimal?: false
}

/** Answers one row of `inspect solve` (SPEC section 15). Never throws; `id` is kept as it came. */
export function answerSolve(row: unknown): SolveAnswer | { id: unknown; error: string } {
  const id = typeof row === 'object' && row !== null && 'id' in row ? row.id : null
  const parsed = solveRow.safeParse(row)
  if (!parsed.success) return { id, error: `the row is not understood: ${z.prettifyError(parsed.error)}` }
  try {
    return { id, ...solveOf(parsed.data) }
  } catch (error) {
    return { id, error: error instanceof Error ? error.message : String(error) }
  }
}

function solveOf(row: z.output<typeof solveRow>): Omit<SolveAnswer, 'id'> {
  const components = Object.entries(row.components).map(([name, one]): [string, SolveComponent] => {
    const id = one.versioning ?? row.versioning
    const texts = one.current === null ? one.candidates : [one.current, ...one.candidates]
    return [name, { current: one.current, candidates: one.candidates, versioning: id == null ? guessedScheme(texts) : namedScheme(id) }]
  })
  const solution = solve({ components: Object.fromEntries(components), rules: row.constraints, syncs: row.sync })
  return {
    assignment: solution.assignment,
    groups: solution.groups,
    held: Object.fromEntries(Object.entries(solution.held).map(([name, one]) => [name, sentenceOf(one)])),
    ...(solution.broken.length === 0 ? {} : { broken: solution.broken.map((one) => one.sentence) }),
    ...(solution.unknown.length === 0 ? {} : { unknown: solution.unknown }),
    ...(solution.optimal ? {} : { optimal: false as const }),
  }
}

/** Reason and what would free it, in one sentence. */
function sentenceOf({ reason, frees }: Held): string {
  return frees === undefined ? reason : `${reason.replace(/\.$/, '')}; what would free it: ${frees}`
}

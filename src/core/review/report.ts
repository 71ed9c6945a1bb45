import * as z from 'zod'
import { RISKS } from '../model/component.ts'
import { problemSchema, upgradeSchema } from '../reports/report.ts'
import { CONCERN_LEVELS } from './contract.ts'

const environment = z.string().nullable()

const moveSchema = z.object({
  component: z.string(),
  environment,
  kind: z.enum(['moved', 'added', 'removed', 'digest']),
  from: z.string().nullable(),
  to: z.string().nullable(),
  places: z.array(z.object({ file: z.string(), line: z.number().optional(), column: z.number().optional() })),
  concerns: z.array(
    z.object({
      code: z.string().meta({ description: 'Stable code of the rule: `downgrade`, `excluded`, `locked`, `incompatible` …' }),
      level: z.enum(CONCERN_LEVELS),
      text: z.string(),
    }),
  ),
  upgrade: upgradeSchema.nullable().meta({ description: 'The step as `upgrade` would judge it; null where there is none to judge' }),
})

/** What `review --json` prints; apart from the types inside, and versioned. A key may be added within version 1; none is renamed or taken away. */
export const reviewSchema = z
  .object({
    schema: z.literal('pinwarden/review@1'),
    command: z.literal('review'),
    conclusion: z.enum(['success', 'failure', 'neutral']),
    title: z.string(),
    risk: z.enum(RISKS).nullable(),
    generated_at: z.iso.datetime(),
    repository: z.string().nullable(),
    pull_request: z.number().nullable(),
    base: z.object({ branch: z.string().nullable(), commit: z.string() }),
    merge_base: z.string(),
    head: z.object({ branch: z.string().nullable(), commit: z.string() }),
    registry: z.string().nullable(),
    moves: z.array(moveSchema),
    problems: z.array(problemSchema),
    settings: z.array(z.string()).meta({ description: 'Settings of the registry that the change alters, as paths of keys' }),
    notices: z.array(z.string()),
    posted: z
      .array(z.object({ what: z.string(), done: z.boolean(), note: z.string().optional() }))
      .meta({ description: 'What was written to the forge: check, status, comment, labels' }),
    statistics: z.object({ requests: z.number(), cache_hits: z.number() }),
  })
  .meta({ title: 'Pinwarden review', description: 'Output of `pinwarden review --json`' })

export type ReviewReport = z.infer<typeof reviewSchema>

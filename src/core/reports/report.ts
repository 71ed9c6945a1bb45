import * as z from 'zod'
import { RISKS } from '../model/component.ts'
import { BREAKING_KINDS, DECISIONS, VERDICTS } from '../model/finding.ts'
import { DISTANCES } from '../model/upgrade.ts'

/**
 * What `check`, `plan` and `upgrade` report, and what `--json` prints: one schema, versioned, apart from the types inside, so that
 * scripts do not break when the inside changes. A key may be added within version 1; none is renamed or taken away.
 */
const instant = z.iso.datetime().meta({ description: 'ISO 8601, UTC' })
const environment = z.string().nullable().meta({ description: 'Environment, or null for the component as written under `components:`' })

const reasonSchema = z.object({
  text: z.string(),
  check: z.string().optional().meta({ description: 'Safety check that the reason comes from' }),
})

const findingSchema = z.object({
  check: z.string().meta({ description: 'Id of the safety check' }),
  verdict: z.enum(VERDICTS),
  summary: z.string(),
  evidence: z.array(
    z.object({
      quote: z.string().meta({ description: 'Verbatim words of upstream' }),
      version: z.string().optional(),
      kind: z.enum(BREAKING_KINDS).optional(),
      why: z.string().optional().meta({ description: 'What the words were taken for' }),
      url: z.string().optional(),
    }),
  ),
})

const advisorySchema = z.object({
  id: z.string(),
  names: z.array(z.string()).meta({ description: 'CVE ids, else the id itself' }),
  severity: z.string(),
  url: z.string(),
  published_at: instant.optional(),
  due: instant.optional().meta({ description: 'Until when `upgrade_policies.security_sla` wants it fixed' }),
})

export const upgradeSchema = z.object({
  component: z.string(),
  environment,
  from: z.string(),
  to: z.string(),
  distance: z.enum(DISTANCES).meta({ description: 'How far the step goes, by the scheme’s own reading' }),
  lane: z.enum(['safe', 'major']),
  risk: z.enum(RISKS),
  risk_reasons: z.array(reasonSchema),
  decision: z.enum(DECISIONS),
  decision_reasons: z.array(reasonSchema),
  path: z
    .array(z.string())
    .optional()
    .meta({ description: 'All stops from the current version to the goal, where the step is only the next one' }),
  released_at: instant.optional(),
  url: z.string().optional(),
  fixes: z.array(advisorySchema).optional().meta({ description: 'Advisories that affect the current version and not the target' }),
  due: instant.optional().meta({ description: 'The first deadline of these, by `upgrade_policies.security_sla`' }),
  waived: z
    .object({ code: z.string(), reason: z.string() })
    .optional()
    .meta({ description: 'What would have held the target, were it not for the vulnerability that it fixes' }),
  findings: z.array(findingSchema),
})

export const componentSchema = z.object({
  component: z.string(),
  environment,
  strategy: z.string(),
  current: z.string().nullable(),
  current_from: z
    .string()
    .nullable()
    .meta({ description: '`override`, `pin`, `version` or `fallback_version`: which of them gave the current version' }),
  newest: z.string().nullable().meta({ description: 'Newest version upstream of the wanted kind, whether allowed or not' }),
  status: z.enum(['up-to-date', 'upgrade', 'held', 'unresolved', 'problem']),
  scheme: z.string().nullable().meta({ description: 'Versioning scheme in use' }),
  scheme_reason: z.string().nullable().meta({ description: 'Why this scheme: set, or what it was inferred from' }),
  source: z.string().nullable().meta({ description: '`datasource:package`' }),
  answered_by: z.string().nullable().meta({ description: 'Step of the fallback order that answered' }),
  notices: z.array(z.string()),
  open_advisories: z
    .array(advisorySchema)
    .optional()
    .meta({ description: 'Advisories that affect the current version; absent where none is known or nobody looked' }),
  fixed_in: z
    .string()
    .optional()
    .meta({ description: 'The smallest later version known to fix some of these, whether it may be taken or not' }),
})

export const proposalSchema = z.object({
  id: z.string(),
  number: z.number().nullable(),
  url: z.string().nullable(),
  branch: z.string(),
  title: z.string(),
  action: z.enum(['planned', 'opened', 'refreshed', 'edited', 'merged', 'unchanged', 'closed', 'left', 'waiting', 'failed']).meta({
    description: '`planned` in a dry run; `left`: a person pushed to the branch or closed it; `waiting`: a limit of the policy is reached',
  }),
  note: z.string().optional(),
  risk: z.enum(RISKS),
  decision: z.enum(DECISIONS),
  components: z.array(z.object({ component: z.string(), environment, from: z.string(), to: z.string() })),
  labels: z.array(z.string()),
  files: z.array(z.string()),
})

export const heldSchema = z.object({
  component: z.string(),
  environment,
  version: z.string(),
  decision: z.enum(['hold', 'reject']),
  code: z.string().meta({ description: 'Stable code of the rule' }),
  reason: z.string(),
  until: instant.optional(),
  frees: z.string().optional().meta({ description: 'What would free it' }),
})

export const problemSchema = z.object({
  code: z.string(),
  severity: z.enum(['error', 'warning']),
  message: z.string(),
  file: z.string().optional(),
  line: z.number().optional(),
  column: z.number().optional(),
  path: z.string().optional().meta({ description: 'Path inside the registry, such as `components.redis.strategy`' }),
  help: z.string().optional(),
  url: z.string().optional(),
})

export const statisticsSchema = z.object({
  requests: z.number().meta({ description: 'Requests sent to upstreams' }),
  cache_hits: z.number().meta({ description: 'Answers taken from the cache without asking' }),
  batched: z.number().meta({ description: 'Questions answered together with another, in one request' }),
  revalidated: z.number().meta({ description: 'Answers confirmed by a 304, which costs no rate limit' }),
  stale: z.number().meta({ description: 'Old answers used because upstream failed' }),
})

export const reportSchema = z
  .object({
    schema: z.literal('pinwarden/report@1'),
    command: z.enum(['check', 'plan', 'upgrade']),
    result: z
      .enum(['ok', 'findings', 'failed'])
      .meta({ description: '`failed`: something could not be done; see `unresolved`, `problems` and failed proposals' }),
    generated_at: instant,
    repository: z.string().nullable(),
    base: z.object({ branch: z.string(), commit: z.string() }).nullable(),
    registry: z.string(),
    skipped_checks: z
      .object({ checks: z.array(z.string()), reason: z.string() })
      .optional()
      .meta({ description: 'Safety checks that were not made by request, and why' }),
    components: z.array(componentSchema),
    upgrades: z.array(upgradeSchema),
    proposals: z.array(proposalSchema),
    held: z.array(heldSchema),
    unresolved: z.array(
      z.object({
        component: z.string(),
        environment,
        cause: z.object({ code: z.string(), message: z.string(), retry_at: instant.optional() }),
      }),
    ),
    problems: z.array(problemSchema),
    statistics: statisticsSchema,
  })
  .meta({ title: 'Pinwarden report', description: 'Output of `pinwarden check|plan|upgrade --json`' })

export type Report = z.infer<typeof reportSchema>

export const lintSchema = z
  .object({
    schema: z.literal('pinwarden/lint@1'),
    command: z.literal('lint'),
    result: z.enum(['ok', 'findings']),
    registry: z.string().nullable(),
    components: z.number(),
    pins: z.number(),
    problems: z.array(problemSchema),
  })
  .meta({ title: 'Pinwarden lint report', description: 'Output of `pinwarden lint --json`' })

export type LintReport = z.infer<typeof lintSchema>

import { z } from 'zod'

const date = z.string()
const role = z.enum(['admin', 'maintain', 'write', 'triage', 'read', 'none'])
const level = z.enum(['read', 'write', 'admin'])
const file = z.union([
  z.string(),
  z.strictObject({ text: z.string(), mode: z.enum(['100644', '100755', '120000']).optional(), base64: z.boolean().optional() }),
])
const files = z.record(z.string(), file)

const commit = z.strictObject({
  message: z.string(),
  /** Paths to write; null removes one. */
  files: z.record(z.string(), file.nullable()).default({}),
  author: z.string().optional(),
  date: date.optional(),
  tag: z.string().optional(),
})

const asset = z.strictObject({
  name: z.string(),
  size: z.number().optional(),
  contentType: z.string().optional(),
  digest: z.string().optional(),
  text: z.string().optional(),
})

const release = z.strictObject({
  tag: z.string(),
  name: z.string().nullable().optional(),
  body: z.string().nullable().optional(),
  publishedAt: date.nullable().optional(),
  createdAt: date.optional(),
  isPrerelease: z.boolean().default(false),
  isDraft: z.boolean().default(false),
  isImmutable: z.boolean().default(false),
  isLatest: z.boolean().optional(),
  author: z.string().optional(),
  assets: z.array(z.union([z.string(), asset])).default([]),
})

const tag = z.strictObject({
  name: z.string(),
  commit: z.string().optional(),
  date: date.optional(),
  annotated: z.boolean().optional(),
  message: z.string().optional(),
  files: z.record(z.string(), z.string()).optional(),
})

const label = z.strictObject({ name: z.string(), color: z.string().default('ededed'), description: z.string().nullable().default(null) })

const protection = z.strictObject({
  requiredChecks: z.array(z.string()).default([]),
  requiredApprovals: z.number().default(0),
  pullRequestsOnly: z.boolean().default(true),
  bypass: z.array(z.string()).default([]),
  /** A ruleset instead of classic branch protection: they are asked for at different addresses. */
  ruleset: z.boolean().default(false),
})

const settings = z.strictObject({
  autoMerge: z.boolean().default(false),
  squash: z.boolean().default(true),
  merge: z.boolean().default(true),
  rebase: z.boolean().default(true),
  deleteBranchOnMerge: z.boolean().default(false),
  actionsCreatePulls: z.boolean().default(true),
  issues: z.boolean().default(true),
  immutableReleases: z.boolean().default(false),
  /** Whether the plan has drafts of pull requests. */
  drafts: z.boolean().default(true),
  /** How a merge queue merges what stands in it; null: there is none. */
  mergeQueue: z.enum(['MERGE', 'SQUASH', 'REBASE']).nullable().default(null),
})

/** A ruleset on all branches whose name begins so. */
const rule = z.strictObject({
  prefix: z.string(),
  restrictCreation: z.boolean().default(false),
  requireSignatures: z.boolean().default(false),
})

/** A repository of our own: real git behind it. `files` is its first commit, `commits` those after it, `branches` grow out of the last one. */
const repository = z.strictObject({
  nameWithOwner: z.string(),
  description: z.string().nullable().default(null),
  private: z.boolean().default(false),
  archived: z.boolean().default(false),
  defaultBranch: z.string().default('main'),
  files: files.default({}),
  commits: z.array(commit).default([]),
  branches: z
    .record(
      z.string(),
      z.strictObject({
        files: z.record(z.string(), file.nullable()).default({}),
        message: z.string().optional(),
        author: z.string().optional(),
      }),
    )
    .default({}),
  /** An existing repository on disk (bare or not) to copy instead of `files` and `commits`. */
  from: z.string().optional(),
  collaborators: z.record(z.string(), role).default({}),
  labels: z.array(label).default([]),
  issues: z
    .array(
      z.strictObject({
        title: z.string(),
        body: z.string().default(''),
        author: z.string().optional(),
        labels: z.array(z.string()).default([]),
      }),
    )
    .default([]),
  pulls: z
    .array(
      z.strictObject({
        title: z.string(),
        head: z.string(),
        base: z.string().optional(),
        body: z.string().default(''),
        author: z.string().optional(),
        draft: z.boolean().default(false),
        labels: z.array(z.string()).default([]),
      }),
    )
    .default([]),
  releases: z.array(release).default([]),
  protections: z.record(z.string(), protection).default({}),
  settings: settings.prefault({}),
  milestones: z.array(z.string()).default([]),
  rules: z.array(rule).default([]),
  /** Dependabot's alerts, as GitHub describes them; null: they are turned off. */
  alerts: z
    .array(z.looseObject({ number: z.number(), state: z.string() }))
    .nullable()
    .default(null),
  /** Names that it had before. */
  formerNames: z.array(z.string()).default([]),
})

/** A repository of somebody else, known only by what it publishes. */
const upstream = z.strictObject({
  nameWithOwner: z.string(),
  description: z.string().nullable().default(null),
  archived: z.boolean().default(false),
  private: z.boolean().default(false),
  defaultBranch: z.string().default('main'),
  stars: z.number().default(0),
  releases: z.array(release).default([]),
  tags: z.array(tag).default([]),
  files: z.record(z.string(), z.string()).default({}),
})

const image = z.strictObject({
  /** `library/redis`; the first part may be a host, which is then ignored. */
  name: z.string(),
  tags: z.array(
    z.strictObject({
      name: z.string(),
      digest: z.string().optional(),
      /** `linux/amd64`, `linux/arm64/v8`; `unknown/unknown` entries are attestations. */
      platforms: z.array(z.string()).default(['linux/amd64', 'linux/arm64']),
      created: date.optional(),
      labels: z.record(z.string(), z.string()).default({}),
    }),
  ),
})

export const worldSchema = z.strictObject({
  /** Time at start; it then moves one second with each write. Absent: the real clock. */
  now: date.optional(),
  users: z
    .array(
      z.strictObject({
        login: z.string(),
        type: z.enum(['User', 'Bot', 'Organization']).default('User'),
        name: z.string().nullable().default(null),
        email: z.string().nullable().default(null),
      }),
    )
    .default([]),
  tokens: z
    .array(
      z.strictObject({
        token: z.string(),
        login: z.string().optional(),
        kind: z.enum(['actions', 'installation', 'pat', 'fine-grained']).default('pat'),
        permissions: z.union([z.record(z.string(), level), z.literal('all')]).default('all'),
        repositories: z.array(z.string()).optional(),
        limits: z.strictObject({ core: z.number().optional(), graphql: z.number().optional() }).default({}),
      }),
    )
    .default([]),
  /** Members of an organisation's teams: `{'acme/platform': ['alice']}`. */
  teams: z.record(z.string(), z.array(z.string())).default({}),
  /** A GitHub App that signs in with a JWT of its own; `publicKey` (PEM) makes its signature count. */
  app: z
    .strictObject({
      id: z.number(),
      slug: z.string().default('pinwarden'),
      permissions: z.record(z.string(), level).optional(),
      publicKey: z.string().optional(),
    })
    .optional(),
  repositories: z.array(repository).default([]),
  upstreams: z.array(upstream).default([]),
  images: z.array(image).default([]),
  /** Records in the OSV format, as its API answers from them. */
  advisories: z.array(z.unknown()).default([]),
  registry: z.strictObject({ pageSize: z.number().default(100), anonymous: z.boolean().default(true) }).prefault({}),
})

/** What the double begins with, as written by a test or in a JSON file: all but names may be left out. */
export type World = z.input<typeof worldSchema>
export type ParsedWorld = z.output<typeof worldSchema>
export type RepositoryWorld = ParsedWorld['repositories'][number]
export type UpstreamWorld = ParsedWorld['upstreams'][number]
export type ReleaseWorld = z.output<typeof release>
export type ImageWorld = ParsedWorld['images'][number]
export type WorldFile = z.output<typeof file>

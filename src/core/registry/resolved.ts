import type { AdvisorySourceId } from '../model/advisory-answer.ts'
import type { Category, CurrentFrom, Pin, Risk, Scope, Source, StrategyId } from '../model/component.ts'
import type { BreakingKind } from '../model/finding.ts'
import type { Duration, Instant } from '../model/instant.ts'
import type { Place } from '../model/problems.ts'

/** A name in advisory databases as it is written: a package URL, or an ecosystem with a name in it. */
export interface AdvisoryName {
  purl?: string | undefined
  ecosystem?: string | undefined
  package?: string | undefined
}

/** A version or range that must not be proposed (`upgrade_policies.excluded_versions`). Exactly one of `version` and `range`. */
export interface Exclusion {
  version?: string
  range?: string
  reason: string
  issueUrl?: string
  until?: Instant
  /** Set where a rollback put it here: the version that it went back to. */
  rolledBackTo?: string
  at?: Place
}

/** An entry of the registry's own `breaking_changes`. */
export interface KnownBreakingChange {
  fromVersion?: string
  toVersion: string
  changeType?: string
  kind?: BreakingKind
  description: string
  migrationGuide?: string
  severity?: 'low' | 'medium' | 'high' | 'critical'
  at?: Place
}

/** A rule `component@versions requires other@range`, from `compatible_with` or `compatibility`. */
export interface CompatibilityRule {
  component: string
  /** Versions of `component` for which the rule holds; absent: all. */
  versions?: string
  requires: Readonly<Record<string, string>>
  level?: 'compatible' | 'breaking' | 'deprecated' | 'unknown'
  reason?: string
  at?: Place
}

/** Where the registry itself writes the version of a component: a path of keys into `versions.yaml`. */
export type RegistryPath = readonly string[]

/**
 * A component in one scope, after the merge global < component < environment < target.
 * Everything that later stages need, nothing that they must look up in the file.
 */
export interface ResolvedComponent {
  name: string
  scope: Scope
  /** `version` as merged, if any, and the key path of the scalar that gave it. */
  version?: { value: string; from: Extract<CurrentFrom, 'override' | 'version'>; path: RegistryPath; at?: Place }
  fallbackVersion?: string
  minimumVersion?: string
  strategy: StrategyId
  versionRange?: string
  /** Lines that count as long-term support where no end-of-life data says so, e.g. `["20", "22"]`. */
  ltsLines: readonly string[]
  /** Null where the component names neither `source` nor `github_repo`: it is reported, never discovered. */
  source: Source | null
  /** Scheme set by the user; absent: the datasource's default, or inferred. */
  versioning?: string
  kind?: string
  category: Category
  why?: string
  owner?: string
  /** Names that it had before; of a track, those of the component. */
  aliases?: readonly string[]
  knownIssues: readonly string[]
  constraints: {
    architecture: readonly string[]
    excludePrereleases: boolean
    /** RE2 source. */
    versionPattern?: string
    tagPrefix?: string
  }
  /** Names in advisory databases where the registry says them; `false`: there are none. */
  advisories?: false | readonly AdvisoryName[]
  compatibleWith: Readonly<Record<string, string>>
  excluded: readonly Exclusion[]
  minimumReleaseAge: Duration
  upgrade: {
    autoUpgradeEnabled: boolean
    allowedRiskLevels: readonly Risk[]
    requireManualApprovalForMajor: boolean
    syncVersionWith?: string
    allowedVersionDrift?: string
    path: 'direct' | 'each_minor' | 'each_major'
    requiredStops: readonly string[]
    /** Stay this many lines (major, minor) or releases of the own line (patch) behind the newest that is eligible. Absent: none. */
    lag?: { major?: number; minor?: number; patch?: number }
    /** Minimum release age per level of the step, above `minimumReleaseAge`. */
    minimumReleaseAge?: { major?: Duration; minor?: Duration; patch?: Duration }
    /** Majors that a release may be ahead of the one before it without further evidence; absent: 10. */
    maxJump?: number
  }
  lifecycle?: {
    status?: string
    introduced?: string
    deprecatedOn?: string
    retiresOn?: string
    migrationGuide?: string
    /** Product of endoflife.date; `false`: none is asked for. */
    endoflife?: string | false
  }
  /** Migrations of data that come with versions. */
  migrations?: { directory?: string; pattern?: string; reversible?: boolean; irreversibleVersions: readonly string[] }
  download?: {
    archivePattern?: string
    checksumFile?: string
    /** Whether files are signed, or the name of the signature. */
    gpgSignature?: boolean | string
    /** Paths in the repository, or armoured keys. */
    gpgKeys?: readonly string[]
    [key: string]: unknown
  }
  install?: Readonly<Record<string, unknown>>
  breakingChanges: readonly KnownBreakingChange[]
  pins: readonly Pin[]
  /** Set where this is one of several versions that live side by side; its `name` is then `component@track`. */
  track?: { component: string; name: string }
  /** Set where the scope has neither a version nor pins of its own for the component: it moves with the scope it takes them from. */
  inherited?: true
  /** Where the component is declared. */
  at?: Place
}

/** Signals that are looked at after a merge (`safety.rollback.watch`). Times in milliseconds. */
export interface WatchPolicy {
  window: Duration
  /** A failure older than this is reported and not acted on. */
  freshness: Duration
  /** Null: those that the base branch requires. */
  checks: readonly string[] | null
  /** Names or files. */
  workflows: readonly string[]
  deployments: boolean
  /** On the forge; absent: as in the registry. */
  deploymentEnvironment?: string
  flaky: readonly string[]
  probe?: { url: string; status: readonly number[]; timeout: Duration; interval: Duration; failures: number }
  prometheus?: {
    url: string
    /** Name of an environment variable. */
    tokenEnv?: string
    queries: readonly { name: 'error rate' | 'response time'; query: string; threshold: number }[]
    interval: Duration
    failures: number
  }
}

/** `safety.rollback`. */
export interface RollbackPolicy {
  /** Whether a bad upgrade is taken back without a person asking for it. */
  automatic: boolean
  retentionCount: number
  retentionDays: number
  maxSizeMb: number
  respectWindows: boolean
  /** Where an automatic rollback is merged without a person. */
  merge: 'never' | 'non_production' | 'always'
  watch: WatchPolicy
}

/** How the audit trail is kept, the same for all environments. */
export interface LedgerPolicy {
  enabled: boolean
  branch: string
  /** The query database. `path` as written, from the repository. */
  stateDb: { path?: string; backupEnabled: boolean; backupRetentionDays: number }
}

/** What holds for all components of a scope. */
export interface Policy {
  offline: boolean
  githubApi: {
    enabled: boolean
    timeout: Duration
    cacheTtl: Duration
    rateLimitThreshold: number /** Name of an environment variable. */
    tokenEnv?: string
  }
  cache: { enabled: boolean; directory?: string; ttl: Duration; maxAge: Duration }
  safety: {
    compatibilityCheck: boolean
    breakingChangeDetection: boolean
    securityAdvisoryCheck: boolean
    advisorySource: AdvisorySourceId
    /** Folder of the repository, for the source `directory`. */
    advisoryDirectory: string
    /** Whether the forge's own alerts count beside that source. */
    dependabotAlerts: boolean
    requireChecksumVerification: boolean
    autoUpgrade: { enabled: boolean; allowedRiskLevels: readonly Risk[]; excludeComponents: readonly string[] }
  }
  rollback: RollbackPolicy
  /** `datasources.<id>`: `tokenEnv` names an environment variable, never holds a token. */
  datasources: Readonly<Record<string, { url?: string; tokenEnv?: string; concurrency?: number }>>
  compatibility: readonly CompatibilityRule[]
  ledger: LedgerPolicy
  /** Time in which a vulnerability of this severity must be fixed, from its publication (`upgrade_policies.security_sla`). Absent: none. */
  securitySla?: { critical?: Duration; high?: Duration; medium?: Duration; low?: Duration }
}

/** One environment (or the base), ready for resolution. Components in order of name, whatever the order of the file. */
export interface ResolvedScope {
  scope: Scope
  policy: Policy
  components: readonly ResolvedComponent[]
}

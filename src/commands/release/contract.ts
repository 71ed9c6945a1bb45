import type { Actor } from '../../core/model/ledger.ts'
import type { LedgerPolicy } from '../../core/registry/resolved.ts'
import type { StoredPlan } from '../../core/release/publication/stored-plan.ts'
import type { ReleaseSettings } from '../../core/release/settings.ts'
import type { AssetFiles } from '../../ports/asset-files.ts'
import type { Clock } from '../../ports/clock.ts'
import type { Forge, ForgeProposal, ForgeState } from '../../ports/forge.ts'
import type { History } from '../../ports/history.ts'
import type { Ledger } from '../../ports/ledger.ts'
import type { Log } from '../../ports/log.ts'
import type { ReleaseNotes } from '../../ports/release-notes.ts'
import type { Releases } from '../../ports/releases.ts'
import type { Counted } from '../next-release.ts'

/** What a release reads and writes: a repository with its history, and the forge where there is one. */
export interface ReleasePorts {
  clock: Clock
  log: Log
  forge(): Promise<Forge>
  /** Commits and tags as seen from the head of the branch that is released from. */
  history(base: { branch: string; commit: string }): History
  releases: Releases
  /** Loaded when first asked for. */
  notes(): Promise<ReleaseNotes>
  assets: AssetFiles
  /** Absent: none is kept. */
  ledger?(policy?: Pick<LedgerPolicy, 'enabled' | 'branch'>): Promise<Ledger>
  actor: Actor
}

/** What the user asked for. */
export interface ReleaseRequest {
  /** File named by the user. */
  registry?: string
  /** A package of a monorepo; absent: the repository as a whole. */
  package?: string
  /** Above the registry's. */
  mode?: 'pr' | 'direct'
  prerelease?: string
  as?: string
  dryRun: boolean
}

/** What a run found before it did anything. */
export interface Ground {
  ports: ReleasePorts
  forge: Forge
  base: { branch: string; commit: string }
  settings: ReleaseSettings
  counted: Counted
  /** Branch of the pull request that this is about. */
  branch: string
  state: ForgeState
  /** Sentences for people, added to on the way. */
  notices: string[]
}

export interface ReleaseContext extends Ground {
  request: ReleaseRequest
  mode: 'pr' | 'direct'
}

/** A release whose commit is on the branch. */
export interface BegunRelease {
  plan: StoredPlan
  commit: string
  /** The merged pull request that carries the plan. */
  proposal: ForgeProposal | null
}

/** One thing that a run did, or would do. */
export interface DoneStep {
  step: 'plan' | 'propose' | 'commit' | 'tag' | 'draft' | 'assets' | 'publish' | 'announce' | 'banner'
  state: 'done' | 'already' | 'planned' | 'left'
  /** One phrase. */
  detail: string
}

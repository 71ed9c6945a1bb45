import type { SkippedChecks } from '../core/model/finding.ts'
import type { Actor } from '../core/model/ledger.ts'
import type { LedgerPolicy, Policy } from '../core/registry/resolved.ts'
import type { DatasourceIo } from '../datasources/contract.ts'
import type { Alerts } from '../ports/alerts.ts'
import type { AttestationVerifier } from '../ports/attestations.ts'
import type { Clock } from '../ports/clock.ts'
import type { Forge } from '../ports/forge.ts'
import type { Issues } from '../ports/issues.ts'
import type { Ledger } from '../ports/ledger.ts'
import type { Log } from '../ports/log.ts'
import type { Outcomes } from '../ports/outcomes.ts'
import type { Readings } from '../ports/readings.ts'
import type { Reviews, Verdicts } from '../ports/reviews.ts'
import type { Seen } from '../ports/seen.ts'
import type { Signals } from '../ports/signals.ts'
import type { SignatureVerifier } from '../ports/signatures.ts'
import type { Workspace } from '../ports/workspace.ts'
import type { Recording } from './recording.ts'

/** What the network cost a run. */
export interface Statistics {
  requests: number
  cacheHits: number
  /** Questions answered together with another in one request. Absent: not counted. */
  batched?: number
  revalidated: number
  stale: number
}

/** The way to upstreams, opened once the registry has said how. */
export interface Connection {
  io: DatasourceIo
  /** What tags held in earlier runs. Absent: nothing is kept from run to run. */
  seen?: Seen
  /** Absent: attestations are not looked at. */
  attestations?: AttestationVerifier
  /** Absent: signatures cannot be verified. */
  signatures?: SignatureVerifier
  statistics(): Statistics
  close(): void
}

/** Everything outside. A face puts it together; commands know no process, no token and no terminal. */
export interface Ports {
  clock: Clock
  log: Log
  /** Where proposals go. Opened only by commands that need it. */
  forge(): Promise<Forge>
  /**
   * The audit trail, the same one through the run. Without a policy, where the registry that was connected with keeps it; before any, by
   * default on `pinwarden-ledger`. One that the registry turned off is empty and takes nothing in. Absent: none is kept.
   */
  ledger?(policy?: Pick<LedgerPolicy, 'enabled' | 'branch'>): Promise<Ledger>
  /** Changes of anybody, to judge them. Absent: there is no history to compare in. */
  reviews?(): Promise<Reviews>
  /** Where verdicts on commits go. Absent: the repository is on no forge. */
  verdicts?(): Promise<Verdicts>
  /** Conversations on issues and pull requests. Absent: the repository is on no forge. */
  issues?(): Promise<Issues>
  /** What the forge says is vulnerable here. Absent: the repository is on no forge. */
  alerts?(): Promise<Alerts>
  /** What became of our proposals. Absent: nobody can say. */
  outcomes?(): Promise<Outcomes>
  /** The health of merged commits. Absent: the repository is on no forge. */
  signals?(): Promise<Signals>
  /** Who runs this, for the ledger. Absent: Pinwarden itself. */
  actor?: Actor
  /** The files to read: the working tree for people at work, the base commit for whatever makes proposals. */
  files(
    purpose: 'look' | 'propose',
  ): Promise<{ workspace: Workspace; repository: string | null; base: { branch: string; commit: string } | null }>
  /** @throws ProblemError for an address or a token setting that is refused */
  connect(policy: Policy): Connection
  /** Called once the registry is read and before anything is asked or decided: what people ticked on the dashboard is done here. */
  prepare?(recording: Recording): Promise<void>
  /** Called with everything that was read, where the user asked for a recording. */
  record?(recording: Recording): Promise<void>
  /** What earlier runs read out of the same texts. Absent: nothing is kept. */
  readings?: Readings
  /** Stands in for everything that would be read. */
  replay?: Recording
}

/** What the user asked for, common to all commands that read a registry. */
export interface Request {
  /** File named by the user. */
  registry?: string
  /** Name, or `base`; absent: the base and all that environments pin by themselves. */
  environment?: string
  /** Names or globs; empty: all. */
  components: readonly string[]
  offline: boolean
  dryRun?: boolean
  /** Checks that are not to be made. */
  skipped?: SkippedChecks
}

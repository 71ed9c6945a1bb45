import type { Instant } from './instant.ts'

/** One run of a check on a commit. Running it again makes another of the same name. */
export interface CheckReading {
  id: number
  name: string
  /** `completed`, or what comes before. */
  status: string
  conclusion: string | null
  url: string | null
  completedAt: Instant | null
  /** Belongs to a workflow run of the same suite. */
  suite: number
}

/** A run of a workflow on a commit: its last attempt. */
export interface WorkflowReading {
  id: number
  name: string
  /** `.github/workflows/deploy.yml`. */
  file: string
  status: string
  conclusion: string | null
  attempt: number
  url: string
  updatedAt: Instant
  suite: number | null
}

export interface StatusReading {
  name: string
  /** `success`, `failure`, `error`, `pending`. */
  state: string
  url: string | null
  at: Instant
}

export interface DeploymentReading {
  commit: string
  /** `success`, `failure`, `error`, `inactive`, `pending`, `queued`, `in_progress`; `pending` before any status. */
  state: string
  url: string | null
  at: Instant
}

/** What a commit is said to do, newest of each name last. */
export interface CommitReadings {
  checks: readonly CheckReading[]
  statuses: readonly StatusReading[]
  runs: readonly WorkflowReading[]
}

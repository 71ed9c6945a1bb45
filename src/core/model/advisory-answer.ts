import type { AnswerOrigin, Cause } from './release.ts'

/** Where advisories are looked up. */
export const ADVISORY_SOURCES = ['osv', 'github', 'directory'] as const
export type AdvisorySourceId = (typeof ADVISORY_SOURCES)[number]

/** An alert that the forge raised, and keeps open until the dependency moves. */
export interface DependencyAlert {
  number: number
  /** A page for people. */
  url: string
  /** Of its vulnerability: `GHSA-…`, `CVE-…`. */
  ids: readonly string[]
}

/** What a source knows of the packages that a component is known as, or why it could not be asked. */
export type AdvisoryAnswer =
  | {
      ok: true
      /** Records in the OSV format, as JSON; hostile text inside. */
      records: readonly unknown[]
      origin: AnswerOrigin
      /** Versions that were asked for, as advisories write them. Absent: whatever is looked for. */
      asked?: readonly string[]
      /** What a reader should know: `3 records could not be read`. */
      notices?: readonly string[]
      /** Alerts of the forge that are open for these packages. */
      alerts?: readonly DependencyAlert[]
    }
  | { ok: false; cause: Cause }

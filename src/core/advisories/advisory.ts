import type { Instant } from '../model/instant.ts'
import type { Severity } from './severity.ts'

/** What is asked: is this version of this package affected? */
export interface AdvisoryQuery {
  /** As OSV names it, with its release where it has one: `npm`, `Alpine:v3.20`. */
  ecosystem: string
  package: string
  version: string
}

/** One vulnerability that affects a version, all its records and aliases folded into one. */
export interface Advisory {
  /** The best known id of the records that hit. */
  id: string
  /** Every id of the vulnerability, the best known first; CVE ids among them. */
  ids: readonly string[]
  /** The highest of the records that hit. */
  severity: Severity
  /** One line of upstream's own text; empty where the record has none. */
  summary: string
  /** A page for people. */
  url: string
  /** When the first of the records that hit was published. Absent where none says. */
  published?: Instant
}

/** What the records say of one version. */
export type Verdict =
  | { ok: true; advisories: readonly Advisory[] }
  /** There are ranges for the package, and the version cannot be placed in their order. What the lists name is given all the same. */
  | { ok: false; reason: string; advisories: readonly Advisory[] }

/** The CVE ids of a vulnerability, as a CHANGELOG names it; its own id where it has none. */
export function publicIds({ id, ids }: Pick<Advisory, 'id' | 'ids'>): string[] {
  const cves = ids.filter((one) => one.startsWith('CVE-'))
  return cves.length === 0 ? [id] : cves
}

/** The page of the database that an id belongs to. */
export function advisoryUrl(id: string): string {
  const safe = encodeURIComponent(id)
  return id.startsWith('GHSA-') ? `https://github.com/advisories/${safe}` : `https://osv.dev/vulnerability/${safe}`
}

/** One name for a vulnerability, whichever of its records hit: the first of its CVE ids, else of all its ids. */
export function groupName({ ids }: Pick<Advisory, 'ids'>): string {
  const cves = ids.filter((one) => one.startsWith('CVE-'))
  return (cves.length === 0 ? ids : cves).toSorted()[0] ?? ''
}

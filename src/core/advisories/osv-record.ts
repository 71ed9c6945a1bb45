import * as z from 'zod'
import type { Rated } from './severity.ts'

/** An advisory in the Open Source Vulnerability format (https://ossf.github.io/osv-schema/), with what evaluation needs. */
export interface OsvRecord extends Rated {
  id: string
  aliases: readonly string[]
  /** As written; of two records with one id, the one modified later holds. Empty where not said. */
  modified: string
  published: string
  withdrawn: boolean
  /** One line; empty where the record has none. */
  summary: string
  affected: readonly OsvAffected[]
}

/** Which versions of one package are affected. */
export interface OsvAffected extends Rated {
  /** With its release, where it has one: `Debian:12`. `GIT` where only a repository is named, which is then the package. */
  ecosystem: string
  package: string
  ranges: readonly OsvRange[]
  versions: readonly string[]
}

/** Ranges over commits say nothing about a version number and are left out. */
export interface OsvRange {
  type: 'SEMVER' | 'ECOSYSTEM'
  events: readonly OsvEvent[]
}

export interface OsvEvent {
  kind: 'introduced' | 'fixed' | 'last_affected' | 'limit'
  version: string
}

const text = z.string()
/** As databases write them: `GHSA-…`, `RHSA-2024:1234`. Ids stand in titles and addresses, so nothing else gets in. */
const ID = /^[A-Za-z0-9][\w.:-]{0,99}$/
const version = z.union([z.string(), z.number().transform(String)])
const list = <T extends z.ZodType>(item: T) =>
  z
    .array(item)
    .nullish()
    .transform((found) => found ?? [])

const rating = z.object({ type: text, score: version })
/** Odd ratings must not lose the record; whoever reads it finds them missing and asks the next source. */
const ratings = z
  .array(z.unknown())
  .nullish()
  .catch(null)
  .transform((found) => (found ?? []).flatMap((one) => rating.safeParse(one).data ?? []))
/** Databases put anything here; only the word for the severity is of interest. */
const specific = z
  .object({ severity: text.nullish().catch(null) })
  .nullish()
  .catch(null)

const event = z.object({
  introduced: version.nullish(),
  fixed: version.nullish(),
  last_affected: version.nullish(),
  limit: version.nullish(),
})
const range = z.object({ type: text, repo: text.nullish(), events: list(event) })
const affected = z.object({
  package: z.object({ ecosystem: text, name: text }).nullish(),
  ranges: list(range),
  versions: list(version),
  severity: ratings,
  database_specific: specific,
  ecosystem_specific: specific,
})

export const osvSchema = z.object({
  id: text.regex(ID),
  modified: text.nullish().catch(null),
  published: text.nullish().catch(null),
  withdrawn: text.nullish(),
  aliases: list(text).transform((ids) => ids.filter((id) => ID.test(id))),
  summary: text.nullish().catch(null),
  details: text.nullish().catch(null),
  severity: ratings,
  database_specific: specific,
  affected: list(affected),
})

export type ReadRecord = { ok: true; record: OsvRecord } | { ok: false; reason: string }

/**
 * Reads one record. Whatever is odd where it does not matter is left out; where it decides what is affected, the record is refused, for
 * half of it would let versions pass that are not safe. Never throws.
 */
export function readOsvRecord(json: unknown): ReadRecord {
  const parsed = osvSchema.safeParse(json)
  if (!parsed.success) {
    const issue = parsed.error.issues[0]
    return { ok: false, reason: `no OSV record: ${issue?.path.join('.') || 'the whole'}: ${issue?.message ?? 'unknown form'}` }
  }
  const { id, aliases, modified, published, withdrawn, summary, details, severity, database_specific: own } = parsed.data
  return {
    ok: true,
    record: {
      id,
      aliases,
      modified: modified ?? '',
      published: published ?? '',
      withdrawn: withdrawn != null && withdrawn !== '',
      summary: oneLine(summary || details || ''),
      ratings: severity,
      label: own?.severity ?? null,
      affected: parsed.data.affected.flatMap(toAffected),
    },
  }
}

/**
 * A record with the parts that evaluation reads, in the OSV format, and of what it affects only the packages that matter: small enough to
 * be kept with a decision. Null where {@link readOsvRecord} refuses it.
 */
export function compactOsv(json: unknown, matters: (ecosystem: string, name: string) => boolean): unknown {
  const parsed = osvSchema.safeParse(json)
  if (!parsed.success) return null
  const { details, ...rest } = parsed.data
  const affected = rest.affected.filter((entry) => entry.package == null || matters(entry.package.ecosystem, entry.package.name))
  return { ...rest, affected, summary: oneLine(rest.summary || details || '') }
}

/** An entry that names neither a package nor a repository affects nothing that could be asked for. */
function toAffected(entry: z.infer<typeof affected>): OsvAffected[] {
  const repository = entry.ranges.find(({ type, repo }) => type === 'GIT' && repo != null)?.repo
  const named = entry.package ?? (repository == null ? null : { ecosystem: 'GIT', name: repository })
  if (named === null) return []
  return [
    {
      ecosystem: named.ecosystem,
      package: named.name,
      ranges: entry.ranges.flatMap(toRange),
      versions: entry.versions,
      ratings: entry.severity,
      label: entry.ecosystem_specific?.severity ?? entry.database_specific?.severity ?? null,
    },
  ]
}

function toRange({ type, events }: z.infer<typeof range>): OsvRange[] {
  return type === 'SEMVER' || type === 'ECOSYSTEM' ? [{ type, events: events.flatMap(toEvents) }] : []
}

/** The format allows one kind an event; of several each counts. */
function toEvents(written: z.infer<typeof event>): OsvEvent[] {
  const kinds = ['introduced', 'fixed', 'last_affected', 'limit'] as const
  return kinds.flatMap((kind) => (written[kind] == null ? [] : [{ kind, version: written[kind] }]))
}

const MAX_SUMMARY = 300

function oneLine(words: string): string {
  const line = words.slice(0, 2000).trim().split('\n', 1)[0]?.trim() ?? ''
  return line.length > MAX_SUMMARY ? `${line.slice(0, MAX_SUMMARY - 1)}…` : line
}

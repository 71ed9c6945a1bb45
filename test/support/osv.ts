import { readdirSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { type AdvisoryIndex, indexRecords } from '../../src/core/advisories/advisory-index.ts'
import type { OsvRecord } from '../../src/core/advisories/osv-record.ts'
import { readOsvFile } from '../../src/core/advisories/read-file.ts'

/** Real records; see `fixtures/advisories/SOURCES.md`. */
export const OSV_FIXTURES = resolve(import.meta.dirname, '../../fixtures/advisories/osv')

/** A record that affects `left-pad` of npm below 1.2.3. */
export function aRecord(more: Partial<OsvRecord> = {}): OsvRecord {
  return {
    id: 'GHSA-aaaa-bbbb-cccc',
    aliases: [],
    modified: '2026-01-01T00:00:00Z',
    published: '2026-01-01T00:00:00Z',
    withdrawn: false,
    summary: 'Pads too far',
    ratings: [],
    label: null,
    affected: [anAffected()],
    ...more,
  }
}

type Affected = OsvRecord['affected'][number]
const KINDS = ['introduced', 'fixed', 'last_affected', 'limit'] as const
type Kind = (typeof KINDS)[number]

/** `events` in the order of the format: `[{ introduced: '0' }, { fixed: '1.2.3' }]`. */
export function anAffected(
  more: Partial<Affected> = {},
  events: readonly Partial<Record<Kind, string>>[] = [{ introduced: '0' }, { fixed: '1.2.3' }],
): Affected {
  const read = events.flatMap((event) => KINDS.flatMap((kind) => (event[kind] === undefined ? [] : [{ kind, version: event[kind] }])))
  return {
    ecosystem: 'npm',
    package: 'left-pad',
    ranges: read.length === 0 ? [] : [{ type: 'SEMVER', events: read }],
    versions: [],
    ratings: [],
    label: null,
    ...more,
  }
}

export function fixtureRecords(): OsvRecord[] {
  return readdirSync(OSV_FIXTURES).flatMap((name) => readOsvFile(readFileSync(resolve(OSV_FIXTURES, name), 'utf8')).records)
}

export function fixtureIndex(): AdvisoryIndex {
  return indexRecords(fixtureRecords())
}

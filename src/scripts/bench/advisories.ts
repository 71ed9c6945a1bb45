import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { OSV_FIXTURES } from '../../../test/support/osv.ts'
import { type AdvisoryIndex, indexRecords } from '../../core/advisories/advisory-index.ts'
import type { OsvRecord } from '../../core/advisories/osv-record.ts'
import { readOsvFile } from '../../core/advisories/read-file.ts'
import { median } from './process.ts'

const RECORDS = 20_000
const QUERIES = 2_000

/** One measured promise: what, its figure, the bound that it must stay below, and the unit of both. */
export interface Figure {
  what: string
  value: number
  bound: number
  unit: string
}

/** How long it takes to read and index 20,000 records, and to ask for one version: half of the questions, and all but the slowest of a hundred. */
export function advisoryFigures(): Figure[] {
  const texts = recordTexts()
  const started = performance.now()
  const records = texts.flatMap((text) => readOsvFile(text).records)
  const index = indexRecords(records)
  const seconds = (performance.now() - started) / 1000
  const times = queryTimes(index, records).sort((a, b) => a - b)
  return [
    { what: `reading and indexing ${RECORDS.toLocaleString('en')} advisories`, value: seconds, bound: 5, unit: 's' },
    { what: 'asking for the advisories of a version, median', value: median(times), bound: 1, unit: 'ms' },
    { what: 'the same, 99 of 100', value: times[Math.floor(times.length * 0.99)] ?? 0, bound: 1, unit: 'ms' },
  ]
}

/** Real records, each many times over with ids and packages of its own. */
function recordTexts(): string[] {
  const real = readdirSync(OSV_FIXTURES).map((name) => JSON.parse(readFileSync(join(OSV_FIXTURES, name), 'utf8')))
  return Array.from({ length: RECORDS }, (_, at) => {
    const record = structuredClone(real[at % real.length])
    record.id += `-${at}`
    record.aliases = record.aliases?.map((alias: string) => `${alias}-${Math.floor(at / real.length)}`)
    for (const affected of record.affected) affected.package.name += `-${at % 5_000}`
    return JSON.stringify(record)
  })
}

function queryTimes(index: AdvisoryIndex, records: readonly OsvRecord[]): number[] {
  const step = Math.floor(records.length / QUERIES)
  return Array.from({ length: QUERIES }, (_, at) => {
    const affected = records[at * step]?.affected[0]
    const version = affected?.ranges[0]?.events.at(-1)?.version ?? '1.2.3'
    const started = performance.now()
    index.query({ ecosystem: affected?.ecosystem ?? 'npm', package: affected?.package ?? '', version })
    return performance.now() - started
  })
}

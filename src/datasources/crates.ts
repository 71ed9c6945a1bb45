import * as z from 'zod'
import { parseInstant } from '../core/model/instant.ts'
import type { Answer, Release } from '../core/model/release.ts'
import { plainWords } from './_answers.ts'
import { fetchJson, fetchText, parseJson, readableRows } from './_fetch.ts'
import { discoverPackages, found, noKeys } from './_packages.ts'
import type { Datasource, DatasourceIo, Query } from './contract.ts'

const crateSchema = z.object({ versions: z.array(z.unknown()) })
const versionSchema = z.object({
  num: z.string().min(1),
  yanked: z.boolean(),
  yank_message: z.string().nullish(),
  created_at: z.string().nullish(),
})
/** `pubtime` came to the index in 2026; older lines lack it. */
const lineSchema = z.object({ vers: z.string().min(1), yanked: z.boolean().nullish(), pubtime: z.string().nullish() })

async function read(query: Query, base: string, io: DatasourceIo): Promise<Answer> {
  const what = `crate ${query.package}`
  const url = `${base}/api/v1/crates/${query.package}`
  const answer = await fetchJson(io.http, { url, service: 'crates' }, crateSchema, what)
  if (!answer.ok) return answer.cause.code === 'not-found' && base !== crates.defaultUrl ? readIndex(query, base, io) : answer
  const { rows, unreadable } = readableRows(answer.value.versions, versionSchema)
  const releases = rows.map((row) => ({
    ...releaseOf(row.num, row.created_at, row.yanked && row.yank_message ? plainWords(row.yank_message) : row.yanked),
    ...(base === crates.defaultUrl && { url: `${base}/crates/${query.package}/${row.num}` }),
  }))
  return found(query, { releases, responses: [answer.response], unreadable, empty: 'the crate has no versions' })
}

/** A private registry's sparse index: one JSON a line, in folders by the letters of the name (https://doc.rust-lang.org/cargo/reference/registry-index.html). */
async function readIndex(query: Query, base: string, io: DatasourceIo): Promise<Answer> {
  const what = `crate ${query.package}`
  const answer = await fetchText(io.http, { url: `${base}/${indexPath(query.package)}`, service: 'crates' }, what)
  if (!answer.ok) return answer
  const lines = answer.value.split('\n').filter((line) => line.trim() !== '')
  const rows = lines.map((line) => parseJson(line, lineSchema))
  const releases = rows.flatMap((row) => (row.ok ? [releaseOf(row.value.vers, row.value.pubtime, row.value.yanked === true)] : []))
  if (releases.length === 0) return { ok: false, cause: { code: 'invalid-answer', message: `${what}: the answer is no index of versions` } }
  const unreadable = rows.length - releases.length
  return found(query, { releases, responses: [answer.response], unreadable, empty: 'the crate has no versions' })
}

function indexPath(name: string): string {
  const lower = name.toLowerCase()
  if (lower.length <= 2) return `${lower.length}/${lower}`
  return lower.length === 3 ? `3/${lower[0]}/${lower}` : `${lower.slice(0, 2)}/${lower.slice(2, 4)}/${lower}`
}

/** A yanked version stays in the list. */
function releaseOf(version: string, at: string | null | undefined, yanked: boolean | string): Release {
  const date = at ? parseInstant(at) : null
  return { tag: version, version, ...(date !== null && { date }), ...(yanked !== false && { yanked }) }
}

export const crates: Datasource = {
  id: 'crates',
  label: 'Rust crates',
  example: 'serde',
  docs: 'https://crates.io/data-access#api',
  defaultUrl: 'https://crates.io',
  defaultVersioning: 'cargo',
  provides: ['date', 'yanked'],
  source: noKeys,
  discover: (queries, io) => discoverPackages(queries, io, { id: 'crates', noun: 'crate', name: /^[A-Za-z][A-Za-z0-9_-]{0,63}$/, read }),
}

import * as z from 'zod'
import { parseInstant } from '../core/model/instant.ts'
import type { Answer, Release } from '../core/model/release.ts'
import { plainWords } from './_answers.ts'
import { fetchJson, readableRows } from './_fetch.ts'
import { discoverPackages, found, noKeys, withPath } from './_packages.ts'
import type { Datasource, DatasourceIo, Query } from './contract.ts'

const retirementSchema = z.object({ reason: z.string().nullish(), message: z.string().nullish() })
const packageSchema = z.object({
  html_url: z.string().nullish(),
  releases: z.array(z.unknown()),
  retirements: z.record(z.string(), z.unknown()).nullish(),
})
/** Old answers and private mirrors have no dates. */
const releaseSchema = z.object({ version: z.string().min(1), inserted_at: z.string().nullish() })
type Retirement = z.infer<typeof retirementSchema>

async function read(query: Query, base: string, io: DatasourceIo): Promise<Answer> {
  const what = `package ${query.package}`
  const ask = (url: string) => fetchJson(io.http, { url, service: 'hex' }, packageSchema, what)
  let answer = await ask(`${withPath(base, '/api')}/packages/${query.package}`)
  // Self-hosted repositories serve the same answer without the path of the public API.
  if (!answer.ok && answer.cause.code === 'not-found' && base !== hex.defaultUrl) answer = await ask(`${base}/packages/${query.package}`)
  if (!answer.ok) return answer
  const { rows, unreadable } = readableRows(answer.value.releases, releaseSchema)
  const retirements = new Map<string, Retirement>()
  let odd = 0
  for (const [version, value] of Object.entries(answer.value.retirements ?? {})) {
    const parsed = retirementSchema.safeParse(value)
    if (parsed.success) retirements.set(version, parsed.data)
    else odd += 1
  }
  const page = answer.value.html_url?.startsWith('https://') ? answer.value.html_url : undefined
  return found(query, {
    releases: rows.map((row) => releaseOf(row, retirements.get(row.version), page)),
    responses: [answer.response],
    unreadable,
    notices: odd > 0 ? [`${odd} retirements could not be read`] : [],
    empty: 'the package has no releases',
  })
}

/** A retired release still stands in the list. `renamed` and `deprecated` are advice; `security`, `invalid` and `other` withdraw it. */
function releaseOf(row: z.infer<typeof releaseSchema>, retired: Retirement | undefined, page: string | undefined): Release {
  const date = row.inserted_at ? parseInstant(row.inserted_at) : null
  const release: Release = { tag: row.version, version: row.version }
  if (date !== null) release.date = date
  if (page !== undefined) release.url = `${page}/${row.version}`
  if (retired === undefined) return release
  const reason = retired.reason ?? 'other'
  const words = plainWords(retired.message ? `${reason}: ${retired.message}` : reason)
  if (reason === 'renamed' || reason === 'deprecated') release.deprecated = words
  else release.yanked = words
  return release
}

export const hex: Datasource = {
  id: 'hex',
  label: 'Hex packages (Elixir, Erlang)',
  example: 'phoenix',
  docs: 'https://github.com/hexpm/specifications/blob/main/http_api.md',
  defaultUrl: 'https://hex.pm',
  defaultVersioning: 'hex',
  provides: ['date', 'yanked', 'deprecated'],
  source: noKeys,
  discover: (queries, io) => discoverPackages(queries, io, { id: 'hex', noun: 'package', name: /^[a-z][a-z0-9_]{0,100}$/, read }),
}

import * as z from 'zod'
import { parseInstant } from '../core/model/instant.ts'
import type { Answer, Release } from '../core/model/release.ts'
import { fetchJson, fetchText, readableRows } from './_fetch.ts'
import { discoverPackages, found, noKeys } from './_packages.ts'
import type { Datasource, DatasourceIo, Query } from './contract.ts'

const versionSchema = z.object({
  number: z.string().min(1),
  /** `built_at` is midnight of a day that the author's machine chose; only this is when it came out. */
  created_at: z.string().nullish(),
  prerelease: z.boolean().nullish(),
})

/** Yanked versions are simply absent. */
async function read(query: Query, base: string, io: DatasourceIo): Promise<Answer> {
  const what = `gem ${query.package}`
  const url = `${base}/api/v1/versions/${query.package}.json`
  const answer = await fetchJson(io.http, { url, service: 'rubygems' }, z.array(z.unknown()), what)
  if (!answer.ok) return answer.cause.code === 'not-found' && base !== rubygems.defaultUrl ? readCompact(query, base, io) : answer
  const { rows, unreadable } = readableRows(answer.value, versionSchema)
  const byNumber = Map.groupBy(rows, ({ number }) => number)
  const releases = [...byNumber].map(([version, builds]) => {
    const dates = builds.flatMap(({ created_at: at }) => (at ? [parseInstant(at)] : [])).filter((at) => at !== null)
    const release: Release = { tag: version, version }
    if (dates.length > 0) release.date = Math.min(...dates)
    if (builds.some(({ prerelease }) => prerelease === true)) release.prerelease = true
    if (base === rubygems.defaultUrl) release.url = `${base}/gems/${query.package}/versions/${version}`
    return release
  })
  return found(query, { releases, responses: [answer.response], unreadable, empty: 'the gem has no versions' })
}

/**
 * The index for installers, which private servers have where they have nothing else: one line a build, `1.2.3-java dependency:>= 1|checksum:…`,
 * in no order, without dates (https://guides.rubygems.org/rubygems-org-compact-index-api/). Gem versions never hold a dash: the platform follows it.
 */
async function readCompact(query: Query, base: string, io: DatasourceIo): Promise<Answer> {
  const what = `gem ${query.package}`
  const answer = await fetchText(io.http, { url: `${base}/info/${query.package}`, service: 'rubygems' }, what)
  if (!answer.ok) return answer
  const lines = answer.value.split('\n').filter((line) => line.trim() !== '' && line.trim() !== '---')
  const versions = lines.map((line) => /^(\d[0-9A-Za-z.]{0,100})(?:-[\w.-]{1,100})? [^|]{0,20000}\|/.exec(line)?.[1])
  const unreadable = versions.filter((version) => version === undefined).length
  const known = new Set(versions.filter((version) => version !== undefined))
  if (known.size === 0) return { ok: false, cause: { code: 'invalid-answer', message: `${what}: the answer is no list of versions` } }
  const releases = [...known].map((version) => ({ tag: version, version }))
  return found(query, { releases, responses: [answer.response], unreadable, empty: 'the gem has no versions' })
}

export const rubygems: Datasource = {
  id: 'rubygems',
  label: 'Ruby gems',
  example: 'rails',
  docs: 'https://guides.rubygems.org/rubygems-org-api/#gem-version-methods',
  defaultUrl: 'https://rubygems.org',
  defaultVersioning: 'ruby',
  provides: ['date'],
  source: noKeys,
  discover: (queries, io) =>
    discoverPackages(queries, io, { id: 'rubygems', noun: 'gem', name: /^[A-Za-z0-9_][A-Za-z0-9._-]{0,100}$/, read }),
}

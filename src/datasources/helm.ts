import { parseInstant } from '../core/model/instant.ts'
import type { Answer, Release } from '../core/model/release.ts'
import { causeOfFailure, failed } from './_answers.ts'
import { fetchText } from './_fetch.ts'
import { type ChartVersion, chartRows } from './_helm-index.ts'
import { imageRepository } from './_image-name.ts'
import { type OciSession, ociSession } from './_oci.ts'
import { baseOf, found, noKeys } from './_packages.ts'
import type { Datasource, DatasourceIo, Query } from './contract.ts'
import { discoverImage } from './docker.ts'

const CHART_NAME = /^[A-Za-z0-9][A-Za-z0-9._-]{0,200}$/
/** Indexes of large repositories pass the usual bound. */
const MAX_INDEX = 200 * 1024 * 1024

async function discover(queries: readonly Query[], io: DatasourceIo): Promise<Answer[]> {
  const session = ociSession(io, 'helm')
  return Promise.all(queries.map((query) => (ociName(query) === null ? fromIndex(query, io) : fromRegistry(query, io, session))))
}

/** `oci://host/path/chart`, written in the package, or in the url with the chart as package. */
function ociName(query: Query): string | null {
  if (query.package.startsWith('oci://')) return query.package
  return query.url?.startsWith('oci://') === true ? `${query.url.replace(/\/{1,8}$/, '')}/${query.package}` : null
}

async function fromIndex(query: Query, io: DatasourceIo): Promise<Answer> {
  if (!CHART_NAME.test(query.package)) return failed('invalid-query', `\`${query.package.slice(0, 100)}\` is no chart name`)
  const base = baseOf(query, 'helm', io)
  if (typeof base !== 'string') return base
  const url = base.endsWith('/index.yaml') ? base : `${base}/index.yaml`
  const what = `chart ${query.package}`
  const headers = { accept: 'application/yaml, text/yaml;q=0.9, text/plain;q=0.8' }
  const answer = await fetchText(io.http, { url, service: 'helm', headers, maxBytes: MAX_INDEX }, what)
  if (!answer.ok) return answer
  const chart = chartRows(answer.value, query.package)
  if (!chart.ok) return failed(chart.missing ? 'not-found' : 'invalid-answer', `${what}: ${chart.reason}`)
  const releases = chart.rows.map(releaseOf)
  // Helm writes `generated` behind the entries, and tools end a file with a line end: where both lack, more of the end may lack too.
  const whole = /^generated:/m.test(answer.value) || /[\n}]$/.test(answer.value)
  const upstream =
    releases.length > 0 && releases.every(({ deprecated }) => deprecated !== undefined)
      ? { deprecated: 'the chart is deprecated' }
      : undefined
  return found(query, {
    releases,
    responses: [answer.response],
    unreadable: chart.unreadable,
    notices: whole ? [] : ['the index breaks off: it may be incomplete'],
    ...(upstream && { upstream }),
    empty: 'the chart has no versions',
  })
}

function releaseOf(row: ChartVersion): Release {
  const date = row.created ? parseInstant(row.created) : null
  const digest = /^(?:sha256:)?([0-9a-f]{64})$/.exec(row.digest ?? '')?.[1]
  return {
    tag: row.version,
    version: row.version,
    ...(date !== null && date > 0 && { date }),
    ...(digest !== undefined && { digest: `sha256:${digest}` }),
    ...(row.deprecated === 'true' && { deprecated: 'marked as deprecated in the index' }),
  }
}

/** In a registry the chart's version is the tag, with `_` where the version has `+`, which tags cannot hold. */
async function fromRegistry(query: Query, io: DatasourceIo, session: OciSession): Promise<Answer> {
  const image = imageRepository({ package: ociName(query) ?? '' }, io)
  if (image === null) return failed('invalid-query', `\`${query.package.slice(0, 100)}\` is no chart in a registry`)
  try {
    const answer = await discoverImage(image, query, session)
    if (!answer.ok) return answer
    return { ...answer, releases: answer.releases.map((release) => ({ ...release, version: release.version.replaceAll('_', '+') })) }
  } catch (error) {
    return { ok: false, cause: causeOfFailure(error) }
  }
}

export const helm: Datasource = {
  id: 'helm',
  label: 'Helm charts (index.yaml and OCI)',
  example: 'alertmanager, oci://host/path/chart',
  docs: 'https://helm.sh/docs/topics/chart_repository/',
  defaultUrl: null,
  defaultVersioning: 'semver',
  provides: ['date', 'digest', 'deprecated'],
  source: noKeys,
  discover,
}

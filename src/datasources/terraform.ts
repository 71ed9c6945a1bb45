import * as z from 'zod'
import { parseInstant } from '../core/model/instant.ts'
import type { Answer, Release } from '../core/model/release.ts'
import { plainWords } from './_answers.ts'
import { fetchJson, readableRows } from './_fetch.ts'
import { discoverPackages, found, noKeys } from './_packages.ts'
import type { Datasource, DatasourceIo, Query } from './contract.ts'

const platformSchema = z.object({ os: z.string(), arch: z.string() })
const providerSchema = z.object({ versions: z.array(z.unknown()), warnings: z.array(z.string()).nullish() })
const moduleSchema = z.object({ modules: z.array(z.object({ versions: z.array(z.unknown()) })).min(1) })
const versionSchema = z.object({ version: z.string().min(1), platforms: z.array(platformSchema).nullish() })
const latestSchema = z.object({ version: z.string(), published_at: z.string().nullish() })
const discoverySchema = z.object({ 'modules.v1': z.string().optional(), 'providers.v1': z.string().optional() })

/** A provider `hashicorp/aws` or a module `hashicorp/consul/aws`, with the registry's host in front where it is another. */
interface Address {
  kind: 'providers' | 'modules'
  host: string | null
  path: string
}

function addressOf(name: string): Address | null {
  const parts = name.split('/')
  const host = parts.length > 2 && /[.:]/.test(parts[0] ?? '') ? (parts.shift() ?? null) : null
  if (parts.length !== 2 && parts.length !== 3) return null
  return { kind: parts.length === 2 ? 'providers' : 'modules', host, path: parts.join('/') }
}

async function read(query: Query, base: string, io: DatasourceIo): Promise<Answer> {
  const what = `Terraform ${query.package}`
  const address = addressOf(query.package)
  if (address === null)
    return { ok: false, cause: { code: 'invalid-query', message: `${what}: expected namespace/name or namespace/name/system` } }
  const own = address.host !== null && query.url === undefined && base === terraform.defaultUrl
  const root = await rootOf(own ? `https://${address.host}` : base, address, io)
  const url = `${root}/${address.path}`
  const list = await readVersions(`${url}/versions`, address, what, io)
  if (!list.ok) return list
  const { rows, unreadable } = readableRows(list.versions, versionSchema)
  // The list has no dates; the newest version's stands in the answer about the thing itself.
  const latest = await fetchJson(io.http, { url, service: 'terraform', retries: 0 }, latestSchema, what)
  const date = latest.ok && latest.value.published_at ? parseInstant(latest.value.published_at) : null
  const platforms = new Map<string, readonly string[]>()
  const releases = rows.map((row): Release => {
    const version = row.version.replace(/^v/, '')
    const dated = latest.ok && date !== null && latest.value.version.replace(/^v/, '') === version
    return { tag: row.version, version, ...(dated && { date }), ...(row.platforms && { platforms: shared(platforms, row.platforms) }) }
  })
  return found(query, { releases, responses: [list.response], unreadable, notices: list.warnings, empty: 'there are no versions' })
}

async function readVersions(url: string, address: Address, what: string, io: DatasourceIo) {
  if (address.kind === 'providers') {
    const answer = await fetchJson(io.http, { url, service: 'terraform' }, providerSchema, what)
    if (!answer.ok) return answer
    const { versions, warnings } = answer.value
    return { ok: true as const, versions, warnings: (warnings ?? []).map(plainWords), response: answer.response }
  }
  const answer = await fetchJson(io.http, { url, service: 'terraform' }, moduleSchema, what)
  if (!answer.ok) return answer
  return { ok: true as const, versions: answer.value.modules.flatMap(({ versions }) => versions), warnings: [], response: answer.response }
}

/** Where a registry has its lists: the public one where everybody knows, others where they say (https://developer.hashicorp.com/terraform/internals/remote-service-discovery). */
async function rootOf(base: string, { kind }: Address, io: DatasourceIo): Promise<string> {
  const usual = base.endsWith(`/v1/${kind}`) ? base : `${base}/v1/${kind}`
  if (base === terraform.defaultUrl || usual === base) return usual
  const answer = await fetchJson(
    io.http,
    { url: `${base}/.well-known/terraform.json`, service: 'terraform', retries: 0 },
    discoverySchema,
    'service discovery',
  )
  const said = answer.ok ? answer.value[`${kind}.v1`] : undefined
  const url = said === undefined ? null : URL.parse(said, `${base}/`)
  return url !== null && url.origin === URL.parse(base)?.origin ? url.href.replace(/\/{1,8}$/, '') : usual
}

/** Hundreds of versions have the same platforms: they share one list. */
function shared(known: Map<string, readonly string[]>, platforms: readonly z.infer<typeof platformSchema>[]): readonly string[] {
  const list = platforms.map(({ os, arch }) => `${os}/${arch}`)
  const key = list.join()
  const same = known.get(key) ?? list
  known.set(key, same)
  return same
}

export const terraform: Datasource = {
  id: 'terraform',
  label: 'Terraform and OpenTofu providers and modules',
  example: 'hashicorp/aws, terraform-aws-modules/vpc/aws',
  docs: 'https://developer.hashicorp.com/terraform/internals/provider-registry-protocol',
  defaultUrl: 'https://registry.terraform.io',
  defaultVersioning: 'semver',
  provides: ['date', 'platforms'],
  source: noKeys,
  discover: (queries, io) =>
    discoverPackages(queries, io, {
      id: 'terraform',
      noun: 'provider or module',
      name: /^[A-Za-z0-9][\w.:-]{0,100}(\/[A-Za-z0-9][\w.-]{0,100}){1,3}$/,
      read,
    }),
}

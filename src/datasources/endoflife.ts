import * as z from 'zod'
import { type Instant, parseInstant } from '../core/model/instant.ts'
import type { Answer, Release, ReleaseLine } from '../core/model/release.ts'
import { fetchJson, invalid, readableRows } from './_fetch.ts'
import { discoverPackages, found, noKeys, withPath } from './_packages.ts'
import type { Datasource, DatasourceIo, Query } from './contract.ts'

/** A cycle of the API's version 1 (https://endoflife.date/docs/api/v1/). */
const cycleSchema = z.object({
  name: z.string().min(1),
  releaseDate: z.string().nullish(),
  isLts: z.boolean().nullish(),
  ltsFrom: z.string().nullish(),
  isEol: z.boolean().nullish(),
  eolFrom: z.string().nullish(),
  latest: z.object({ name: z.string().min(1), date: z.string().nullish(), link: z.string().nullish() }).nullish(),
})
const productSchema = z.object({ result: z.object({ releases: z.array(z.unknown()) }) })

/** A cycle of version 0, which mirrors still serve: flags and dates in one field. */
const oldCycleSchema = z.object({
  cycle: z.union([z.string(), z.number()]).transform(String),
  releaseDate: z.string().nullish(),
  lts: z.union([z.boolean(), z.string()]).nullish(),
  eol: z.union([z.boolean(), z.string()]).nullish(),
  latest: z.string().nullish(),
  latestReleaseDate: z.string().nullish(),
  link: z.string().nullish(),
})

interface Cycle {
  release: Release
  line: ReleaseLine
}

async function read(query: Query, base: string, io: DatasourceIo): Promise<Answer> {
  const what = `product ${query.package}`
  const url = `${withPath(base, '/api/v1')}/products/${query.package}`
  const answer = await fetchJson(io.http, { url, service: 'endoflife' }, z.unknown(), what)
  if (!answer.ok) return answer
  const product = productSchema.safeParse(answer.value)
  const old = product.success ? null : z.array(z.unknown()).safeParse(answer.value)
  if (!product.success && old?.success !== true) {
    return { ok: false, cause: invalid(answer.response, what, product.error.issues[0]?.message ?? 'unknown form') }
  }
  const { cycles, unreadable } = product.success ? newCycles(product.data.result.releases) : oldCycles(old?.data ?? [])
  return found(query, {
    releases: cycles.map(({ release }) => release),
    lines: cycles.map(({ line }) => line),
    responses: [answer.response],
    unreadable,
    empty: 'the product has no releases',
  })
}

function newCycles(rows: readonly unknown[]): { cycles: Cycle[]; unreadable: number } {
  const { rows: good, unreadable } = readableRows(rows, cycleSchema)
  const cycles = good.map((cycle) => ({
    release: releaseOf(
      cycle.latest?.name ?? cycle.name,
      cycle.latest?.date ?? (cycle.latest ? null : cycle.releaseDate),
      cycle.latest?.link,
    ),
    line: {
      line: cycle.name,
      ...(typeof cycle.isLts === 'boolean' && { lts: cycle.isLts }),
      ...dated('ltsFrom', cycle.ltsFrom),
      // A date says more than the flag, and the flag may be as old as the cache: it counts only where there is no date.
      ...eolOf(cycle.eolFrom ?? cycle.isEol),
    },
  }))
  return { cycles, unreadable }
}

function oldCycles(rows: readonly unknown[]): { cycles: Cycle[]; unreadable: number } {
  const { rows: good, unreadable } = readableRows(rows, oldCycleSchema)
  const cycles = good.map((cycle) => ({
    release: releaseOf(cycle.latest ?? cycle.cycle, cycle.latestReleaseDate ?? (cycle.latest ? null : cycle.releaseDate), cycle.link),
    line: {
      line: cycle.cycle,
      // A date may lie ahead: then it is no LTS line yet.
      ...(typeof cycle.lts === 'boolean' ? { lts: cycle.lts } : dated('ltsFrom', cycle.lts)),
      ...eolOf(cycle.eol),
    },
  }))
  return { cycles, unreadable }
}

function releaseOf(version: string, date: string | null | undefined, link: string | null | undefined): Release {
  const at = date ? parseInstant(date) : null
  return { tag: version, version, ...(at !== null && { date: at }), ...(link?.startsWith('https://') === true && { url: link }) }
}

function eolOf(eol: boolean | string | null | undefined): { eol?: boolean | Instant } {
  if (typeof eol === 'boolean') return { eol }
  const at = eol ? parseInstant(eol) : null
  return at === null ? {} : { eol: at }
}

function dated(key: 'ltsFrom', text: string | null | undefined): { ltsFrom?: Instant } {
  const at = text ? parseInstant(text) : null
  return at === null ? {} : { [key]: at }
}

export const endoflife: Datasource = {
  id: 'endoflife',
  label: 'endoflife.date products',
  example: 'nodejs',
  docs: 'https://endoflife.date/docs/api/v1/',
  defaultUrl: 'https://endoflife.date',
  defaultVersioning: 'semver-coerced',
  provides: ['date', 'lines'],
  source: noKeys,
  discover: (queries, io) =>
    discoverPackages(queries, io, { id: 'endoflife', noun: 'product', name: /^[a-z0-9][a-z0-9._-]{0,100}$/, read }),
}

import * as z from 'zod'
import { parseInstant } from '../core/model/instant.ts'
import type { Answer, Release } from '../core/model/release.ts'
import { failed } from './_answers.ts'
import { ownReleases } from './_tags.ts'
import type { Datasource, Query } from './contract.ts'

const text = z.union([z.string(), z.number()]).transform(String)
const releaseSchema = z.union([
  text,
  z.object({
    version: text,
    date: z.string().optional().meta({ description: 'When it was published, `2026-11-21`.' }),
    deprecated: z.union([z.string(), z.boolean()]).optional().meta({ description: 'That it should no longer be used, or why.' }),
    lts: z.boolean().optional().meta({ description: 'Whether it is a line with long-term support.' }),
    eol: z.string().optional().meta({ description: 'The day its support ends.' }),
    url: z.string().optional().meta({ description: 'A page for people.' }),
  }),
])

const source = z.object({
  releases: z
    .array(releaseSchema)
    .optional()
    .meta({ description: 'The versions, each as text or with date, `deprecated`, `lts`, `eol` and `url`.' }),
})

type Listed = z.infer<typeof releaseSchema>

function answerTo(query: Query): Answer {
  const parsed = source.safeParse(query.source)
  if (!parsed.success)
    return failed('invalid-query', `source.${parsed.error.issues[0]?.path.join('.')}: ${parsed.error.issues[0]?.message}`)
  const { releases = [] } = parsed.data
  if (releases.length === 0) return failed('invalid-query', 'source.releases lists no version')
  const own = ownReleases(releases.map(releaseOf), query)
  const lines = releases.flatMap(lineOf)
  return {
    ok: true,
    releases: own.releases,
    origin: 'configured',
    ...(own.notices.length > 0 && { notices: own.notices }),
    ...(lines.length > 0 && { lines }),
  }
}

function releaseOf(listed: Listed): Release {
  if (typeof listed === 'string') return { tag: listed, version: listed }
  const { version, date, deprecated, url } = listed
  const at = date === undefined ? null : parseInstant(date)
  const reason = deprecated === true ? 'listed as deprecated' : deprecated
  return {
    tag: version,
    version,
    ...(at !== null && { date: at }),
    ...(typeof reason === 'string' && reason !== '' && { deprecated: reason }),
    ...(url !== undefined && { url }),
  }
}

function lineOf(listed: Listed) {
  if (typeof listed === 'string' || (listed.lts === undefined && listed.eol === undefined)) return []
  const eol = listed.eol === undefined ? null : parseInstant(listed.eol)
  return [{ line: listed.version, ...(listed.lts !== undefined && { lts: listed.lts }), ...(eol !== null && { eol }) }]
}

export const staticList: Datasource = {
  id: 'static',
  label: 'A list in the registry',
  example: 'any name',
  docs: 'docs/datasources.md',
  defaultUrl: null,
  addressFrom: 'the registry file',
  defaultVersioning: 'loose',
  provides: ['date', 'deprecated'],
  source,
  discover: (queries) => Promise.resolve(queries.map(answerTo)),
}

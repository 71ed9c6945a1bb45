import type { Answer } from '../core/model/release.ts'
import { failed, plainWords } from './_answers.ts'
import { extractSchema } from './_extract-keys.ts'
import { fetchText } from './_fetch.ts'
import { baseOf, found } from './_packages.ts'
import type { Datasource, DatasourceIo, Query } from './contract.ts'

async function read(query: Query, io: DatasourceIo): Promise<Answer> {
  if (query.url === undefined) return failed('invalid-query', 'source.url is missing: it names the document')
  const url = baseOf(query, 'url', io)
  if (typeof url !== 'string') return url
  const host = URL.parse(url)?.host ?? ''
  const answer = await fetchText(io.http, { url: query.url, service: 'url' }, `the document at ${host}`)
  if (!answer.ok) return answer
  // Loaded when it is needed: most runs read no documents.
  const { extractReleases } = await import('./_extract.ts')
  const extracted = extractReleases(answer.value, query.source, URL.parse(url)?.pathname ?? '')
  if (!extracted.ok) return failed(extracted.user ? 'invalid-query' : 'invalid-answer', `${host}: ${plainWords(extracted.reason)}`)
  const { releases, unreadable } = extracted
  return found(query, { releases, responses: [answer.response], unreadable, empty: 'the document holds no version' })
}

export const url: Datasource = {
  id: 'url',
  label: 'A document on the web (JSON, YAML, HTML, text)',
  example: 'any name',
  docs: 'https://www.rfc-editor.org/rfc/rfc9535',
  defaultUrl: null,
  defaultVersioning: 'loose',
  provides: [],
  source: extractSchema,
  discover: (queries, io) => Promise.all(queries.map((query) => read(query, io))),
}

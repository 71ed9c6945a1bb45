import type { Answer } from '../core/model/release.ts'
import { failed, plainWords } from './_answers.ts'
import { extractSchema } from './_extract-keys.ts'
import { found } from './_packages.ts'
import type { Datasource, DatasourceIo, Query } from './contract.ts'

/** A path inside the repository: relative, without steps upwards, and not into git's own folder. */
const INSIDE = /^(?!\/)(?!\.git(\/|$))[^\\\p{Cc}]{1,1000}$/u

async function read(query: Query, io: DatasourceIo): Promise<Answer> {
  const path = query.package
  if (!INSIDE.test(path) || path.trim() === '' || path.split('/').includes('..')) {
    return failed('invalid-query', `\`${plainWords(path).slice(0, 100)}\` is no file of this repository`)
  }
  if (io.readFile === undefined) return failed('invalid-query', 'there is no repository to read the file from')
  const text = await io.readFile(path)
  if (text === null) return failed('not-found', `the repository has no file \`${path}\``)
  // Loaded when it is needed: most runs read no documents.
  const { extractReleases } = await import('./_extract.ts')
  const extracted = extractReleases(text, query.source, path)
  if (!extracted.ok) return failed('invalid-query', `${path}: ${plainWords(extracted.reason)}`)
  const { releases, unreadable } = extracted
  return found(query, { releases, responses: [], unreadable, origin: 'manifest', empty: 'the file holds no version' })
}

export const manifest: Datasource = {
  id: 'manifest',
  label: 'A file of this repository',
  example: 'path/in/this/repository.json',
  docs: 'https://www.rfc-editor.org/rfc/rfc9535',
  defaultUrl: null,
  addressFrom: 'this repository',
  defaultVersioning: 'loose',
  provides: [],
  source: extractSchema,
  discover: (queries, io) => Promise.all(queries.map((query) => read(query, io))),
}

import { parseInstant } from '../core/model/instant.ts'
import type { Answer, Release } from '../core/model/release.ts'
import { failed } from './_answers.ts'
import { fetchText } from './_fetch.ts'
import { discoverPackages, found, noKeys } from './_packages.ts'
import type { Datasource, DatasourceIo, Query } from './contract.ts'

async function readArtifact(query: Query, base: string, io: DatasourceIo): Promise<Answer> {
  const [group = '', artifact = ''] = query.package.split(':')
  const folder = `${base}/${group.replaceAll('.', '/')}/${artifact}`
  const what = `artifact ${query.package}`
  const headers = { accept: 'application/xml, text/xml;q=0.9' }
  const answer = await fetchText(io.http, { url: `${folder}/maven-metadata.xml`, service: 'maven', headers }, what)
  if (!answer.ok) return answer
  const read = versionsOf(answer.value)
  if (typeof read === 'string') return failed('invalid-answer', `${what}: ${read}`)
  // Dates stand in the folder's listing alone, where the repository has one.
  const listing = await fetchText(io.http, { url: `${folder}/`, service: 'maven', retries: 0 }, what)
  const dates = listing.ok ? datesOf(listing.value) : new Map<string, number>()
  const releases = read.versions.map((version): Release => {
    const date = dates.get(version)
    return { tag: version, version, ...(date !== undefined && { date }) }
  })
  return found(query, {
    releases,
    responses: [answer.response],
    unreadable: read.unreadable,
    empty: 'the artifact has no releases, or snapshots only',
  })
}

/**
 * Versions of a `maven-metadata.xml`, in no order that means anything; words for what is wrong with it otherwise. The three elements that
 * matter never nest, so they are cut out of the text; a document that breaks off has no end.
 */
function versionsOf(xml: string): { versions: string[]; unreadable: number } | string {
  if (!/<metadata\b/.test(xml)) return 'the answer is no metadata of a repository'
  if (!xml.includes('</metadata>')) return 'the metadata breaks off'
  const text = withoutComments(xml)
  const start = text.indexOf('<versions>')
  const end = text.indexOf('</versions>', start)
  if (start === -1 || end === -1) return { versions: [], unreadable: 0 }
  const block = text.slice(start, end)
  const all = [...block.matchAll(/<version>\s{0,40}([^<>\s]{1,200})\s{0,40}<\/version>/g)].map(([, version = '']) => version)
  return { versions: [...new Set(all)], unreadable: (block.match(/<version>/g)?.length ?? 0) - all.length }
}

function withoutComments(xml: string): string {
  let text = ''
  for (let at = 0; ; ) {
    const open = xml.indexOf('<!--', at)
    const close = open === -1 ? -1 : xml.indexOf('-->', open)
    if (close === -1) return text + xml.slice(at)
    text += xml.slice(at, open)
    at = close + 3
  }
}

/** Rows of a folder listing: `<a href="…/10.0/">10.0/</a>   2011-09-28 16:04`. */
function datesOf(html: string): Map<string, number> {
  const dates = new Map<string, number>()
  for (const [, name = '', day = '', time = ''] of html.matchAll(/>([^<>/\s]{1,200})\/<\/a>\s{1,200}(\d{4}-\d\d-\d\d)[ T](\d\d:\d\d)/g)) {
    const at = parseInstant(`${day}T${time}:00Z`)
    if (at !== null) dates.set(name, at)
  }
  return dates
}

export const maven: Datasource = {
  id: 'maven',
  label: 'Maven artifacts',
  example: 'com.google.guava:guava',
  docs: 'https://maven.apache.org/repositories/metadata.html',
  defaultUrl: 'https://repo.maven.apache.org/maven2',
  defaultVersioning: 'maven',
  provides: ['date'],
  source: noKeys,
  discover: (queries, io) =>
    discoverPackages(queries, io, {
      id: 'maven',
      noun: 'artifact',
      name: /^[A-Za-z0-9_][\w.-]{0,200}:[A-Za-z0-9_][\w.-]{0,200}$/,
      read: readArtifact,
    }),
}

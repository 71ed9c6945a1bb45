import semver from 'semver'
import * as z from 'zod'
import { DAY, parseInstant, SECOND } from '../core/model/instant.ts'
import type { Answer, Release } from '../core/model/release.ts'
import type { HttpResponse } from '../ports/http.ts'
import { failed, plainWords } from './_answers.ts'
import { type Fetched, fetchJson, fetchText } from './_fetch.ts'
import { type GoMod, readGoMod, retractionOf } from './_go-mod.ts'
import { discoverPackages, found, noKeys } from './_packages.ts'
import type { Datasource, DatasourceIo, Query } from './contract.ts'

const infoSchema = z.object({ Version: z.string().min(1), Time: z.string().nullish() })

/** A list has no dates; each costs a request, so that the newest few get theirs. */
const DATED = 5
/** What a proxy says of one version never changes (https://go.dev/ref/mod#goproxy-protocol). */
const FOR_EVER = (30 * DAY) / SECOND

/** In paths of the proxy, `!r` stands for `R`: file systems may not tell them apart. */
function escaped(text: string): string {
  return text.replace(/[A-Z]/g, (letter) => `!${letter.toLowerCase()}`)
}

async function read(query: Query, base: string, io: DatasourceIo): Promise<Answer> {
  const root = `${base}/${escaped(query.package)}`
  const what = `module ${query.package}`
  const [list, latest] = await Promise.all([
    fetchText(io.http, { url: `${root}/@v/list`, service: 'go' }, what),
    fetchJson(io.http, { url: `${root}/@latest`, service: 'go' }, infoSchema, what),
  ])
  if (!list.ok) return list
  const lines = list.value
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
  const tagged = lines.filter((line) => /^v\d/.test(line) && semver.valid(line) !== null)
  if (lines.length > 0 && tagged.length === 0) return failed('invalid-answer', `${what}: the answer is no list of versions`)
  // A module without tags has pseudo-versions only, and the list is empty: the latest is all there is.
  const versions = [...new Set([...tagged, ...additional(tagged, latest)])]
  if (versions.length === 0 && !latest.ok && latest.cause.code !== 'not-found') return latest
  const ordered = versions.sort(semver.rcompare)
  const known = new Map(latest.ok && latest.value.Time ? [[latest.value.Version, latest.value.Time]] : [])
  const [times, mods] = await Promise.all([
    readTimes(root, ordered.slice(0, DATED), known, io),
    readMods(root, newest(ordered, latest), io),
  ])
  const retractions = mods.mods.flatMap(({ retractions: own }) => own)
  const releases = ordered.map((version): Release => {
    const date = parseInstant(times.get(version) ?? '')
    const retracted = retractionOf(version, retractions)
    return {
      tag: version,
      version,
      ...(date !== null && { date }),
      ...(retracted !== undefined && { yanked: plainWords(retracted.rationale) || true }),
      ...(base === go.defaultUrl && { url: `https://pkg.go.dev/${query.package}@${version}` }),
    }
  })
  const deprecated = mods.mods.find((mod) => mod.deprecated !== undefined)?.deprecated
  const responses: HttpResponse[] = [list.response, ...mods.responses]
  return found(query, {
    releases,
    responses,
    unreadable: lines.length - tagged.length,
    notices: [...aboutLatest(tagged, latest), ...mods.notices],
    ...(deprecated !== undefined && { upstream: { deprecated: plainWords(deprecated) } }),
    empty: 'the module has no versions',
  })
}

type Latest = Fetched<z.infer<typeof infoSchema>>

/** The latest version where the list does not hold it: a list may be older than it, or cut short, or empty. A commit counts only where nothing is tagged. */
function additional(tagged: readonly string[], latest: Latest): string[] {
  if (!latest.ok || tagged.includes(latest.value.Version) || semver.valid(latest.value.Version) === null) return []
  return tagged.length === 0 || semver.prerelease(latest.value.Version) === null ? [latest.value.Version] : []
}

function aboutLatest(tagged: readonly string[], latest: Latest): string[] {
  if (!latest.ok) return latest.cause.code === 'not-found' ? [] : [`whether the list is complete is not known: ${latest.cause.message}`]
  return tagged.length > 0 && additional(tagged, latest).length > 0
    ? [`the list does not hold ${plainWords(latest.value.Version)}, the latest: it may be incomplete`]
    : []
}

/**
 * Where retractions stand: the newest go.mod. The highest version may be the one that was published by accident and is retracted by what the
 * proxy calls the latest, so both are read.
 */
function newest(ordered: readonly string[], latest: Latest): string[] {
  const highest = ordered.find((version) => semver.prerelease(version) === null) ?? ordered[0]
  return [...new Set([...(latest.ok ? [latest.value.Version] : []), ...(highest === undefined ? [] : [highest])])]
}

async function readMods(root: string, versions: readonly string[], io: DatasourceIo) {
  const answers = await Promise.all(
    versions.map((version) =>
      fetchText(io.http, { url: `${root}/@v/${escaped(version)}.mod`, service: 'go', ttl: FOR_EVER }, `${version}.mod`),
    ),
  )
  const good = answers.filter((answer) => answer.ok)
  const mods: GoMod[] = good.map(({ value }) => readGoMod(value))
  const notices = good.length < answers.length ? ['retractions are not known: the go.mod of the newest version could not be read'] : []
  return { mods, notices, responses: good.map(({ response }) => response) }
}

async function readTimes(
  root: string,
  versions: readonly string[],
  known: ReadonlyMap<string, string>,
  io: DatasourceIo,
): Promise<Map<string, string>> {
  const times = new Map(known)
  await Promise.all(
    versions
      .filter((version) => !known.has(version))
      .map(async (version) => {
        const url = `${root}/@v/${escaped(version)}.info`
        const answer = await fetchJson(io.http, { url, service: 'go', ttl: FOR_EVER }, infoSchema, version)
        if (answer.ok && answer.value.Time) times.set(version, answer.value.Time)
      }),
  )
  return times
}

export const go: Datasource = {
  id: 'go',
  label: 'Go modules (module proxy)',
  example: 'golang.org/x/net',
  docs: 'https://go.dev/ref/mod#goproxy-protocol',
  defaultUrl: 'https://proxy.golang.org',
  defaultVersioning: 'go',
  provides: ['date', 'yanked', 'deprecated'],
  source: noKeys,
  discover: (queries, io) =>
    discoverPackages(queries, io, {
      id: 'go',
      noun: 'module',
      name: /^[A-Za-z0-9][\w.~-]{0,200}\.[\w.~-]{1,100}(\/[\w.~-]{1,200}){0,20}$/,
      read,
    }),
}

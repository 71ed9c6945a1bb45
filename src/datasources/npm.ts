import { defaultUrl } from 'registry-url'
import semver from 'semver'
import * as z from 'zod'
import { HOUR, type Instant, parseInstant } from '../core/model/instant.ts'
import type { Answer, Release } from '../core/model/release.ts'
import { failed, plainWords } from './_answers.ts'
import { type Fetched, fetchJson } from './_fetch.ts'
import { discoverPackages, found, noKeys } from './_packages.ts'
import type { Datasource, DatasourceIo, Query } from './contract.ts'

const packumentSchema = z.object({
  versions: z.record(z.string(), z.unknown()).optional(),
  time: z.record(z.string(), z.unknown()).optional(),
})
type Packument = z.infer<typeof packumentSchema>

const versionSchema = z.object({
  deprecated: z.union([z.string(), z.boolean()]).nullish(),
  dist: z.object({ attestations: z.object({ url: z.string().optional() }).nullish() }).nullish(),
})

const FULL = 'application/json'
/** The short form for installers: no times. Only for packages whose full form is too large. */
const SHORT = 'application/vnd.npm.install-v1+json'

async function read(query: Query, base: string, io: DatasourceIo): Promise<Answer> {
  const scope = query.package.startsWith('@') ? io.baseUrl(`npm:${query.package.split('/')[0]}`) : ''
  const registry = query.url === undefined && scope !== '' ? scope : base
  const ask = (accept: string): Promise<Fetched<Packument>> => {
    const url = `${registry}/${query.package.replace('/', '%2f')}`
    return fetchJson(io.http, { url, service: 'npm', headers: { accept } }, packumentSchema, `package ${query.package}`)
  }
  let answer = await ask(FULL)
  const tooLarge = !answer.ok && answer.cause.code === 'invalid-answer' && answer.response === undefined
  if (tooLarge) answer = await ask(SHORT)
  if (!answer.ok) return answer
  const { versions, time = {} } = answer.value
  if (versions === undefined) {
    return 'unpublished' in time
      ? failed('not-found', `package ${query.package} has been unpublished`)
      : failed('invalid-answer', `package ${query.package}: the answer has no versions`)
  }
  const times = timesOf(versions, time)
  const rewritten = isRewritten(times, time)
  const { releases, unreadable } = releasesOf(versions, rewritten ? new Map() : times)
  return found(query, {
    releases,
    unreadable,
    responses: [answer.response],
    notices: [
      ...(tooLarge ? ['the full answer is too large: release dates are not known'] : []),
      ...(rewritten ? ['the registry gives dates of its own, not of publication: release dates are not known'] : []),
    ],
    ...deprecation(releases),
    empty: 'the package has no versions',
  })
}

/** `time` keeps versions that were unpublished, and lacks some that are there: `versions` alone says what exists. */
function timesOf(versions: Readonly<Record<string, unknown>>, time: Readonly<Record<string, unknown>>): Map<string, Instant> {
  const times = new Map<string, Instant>()
  for (const version of Object.keys(versions)) {
    const text = time[version]
    const at = typeof text === 'string' ? parseInstant(text) : null
    if (at !== null) times.set(version, at)
  }
  return times
}

/**
 * Whether a mirror put its own dates in place of the publication's: an age computed on them would be wrong. Seen from the registry's own
 * `created` being absent, from all versions having appeared within an hour, or from patches that are older than those before them.
 */
function isRewritten(times: ReadonlyMap<string, Instant>, time: Readonly<Record<string, unknown>>): boolean {
  if (times.size < 3) return false
  const all = [...times.values()]
  if (!('created' in time) && !('modified' in time)) return true
  if (Math.max(...all) - Math.min(...all) < HOUR && times.size >= 5) return true
  const ordered = [...times.keys()]
    .filter((version) => semver.valid(version) !== null && semver.prerelease(version) === null)
    .sort(semver.compare)
  let pairs = 0
  let reversed = 0
  for (const [index, version] of ordered.entries()) {
    const before = ordered[index - 1]
    if (before === undefined || semver.diff(before, version) !== 'patch') continue
    pairs += 1
    if ((times.get(version) ?? 0) < (times.get(before) ?? 0)) reversed += 1
  }
  return reversed >= 2 && reversed * 5 >= pairs
}

function releasesOf(versions: Readonly<Record<string, unknown>>, times: ReadonlyMap<string, Instant>) {
  const releases: Release[] = []
  let unreadable = 0
  // Where no version has an attestation the registry may just not know them: only then is nothing said.
  let attested = false
  for (const [version, value] of Object.entries(versions)) {
    const parsed = versionSchema.safeParse(value)
    if (!parsed.success) {
      unreadable += 1
      continue
    }
    const { deprecated, dist } = parsed.data
    const date = times.get(version)
    const release: Release = { tag: version, version, attested: Boolean(dist?.attestations) }
    attested ||= release.attested === true
    if (date !== undefined) release.date = date
    if (deprecated === true) release.deprecated = 'deprecated'
    else if (typeof deprecated === 'string' && deprecated !== '') release.deprecated = plainWords(deprecated)
    releases.push(release)
  }
  if (!attested) for (const release of releases) delete release.attested
  return { releases, unreadable }
}

/** A package is deprecated as a whole where all its versions are. */
function deprecation(releases: readonly Release[]): { upstream?: { deprecated: string } } {
  const last = releases.at(-1)?.deprecated
  return last !== undefined && releases.every(({ deprecated }) => deprecated !== undefined) ? { upstream: { deprecated: last } } : {}
}

export const npm: Datasource = {
  id: 'npm',
  label: 'npm packages',
  example: '@scope/name',
  docs: 'https://github.com/npm/registry/blob/main/docs/REGISTRY-API.md',
  defaultUrl: defaultUrl.replace(/\/$/, ''),
  addressFrom: 'as npm is configured',
  defaultVersioning: 'npm',
  provides: ['date', 'deprecated', 'attested'],
  source: noKeys,
  discover: (queries, io) =>
    discoverPackages(queries, io, {
      id: 'npm',
      noun: 'package',
      name: /^(@[a-zA-Z0-9_~][\w.~-]{0,100}\/)?[a-zA-Z0-9_~][\w.~-]{0,213}$/,
      read,
    }),
}

import * as z from 'zod'
import type { Answer, AnswerOrigin, Release, ReleaseLine, UpstreamState } from '../core/model/release.ts'
import { checkWebAddress } from '../core/model/web-address.ts'
import type { HttpResponse } from '../ports/http.ts'
import { failed, originOf, staleNotice, unreadableNotice } from './_answers.ts'
import { ownReleases } from './_tags.ts'
import type { DatasourceIo, Query } from './contract.ts'

/** For datasources that need no keys of their own. */
export const noKeys = z.object({})

/** A registry that is asked for one package at a time. */
export interface PackageRegistry {
  id: string
  /** What a package is called, for messages: `package`, `crate`. */
  noun: string
  /** Whether a name can be one of this registry; what does not match is never put into an address. */
  name: RegExp
  read(query: Query, base: string, io: DatasourceIo): Promise<Answer>
}

/** Asks for each package once, however many components use it, all at a time. */
export function discoverPackages(queries: readonly Query[], io: DatasourceIo, registry: PackageRegistry): Promise<Answer[]> {
  const running = new Map<string, Promise<Answer>>()
  return Promise.all(
    queries.map((query) => {
      if (!registry.name.test(query.package) || query.package.includes('..')) {
        return failed('invalid-query', `\`${shown(query.package)}\` is no ${registry.noun} name`)
      }
      const base = baseOf(query, registry.id, io)
      if (typeof base !== 'string') return base
      const key = JSON.stringify([query.package, base, query.tagPrefix, query.source, query.reach, query.assets])
      const answer = running.get(key) ?? registry.read(query, base, io)
      running.set(key, answer)
      return answer
    }),
  )
}

/** The address to ask, without a slash at its end: the component's own, else the configured one. */
export function baseOf(query: Query, id: string, io: DatasourceIo): string | Answer {
  const base = query.url ?? io.baseUrl(id)
  if (base === '') return failed('invalid-query', `source.url is missing: datasource ${id} has no address of its own`)
  const checked = checkWebAddress(base)
  return checked.ok ? base.replace(/\/{1,8}$/, '') : failed('invalid-query', `the url of the source is refused: ${checked.reason}`)
}

function shown(text: string): string {
  return text.slice(0, 100).replace(/[\p{Cc}\p{Cf}]/gu, ' ')
}

/** A base URL that ends with the API's own path, whether or not it was given so: `https://hex.pm` and `https://hex.pm/api`. */
export function withPath(base: string, path: string): string {
  return base.endsWith(path) ? base : base + path
}

export interface Found {
  releases: readonly Release[]
  responses: readonly HttpResponse[]
  notices?: readonly string[]
  unreadable?: number
  upstream?: UpstreamState
  lines?: readonly ReleaseLine[]
  origin?: AnswerOrigin
  /** What to say where there is no release at all. */
  empty: string
}

/** A complete answer: own releases only, what is missing said, stale parts marked. */
export function found(query: Query, { releases, responses, notices = [], unreadable = 0, upstream, lines, origin, empty }: Found): Answer {
  const own = ownReleases(releases, query)
  const said = [
    ...notices,
    ...unreadableNotice(unreadable),
    ...own.notices,
    ...(releases.length === 0 ? [empty] : []),
    ...staleNotice(responses),
  ]
  return {
    ok: true,
    releases: own.releases,
    origin: origin ?? originOf(responses.map((response) => response.origin)),
    ...(said.length > 0 && { notices: said }),
    ...(upstream !== undefined && Object.keys(upstream).length > 0 && { upstream }),
    ...(lines !== undefined && lines.length > 0 && { lines }),
  }
}

import * as z from 'zod'
import type { Cause } from '../core/model/release.ts'
import { checkWebAddress, isLoopback } from '../core/model/web-address.ts'
import type { HttpRequest, HttpResponse } from '../ports/http.ts'
import { causeOfFailure } from './_answers.ts'
import { fetchJson } from './_fetch.ts'
import type { ImageRepository } from './_image-name.ts'
import type { DatasourceIo } from './contract.ts'

/** `Bearer realm="…",service="…"` of a 401. */
export interface Challenge {
  scheme: string
  realm?: string
  service?: string
}

export interface OciSession {
  /** Any answer of the registry, after the token dance where it asks for one; the cause where there is none. */
  request(image: ImageRepository, request: Pick<HttpRequest, 'url' | 'method' | 'headers'>): Promise<HttpResponse | Cause>
}

const tokenSchema = z.object({ token: z.string().optional(), access_token: z.string().optional() })

/**
 * Speaks with OCI registries (https://distribution.github.io/distribution/spec/auth/token/). A registry's first 401 tells where its tokens come
 * from; later images of it fetch theirs at once. Tokens live in this session only and are never stored.
 */
export function ociSession(io: DatasourceIo, service: string): OciSession {
  const challenges = new Map<string, Challenge>()
  const tokens = new Map<string, Promise<string | Cause>>()
  /** The first request to a registry: the others wait to hear from it whether tokens are needed. */
  const first = new Map<string, Promise<unknown>>()
  const tokenFor = (image: ImageRepository, challenge: Challenge) => {
    const key = `${image.registry} ${image.path}`
    const known = tokens.get(key) ?? fetchToken(io, service, image, challenge)
    tokens.set(key, known)
    return known
  }
  return {
    async request(image, request) {
      const send = async (authorization?: string) => {
        const headers = { ...request.headers, ...(authorization !== undefined && { authorization }) }
        return attempt(io, { ...request, service, headers })
      }
      const lead = first.get(image.registry)
      if (lead !== undefined) await lead
      const known = challenges.get(image.registry)
      if (known !== undefined) {
        const token = await tokenFor(image, known)
        return typeof token === 'string' ? send(`Bearer ${token}`) : token
      }
      const asking = send()
      if (!first.has(image.registry)) first.set(image.registry, asking)
      const answer = await asking
      if (!('status' in answer) || answer.status !== 401) return answer
      const challenge = readChallenge(answer.headers['www-authenticate'] ?? '')
      if (challenge === null || challenge.scheme !== 'bearer') return answer
      challenges.set(image.registry, challenge)
      const token = await tokenFor(image, challenge)
      return typeof token === 'string' ? send(`Bearer ${token}`) : token
    },
  }
}

async function attempt(io: DatasourceIo, request: HttpRequest): Promise<HttpResponse | Cause> {
  try {
    return await io.http.request(request)
  } catch (error) {
    return causeOfFailure(error)
  }
}

/** Reads a challenge. A comma may stand inside the quotes (`scope="repository:a:pull,push"`), so it is read part by part, not split. */
export function readChallenge(header: string): Challenge | null {
  const text = header.slice(0, 4000)
  const scheme = /^\s{0,8}([A-Za-z]{1,20})\b/.exec(text)?.[1]
  if (scheme === undefined) return null
  const challenge: Challenge = { scheme: scheme.toLowerCase() }
  for (const [, name = '', quoted, bare] of text.matchAll(/([A-Za-z_]{1,40})="([^"]{0,2000})"|([A-Za-z_]{1,40})=([^",\s]{1,2000})/g)) {
    const value = quoted ?? bare ?? ''
    if (name.toLowerCase() === 'realm') challenge.realm = value
    if (name.toLowerCase() === 'service') challenge.service = value
  }
  return challenge
}

/** The scope is our own: what a challenge names may be a placeholder (`repository:user/image:pull` at GHCR) or ask for more than reading. */
async function fetchToken(io: DatasourceIo, service: string, image: ImageRepository, challenge: Challenge): Promise<string | Cause> {
  const what = `a token for ${image.path}`
  const realm = checkWebAddress(challenge.realm ?? '')
  const registry = URL.parse(image.registry)
  if (!realm.ok) return { code: 'invalid-answer', message: `${registry?.host} names no usable place for tokens: ${realm.reason}` }
  if (isLoopback(realm.url.hostname) && !isLoopback(registry?.hostname ?? '')) {
    return { code: 'invalid-answer', message: `${registry?.host} sends for tokens to this machine: refused` }
  }
  if (challenge.service !== undefined) realm.url.searchParams.set('service', challenge.service)
  realm.url.searchParams.set('scope', `repository:${image.path}:pull`)
  const answer = await fetchJson(io.http, { url: realm.url.href, service, ttl: 0, storable: () => false }, tokenSchema, what)
  if (!answer.ok) return answer.cause
  const token = answer.value.token ?? answer.value.access_token
  return token !== undefined && /^[\x21-\x7e]{1,20000}$/.test(token)
    ? token
    : { code: 'invalid-answer', message: `${realm.url.host} gave no token` }
}

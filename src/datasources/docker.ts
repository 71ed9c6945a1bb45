import * as z from 'zod'
import type { Answer, Release } from '../core/model/release.ts'
import type { HttpResponse } from '../ports/http.ts'
import { causeOfStatus, failed, originOf, plainWords, staleNotice } from './_answers.ts'
import { invalid, parseJson } from './_fetch.ts'
import { type ImageRepository, imageRepository } from './_image-name.ts'
import { nextPage } from './_links.ts'
import { type OciSession, ociSession } from './_oci.ts'
import { ownReleases } from './_tags.ts'
import type { Datasource, DatasourceIo, Query } from './contract.ts'

/** Registries list oldest first, or by letters: only the whole list tells the newest. */
const MAX_PAGES = 100
const PAGE_SIZE = 1000
/** Docker Hub answers 504 for large pages of very large repositories. */
const SMALL_PAGE_SIZE = 100

const source = z.object({
  max_pages: z
    .number()
    .int()
    .min(1)
    .max(10_000)
    .optional()
    .meta({ description: `Pages of tags to read at most. Default: ${MAX_PAGES}. A list that is longer is reported.` }),
  repository: z
    .string()
    .regex(/^[\w.-]{1,100}\/[\w.-]{1,100}$/)
    .optional()
    .meta({
      description:
        'Repository on GitHub that the image is built from, `owner/name`: for release notes, and for whom attestations may come from.',
    }),
})

/** Google's registries add when each image was uploaded: milliseconds, as text. */
const uploadSchema = z.object({ tag: z.array(z.string()).optional(), timeUploadedMs: z.string().optional() })
const listSchema = z.object({
  tags: z.array(z.string()).nullish(),
  manifest: z.record(z.string(), uploadSchema).optional().catch(undefined),
})

/** Signatures, attestations and bills of material that tools keep beside an image under the name of its digest. */
const COMPANION = /^sha256-[0-9a-f]{64}(\.|$)/

/** The tags of one image, page by page, as releases. Shared with charts that live in OCI registries. */
export async function discoverImage(image: ImageRepository, query: Query, session: OciSession): Promise<Answer> {
  const maxPages = source.safeParse(query.source).data?.max_pages ?? MAX_PAGES
  const found = new Map<string, Release>()
  const responses: HttpResponse[] = []
  const notices: string[] = []
  const list = `${image.registry}/v2/${image.path}/tags/list`
  let url = `${list}?n=${PAGE_SIZE}`
  for (let page = 0; ; page += 1) {
    const response = await readPage(session, image, url)
    if (!('status' in response)) return { ok: false, cause: response }
    const parsed = parseJson(response.body, listSchema)
    if (!parsed.ok) return { ok: false, cause: invalid(response, `image ${image.path}`, parsed.reason) }
    responses.push(response)
    takeTags(found, parsed.value)
    const { next, refused } = nextTags(response.headers['link'], list, image)
    if (refused !== undefined) notices.push(`the list of tags is incomplete: the registry continues at ${plainWords(refused)}`)
    if (next === null) break
    if (page + 1 >= maxPages) {
      notices.push(`the list of tags is incomplete: ${found.size} were read (\`max_pages\`)`)
      break
    }
    url = next
  }
  const own = ownReleases([...found.values()], query)
  const all = [...notices, ...own.notices, ...(found.size === 0 ? ['the image has no tags'] : []), ...staleNotice(responses)]
  return {
    ok: true,
    releases: own.releases,
    origin: originOf(responses.map(({ origin }) => origin)),
    ...(all.length > 0 && { notices: all }),
  }
}

async function readPage(session: OciSession, image: ImageRepository, url: string) {
  const headers = { accept: 'application/json' }
  let response = await session.request(image, { url, headers })
  if ('status' in response && response.status >= 500 && url.includes(`n=${PAGE_SIZE}`)) {
    response = await session.request(image, { url: url.replace(`n=${PAGE_SIZE}`, `n=${SMALL_PAGE_SIZE}`), headers })
  }
  if (!('status' in response) || response.status === 200) return response
  return causeOfStatus(response, `image ${image.path}`)
}

/**
 * The next page. Registries name themselves by another host than the one asked (Docker Hub does): the place in the list is taken over, the
 * host never, and nothing else than this image's list is followed.
 */
function nextTags(link: string | undefined, list: string, image: ImageRepository): { next: string | null; refused?: string } {
  const { next, refused } = nextPage(link, list)
  if (next !== null && URL.parse(next)?.pathname === URL.parse(list)?.pathname) return { next }
  const target = URL.parse(/<([^>]{1,4000})>/.exec(link ?? '')?.[1] ?? '', list)
  if (refused !== undefined && target?.pathname === `/v2/${image.path}/tags/list` && target.protocol === 'https:') {
    return { next: `${list}${target.search}` }
  }
  return next === null && refused === undefined ? { next } : { next: null, refused: refused ?? 'another address' }
}

function takeTags(found: Map<string, Release>, page: z.infer<typeof listSchema>): void {
  for (const tag of page.tags ?? []) {
    if (!COMPANION.test(tag) && !found.has(tag)) found.set(tag, { tag, version: tag })
  }
  for (const [digest, { tag: tags, timeUploadedMs }] of Object.entries(page.manifest ?? {})) {
    for (const tag of tags ?? []) {
      const release = found.get(tag)
      if (release === undefined) continue
      release.digest = digest
      const date = Number(timeUploadedMs)
      if (date > 0) release.date = date
    }
  }
}

async function discover(queries: readonly Query[], io: DatasourceIo): Promise<Answer[]> {
  const session = ociSession(io, 'docker')
  const running = new Map<string, Promise<Answer>>()
  return Promise.all(
    queries.map((query) => {
      const image = imageRepository(query, io)
      if (image === null) return failed('invalid-query', `\`${query.package.slice(0, 100)}\` is no image name`)
      const key = JSON.stringify([image, query.tagPrefix, query.source])
      const answer = running.get(key) ?? discoverImage(image, query, session)
      running.set(key, answer)
      return answer
    }),
  )
}

export const docker: Datasource = {
  id: 'docker',
  label: 'Container images (any OCI registry)',
  example: 'redis, ghcr.io/owner/image',
  docs: 'https://github.com/opencontainers/distribution-spec/blob/main/spec.md#listing-tags',
  defaultUrl: 'https://registry-1.docker.io',
  defaultVersioning: 'docker',
  provides: ['digest', 'platforms'],
  source,
  discover,
}

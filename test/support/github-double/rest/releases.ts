import { allowed } from '../access.ts'
import { nextId } from '../context.ts'
import { createRef } from '../domain/refs.ts'
import { byCreation, latestRelease } from '../domain/releases.ts'
import { notFound, RestError, validationFailed } from '../errors.ts'
import type { Release } from '../state.ts'
import { paginate } from './paging.ts'
import { commitOf, findCommit } from './revision.ts'
import type { RestCall, RestRoutes } from './router.ts'
import { releaseShape } from './shapes/releases.ts'

export const releaseRoutes: RestRoutes = {
  'repos/list-releases': { needs: ['contents:read'], handle: list },
  'repos/get-latest-release': {
    needs: ['contents:read'],
    handle(call) {
      const found = latestRelease(call.repo)
      if (found === undefined) throw notFound()
      return { status: 200, json: releaseShape(call, found) }
    },
  },
  'repos/get-release-by-tag': {
    needs: ['contents:read'],
    handle(call) {
      const found = call.repo.releases.find((release) => release.tag === call.path['tag'] && !release.draft)
      if (found === undefined) throw notFound()
      return { status: 200, json: releaseShape(call, found) }
    },
  },
  'repos/get-release': { needs: ['contents:read'], handle: (call) => ({ status: 200, json: releaseShape(call, releaseOf(call)) }) },
  'repos/create-release': { needs: ['contents:write'], handle: create },
  'repos/update-release': { needs: ['contents:write'], handle: update },
  'repos/delete-release': {
    needs: ['contents:write'],
    handle(call) {
      const release = releaseOf(call)
      if (release.immutable) call.repo.burnedTags.push(release.tag)
      call.repo.releases = call.repo.releases.filter((one) => one !== release)
      return { status: 204 }
    },
  },
}

function mayPush(call: RestCall): boolean {
  return allowed(call.token, call.repo, ['contents:write'])
}

/** Newest first; drafts only for those who may push. */
function list(call: RestCall) {
  const drafts = mayPush(call)
  const { items, headers } = paginate(call, byCreation(call.repo.releases.filter((release) => drafts || !release.draft)))
  return { status: 200, headers, json: items.map((release) => releaseShape(call, release)) }
}

export function releaseOf(call: RestCall): Release {
  const found = call.repo.releases.find((release) => release.id === Number(call.path['release_id']))
  if (found === undefined || (found.draft && !mayPush(call))) throw notFound()
  return found
}

async function create(call: RestCall) {
  const { tag_name: tag, target_commitish: target, name, body, draft, prerelease, make_latest: latest } = call.body
  const release: Release = {
    id: nextId(call.double),
    tag: String(tag),
    target: typeof target === 'string' ? target : call.repo.defaultBranch,
    name: typeof name === 'string' ? name : null,
    body: typeof body === 'string' ? body : null,
    draft: draft === true,
    prerelease: prerelease === true,
    immutable: false,
    author: call.actor.login,
    createdAt: call.double.clock.iso(),
    publishedAt: null,
    ...(latest === 'true' ? { latest: true } : {}),
    assets: [],
  }
  if (call.repo.burnedTags.includes(release.tag))
    throw validationFailed('Release', 'tag_name', 'custom', 'tag_name was used by an immutable release')
  if (call.repo.releases.some((one) => one.tag === release.tag && !one.draft) && !release.draft)
    throw validationFailed('Release', 'tag_name', 'already_exists')
  if (!release.draft) await publish(call, release)
  call.repo.releases.push(release)
  const json = releaseShape(call, release)
  return { status: 201, headers: { location: String(json['url']) }, json }
}

/** Publishing makes the tag where there is none; a draft has none. @throws RestError */
async function publish(call: RestCall, release: Release): Promise<void> {
  const name = `refs/tags/${release.tag}`
  if ((await call.repo.git.ref(name)) === null) {
    const target = await findCommit(call, release.target)
    if (target === null) throw validationFailed('Release', 'target_commitish', 'invalid')
    await createRef(call, name, target.sha)
  }
  release.createdAt = (await commitOf(call, release.tag)).committer.date
  release.draft = false
  release.publishedAt = call.double.clock.iso()
  release.immutable = call.repo.settings.immutableReleases
}

async function update(call: RestCall) {
  const release = releaseOf(call)
  const { tag_name: tag, target_commitish: target, name, body, draft, prerelease, make_latest: latest } = call.body
  // Title and notes stay editable on an immutable release; the tag and the pre-release flag are taken to be locked (undocumented).
  const locked =
    (typeof tag === 'string' && tag !== release.tag) ||
    (typeof prerelease === 'boolean' && prerelease !== release.prerelease) ||
    draft === true
  if (release.immutable && locked) throw new RestError(422, 'Cannot modify an immutable release.')
  if (typeof tag === 'string') release.tag = tag
  if (typeof target === 'string') release.target = target
  if (typeof name === 'string') release.name = name
  if (typeof body === 'string') release.body = body
  if (typeof prerelease === 'boolean') release.prerelease = prerelease
  if (latest === 'true') for (const one of call.repo.releases) one.latest = one === release
  if (draft === false && release.draft) await publish(call, release)
  return { status: 200, json: releaseShape(call, release) }
}

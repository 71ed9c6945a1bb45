import { ForgeConflict } from '../../ports/forge.ts'
import type { ForgeRelease, ReleasePages } from '../../ports/releases.ts'
import type { Attempt } from './attempt.ts'
import type { Client } from './client.ts'
import { burned, says } from './refusals.ts'

type Repo = { owner: string; repo: string }
type RestRelease = Awaited<ReturnType<Client['rest']['repos']['getRelease']>>['data']

const WRITING = 'contents: write'

/** Pages of releases on GitHub. A draft is made first, files come next, publishing last: an immutable release takes nothing afterwards. */
export function releasePages(client: Client, repo: Repo, attempt: Attempt): ReleasePages {
  return {
    find: (tag) => attempt({ doing: `Reading the release ${tag}`, needs: 'contents: read' }, () => find(client, repo, tag)),
    draft: ({ tag, body, prerelease }) =>
      attempt({ doing: `Drafting the release ${tag}`, needs: WRITING }, async () => {
        try {
          const { data } = await client.rest.repos.createRelease({ ...repo, tag_name: tag, name: tag, body, prerelease, draft: true })
          return await theFirst(client, repo, read(data))
        } catch (error) {
          throw says(error, 422, /immutable release/i) ? burned(tag) : error
        }
      }),
    upload: (release, asset) =>
      attempt({ doing: `Uploading ${asset.name}`, needs: WRITING }, async () => {
        const { data } = await client.rest.repos.getRelease({ ...repo, release_id: release.id })
        const bytes = await asset.read()
        // The address is that of another host, which GitHub names in the release.
        const sent = client.request({
          method: 'POST',
          url: `${uploadAddress(data.upload_url, data.url)}?name=${encodeURIComponent(asset.name)}`,
          data: bytes,
          headers: { 'content-type': 'application/octet-stream', 'content-length': bytes.byteLength },
        })
        await sent.catch((error: unknown) => {
          throw says(error, 422, /already_exists/) ? new ForgeConflict(`${asset.name} is on the release already`) : error
        })
      }),
    removeAsset: (asset) =>
      attempt({ doing: `Removing ${asset.name}`, needs: WRITING }, async () => {
        await client.rest.repos.deleteReleaseAsset({ ...repo, asset_id: asset.id })
      }),
    publish: (release, latest) =>
      attempt({ doing: `Publishing the release ${release.tag}`, needs: WRITING }, async () => {
        try {
          const { data } = await client.rest.repos.updateRelease({
            ...repo,
            release_id: release.id,
            draft: false,
            make_latest: latest ? 'true' : 'false',
          })
          return read(data)
        } catch (error) {
          throw says(error, 422, /immutable release/i) ? burned(release.tag) : error
        }
      }),
    rewrite: (release, body) =>
      attempt({ doing: `Editing the notes of ${release.tag}`, needs: WRITING }, async () => {
        await client.rest.repos.updateRelease({ ...repo, release_id: release.id, body })
      }),
    promote: (release) =>
      attempt({ doing: `Marking ${release.tag} as latest`, needs: WRITING }, async () => {
        try {
          await client.rest.repos.updateRelease({ ...repo, release_id: release.id, make_latest: 'true' })
          return true
        } catch (error) {
          if (says(error, 422, /./)) return false
          throw error
        }
      }),
  }
}

/** The token goes there, so it must be GitHub's own: the API's host, or its neighbour `uploads.`. */
function uploadAddress(template: string, api: string): string {
  const address = template.replace(/\{.*$/, '')
  const [upload, own] = [new URL(address), new URL(api)]
  const known = [own.host, own.host.replace(/^api\./, 'uploads.')]
  if (upload.protocol !== own.protocol || !known.includes(upload.host)) throw new Error(`${upload.host} is no host of this GitHub`)
  return address
}

/** A draft has no tag to be asked by, so the list is read; it stands near its beginning, for it is new. */
async function find(client: Client, repo: Repo, tag: string): Promise<ForgeRelease | null> {
  const published = await client.rest.repos.getReleaseByTag({ ...repo, tag }).then(
    ({ data }) => read(data),
    (error: unknown) => {
      if (says(error, 404, /./)) return null
      throw error
    },
  )
  if (published !== null) return published
  const [first] = await drafts(client, repo, tag)
  return first ?? null
}

/** Releases of a tag on the first page of the list that has any, the oldest first: GitHub takes any number of drafts for one tag. */
async function drafts(client: Client, repo: Repo, tag: string): Promise<ForgeRelease[]> {
  for await (const { data } of client.paginate.iterator(client.rest.repos.listReleases, { ...repo, per_page: 100 })) {
    const found = data.filter((one) => one.tag_name === tag)
    if (found.length > 0) return found.map(read).toSorted((a, b) => a.id - b.id)
  }
  return []
}

/** Another run may have drafted in the same moment: then the older draft is the one, and ours goes away. */
async function theFirst(client: Client, repo: Repo, own: ForgeRelease): Promise<ForgeRelease> {
  const [first = own] = await drafts(client, repo, own.tag)
  if (first.id !== own.id) await client.rest.repos.deleteRelease({ ...repo, release_id: own.id })
  return first
}

function read(data: RestRelease): ForgeRelease {
  return {
    id: data.id,
    tag: data.tag_name,
    body: data.body ?? '',
    draft: data.draft,
    prerelease: data.prerelease,
    immutable: 'immutable' in data && data.immutable === true,
    url: data.html_url,
    assets: data.assets.map(({ id, name, size, state, ...more }) => {
      const digest = 'digest' in more && typeof more.digest === 'string' ? more.digest : null
      return { id, name, size, digest, complete: state === 'uploaded' }
    }),
  }
}

import { canSee } from '../access.ts'
import { type DoubleContext, findRepository } from '../context.ts'
import type { Token } from '../state.ts'
import type { Answer } from './answer.ts'

const asset = /^\/([^/]+)\/([^/]+)\/releases\/download\/([^/]+)\/([^/]+)$/
const raw = /^\/([^/]+)\/([^/]+)\/raw\/([^/]+)\/(.+)$/

/** Files that GitHub serves outside its API: release assets and raw contents. Null where the address is of neither. */
export async function serveDownload(double: DoubleContext, path: string, token: Token | null): Promise<Answer | null> {
  const found = asset.exec(path) ?? raw.exec(path)
  if (found === null) return null
  const [, owner = '', name = '', at = '', file = ''] = found.map((part) => decodeURIComponent(part ?? ''))
  const repo = findRepository(double.state, owner, name)
  if (repo === undefined || !canSee(token, repo)) return missing
  if (asset.test(path)) {
    const one = repo.releases.find((release) => release.tag === at && !release.draft)?.assets.find((candidate) => candidate.name === file)
    if (one === undefined) return missing
    one.downloads += 1
    return { status: 200, raw: Buffer.from(one.content, 'base64'), contentType: one.contentType }
  }
  const object = await repo.git.resolve(`${at}:${file}`)
  const body = object?.type === 'blob' ? await repo.git.blob(object.sha) : null
  return body === null ? missing : { status: 200, raw: body, contentType: 'text/plain; charset=utf-8' }
}

const missing: Answer = { status: 404, raw: 'Not Found', contentType: 'text/plain; charset=utf-8' }

export function isDownload(path: string): boolean {
  return asset.test(path) || raw.test(path)
}

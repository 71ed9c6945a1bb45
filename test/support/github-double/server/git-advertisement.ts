import { canSee } from '../access.ts'
import { type DoubleContext, findRepository } from '../context.ts'
import type { Ref } from '../git/store.ts'
import type { Repository, Token } from '../state.ts'
import type { Answer } from './answer.ts'

const address = /^\/([^/]+)\/([^/]+?)(?:\.git)?\/info\/refs$/

export function isAdvertisement(path: string): boolean {
  return address.test(path)
}

/**
 * The first answer of git's own protocol over HTTP (version 0): every ref with its commit, tags with what they lead to. It costs no API
 * quota. Cloning and pushing over HTTP are not played.
 */
export async function serveAdvertisement(
  double: DoubleContext,
  path: string,
  query: URLSearchParams,
  token: Token | null,
): Promise<Answer> {
  const [, owner = '', name = ''] = address.exec(path) ?? []
  if (query.get('service') !== 'git-upload-pack')
    return { status: 403, raw: 'Please upgrade your git client.\n', contentType: 'text/plain; charset=utf-8' }
  const repo = findRepository(double.state, owner, name)
  // What is not there and what may not be seen look alike: git is asked for a password.
  if (repo === undefined || !canSee(token, repo)) {
    return {
      status: 401,
      headers: { 'www-authenticate': 'Basic realm="GitHub"' },
      raw: 'Repository not found.',
      contentType: 'text/plain; charset=utf-8',
    }
  }
  return {
    status: 200,
    headers: { 'cache-control': 'no-cache, max-age=0, must-revalidate' },
    raw: await advertisement(repo),
    contentType: 'application/x-git-upload-pack-advertisement',
  }
}

async function advertisement(repo: Repository): Promise<string> {
  const refs = await repo.git.refs('refs/')
  const head = refs.find((ref) => ref.name === `refs/heads/${repo.defaultBranch}`)
  const lines = [...(head === undefined ? [] : [`${head.sha} HEAD`]), ...refs.flatMap(linesOf)]
  const able = `multi_ack side-band-64k ofs-delta shallow no-progress include-tag symref=HEAD:refs/heads/${repo.defaultBranch} agent=git/github-double`
  const [first = `${'0'.repeat(40)} capabilities^{}`, ...others] = lines
  return `${packet('# service=git-upload-pack\n')}0000${packet(`${first}\0${able}\n`)}${others.map((line) => packet(`${line}\n`)).join('')}0000`
}

function linesOf(ref: Ref): string[] {
  return [`${ref.sha} ${ref.name}`, ...(ref.peeled === undefined ? [] : [`${ref.peeled} ${ref.name}^{}`])]
}

/** A line behind its length in four hexadecimal digits, which count themselves. */
function packet(text: string): string {
  return `${(Buffer.byteLength(text) + 4).toString(16).padStart(4, '0')}${text}`
}

import { fullName } from '../../context.ts'
import type { CommitInfo, FileDiff, Signature } from '../../git/store.ts'
import { nodeId } from '../../node-id.ts'
import type { User } from '../../state.ts'
import type { Shaping } from './issues.ts'
import { repositoryUrl } from './repositories.ts'
import { userShape } from './users.ts'

/** The account behind a commit's address, if there is one. */
function accountOf({ double }: Shaping, person: Signature): User | undefined {
  const login = /^(?:\d+\+)?(.+)@users\.noreply\.github\.com$/.exec(person.email)?.[1]
  return double.state.users.find((user) => user.login === login || (user.email !== null && user.email === person.email))
}

export function verificationShape(commit: CommitInfo): Record<string, unknown> {
  const verified = commit.verified
  return {
    verified,
    reason: verified ? 'valid' : 'unsigned',
    signature: verified ? '-----BEGIN PGP SIGNATURE-----\n\ngithub-double\n-----END PGP SIGNATURE-----' : null,
    payload: verified ? commit.message : null,
    verified_at: verified ? commit.committer.date : null,
  }
}

/** `commit` of the commits API, without files */
export function commitShape(shaping: Shaping, commit: CommitInfo): Record<string, unknown> {
  const { urls, repo } = shaping
  const api = repositoryUrl(urls, repo)
  const html = `${urls.html}/${fullName(repo)}/commit`
  const author = accountOf(shaping, commit.author)
  const committer = accountOf(shaping, commit.committer)
  return {
    sha: commit.sha,
    node_id: nodeId('C', repo.id, commit.sha),
    url: `${api}/commits/${commit.sha}`,
    html_url: `${html}/${commit.sha}`,
    comments_url: `${api}/commits/${commit.sha}/comments`,
    commit: {
      url: `${api}/git/commits/${commit.sha}`,
      author: commit.author,
      committer: commit.committer,
      message: commit.message,
      tree: { sha: commit.tree, url: `${api}/git/trees/${commit.tree}` },
      comment_count: 0,
      verification: verificationShape(commit),
    },
    author: author === undefined ? null : userShape(urls, author),
    committer: committer === undefined ? null : userShape(urls, committer),
    parents: commit.parents.map((sha) => ({ sha, url: `${api}/commits/${sha}`, html_url: `${html}/${sha}` })),
  }
}

/** `git-commit` of the git data API */
export function gitCommitShape({ urls, repo }: Shaping, commit: CommitInfo): Record<string, unknown> {
  const api = repositoryUrl(urls, repo)
  const html = `${urls.html}/${fullName(repo)}/commit`
  return {
    sha: commit.sha,
    node_id: nodeId('C', repo.id, commit.sha),
    url: `${api}/git/commits/${commit.sha}`,
    html_url: `${html}/${commit.sha}`,
    author: commit.author,
    committer: commit.committer,
    message: commit.message,
    tree: { sha: commit.tree, url: `${api}/git/trees/${commit.tree}` },
    parents: commit.parents.map((sha) => ({ sha, url: `${api}/git/commits/${sha}`, html_url: `${html}/${sha}` })),
    verification: verificationShape(commit),
  }
}

/** `diff-entry` */
export function diffShape({ urls, repo }: Shaping, sha: string, file: FileDiff): Record<string, unknown> {
  const path = file.path.split('/').map(encodeURIComponent).join('/')
  const html = `${urls.html}/${fullName(repo)}`
  return {
    sha: file.sha,
    filename: file.path,
    status: file.status,
    additions: file.additions,
    deletions: file.deletions,
    changes: file.additions + file.deletions,
    blob_url: `${html}/blob/${sha}/${path}`,
    raw_url: `${html}/raw/${sha}/${path}`,
    contents_url: `${repositoryUrl(urls, repo)}/contents/${path}?ref=${sha}`,
    ...(file.patch === undefined ? {} : { patch: file.patch }),
    ...(file.previous === undefined ? {} : { previous_filename: file.previous }),
  }
}

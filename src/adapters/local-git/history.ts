import { fail } from '../../core/model/problems.ts'
import type { History, HistoryCommit, HistoryTag } from '../../ports/history.ts'
import { GitError, git } from './git.ts'

/** Commits and tags of the local repository whose top folder is `root`, as seen from what is checked out, or from `base`. */
export function localHistory(root: string, base?: { branch: string; commit: string }): History {
  const top = base?.commit ?? 'HEAD'
  return {
    async head() {
      const commit = await git(root, ['rev-parse', '--verify', '--quiet', `${top}^{commit}`]).catch(refusedAs(''))
      if (commit === '') return fail('repository-unknown', 'The repository has no commit yet.', { help: 'Commit first.' })
      if ((await git(root, ['rev-parse', '--is-shallow-repository'])).trim() === 'true') {
        return fail('history-incomplete', 'The repository is a shallow clone: commits and tags that decide the version are not here.', {
          help: 'Run `git fetch --unshallow --tags`; on GitHub Actions give `fetch-depth: 0` to actions/checkout.',
        })
      }
      const [branch, remote] = await Promise.all([base?.branch ?? symbolicRef(root, 'HEAD'), symbolicRef(root, 'refs/remotes/origin/HEAD')])
      return { commit: commit.trim(), branch, defaultBranch: remote?.replace(/^origin\//, '') ?? null }
    },
    async tags(prefix = '') {
      const tags = await readTags(root, top)
      return tags.filter(({ name }) => name.startsWith(prefix))
    },
    async contains(commit) {
      const kept = await git(root, ['merge-base', '--is-ancestor', commit, top]).then(
        () => true,
        (error: unknown) => (error instanceof GitError ? false : Promise.reject(error)),
      )
      return kept
    },
    async commits(since, paths, from = top) {
      const range = [from, ...(since === null ? [] : [`^${since}`])]
      const [out, touching] = await Promise.all([
        git(root, [
          '-c',
          'log.showSignature=false',
          'log',
          '-z',
          '--topo-order',
          '--no-notes',
          '--no-decorate',
          '--encoding=UTF-8',
          FORMAT,
          ...range,
        ]),
        paths.length === 0 ? null : git(root, ['rev-list', '--full-history', ...range, '--', ...paths.map(pathspec)]),
      ])
      const touches = touching === null ? null : new Set(touching.split('\n'))
      return out
        .split('\0')
        .filter((record) => record !== '')
        .map((record) => readRecord(record, touches))
    },
  }
}

const FORMAT = '--format=tformat:%H%n%P%n%ct%n%B'

/** Three lines of which git says what stands in them, then the message, whatever it holds. */
function readRecord(record: string, touches: ReadonlySet<string> | null): HistoryCommit {
  const [sha = '', parents = '', seconds = ''] = record.split('\n', 3)
  const message = record.slice(sha.length + parents.length + seconds.length + 3)
  return {
    sha,
    parents: parents.split(' ').filter((parent) => parent !== ''),
    message,
    date: Number(seconds) * 1000,
    touches: touches === null || touches.has(sha),
  }
}

/** A glob from the top; `!` leaves out. What stands behind the `)` has no further magic. */
function pathspec(path: string): string {
  return path.startsWith('!') ? `:(top,glob,exclude)${path.slice(1)}` : `:(top,glob)${path}`
}

async function symbolicRef(root: string, name: string): Promise<string | null> {
  const out = await git(root, ['symbolic-ref', '--short', '--quiet', name]).catch(refusedAs(''))
  return out.trim() === '' ? null : out.trim()
}

const TAG_FORMAT = '--format=%(refname:strip=2)%00%(objecttype)%00%(objectname)%00%(*objecttype)%00%(*objectname)'

async function readTags(root: string, top: string): Promise<HistoryTag[]> {
  const [out, mergedOut] = await Promise.all([
    git(root, ['for-each-ref', TAG_FORMAT, 'refs/tags']),
    git(root, ['for-each-ref', `--merged=${top}`, '--format=%(refname:strip=2)', 'refs/tags']),
  ])
  const merged = new Set(mergedOut.split('\n'))
  const rows = out.split('\n').filter((row) => row !== '')
  const tags = await Promise.all(
    rows.map(async (row) => {
      const [name = '', type = '', object = '', peeledType = '', peeled = ''] = row.split('\0')
      const commit = type === 'commit' ? object : peeledType === 'commit' ? peeled : await peel(root, name, peeledType)
      return commit === null ? [] : [{ name, commit, merged: merged.has(name) }]
    }),
  )
  return tags.flat()
}

/** Tags of tags, down to the commit; null where a tag leads to a tree or a file. */
async function peel(root: string, name: string, type: string): Promise<string | null> {
  if (type !== 'tag') return null
  const out = await git(root, ['rev-parse', '--verify', '--quiet', `refs/tags/${name}^{commit}`]).catch(refusedAs(''))
  return out.trim() === '' ? null : out.trim()
}

/** What stands for an answer where git says no; other failures are passed on. */
function refusedAs<T>(answer: T): (error: unknown) => T {
  return (error) => {
    if (error instanceof GitError) return answer
    throw error
  }
}

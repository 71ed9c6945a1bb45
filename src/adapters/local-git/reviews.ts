import { fail } from '../../core/model/problems.ts'
import type { Reviews } from '../../ports/reviews.ts'
import { GitError, git } from './git.ts'

/** Ranges of the local repository whose top folder is `root`; it knows no pull requests. `base`: what a range without one starts at. */
export function localReviews(root: string, base: () => Promise<{ branch: string; commit: string }>): Reviews {
  return {
    async change(subject) {
      if ('pull' in subject) {
        return fail('usage', 'A pull request is reviewed on its forge.', {
          help: 'Give `--repo OWNER/NAME` beside `--pr`, and GITHUB_TOKEN.',
        })
      }
      const from = subject.base === undefined ? await base() : { branch: subject.base, commit: await commitOf(root, subject.base) }
      const to = subject.head ?? 'HEAD'
      const head = await commitOf(root, to)
      const mergeBase = (await git(root, ['merge-base', from.commit, head]).catch(noneInCommon)).trim()
      const out = await git(root, ['diff-tree', '-r', '-z', '--no-renames', '--name-only', mergeBase, head])
      const files = out.split('\0').filter((path) => path !== '')
      return { base: from, mergeBase, head: { branch: to, commit: head }, files, pull: null }
    },
  }
}

async function commitOf(root: string, revision: string): Promise<string> {
  try {
    return (await git(root, ['rev-parse', '--verify', '--quiet', '--end-of-options', `${revision}^{commit}`])).trim()
  } catch (error) {
    if (!(error instanceof GitError)) throw error
    return fail('repository-unknown', `There is no commit “${revision}” here.`, { help: 'Fetch it, or correct the range.' })
  }
}

function noneInCommon(error: unknown): never {
  if (!(error instanceof GitError)) throw error
  return fail('history-incomplete', 'The two commits have no history in common.', {
    help: 'In a shallow clone, run `git fetch --unshallow`.',
  })
}

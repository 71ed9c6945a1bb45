import { fail } from '../../core/model/problems.ts'
import { ForgeConflict } from '../../ports/forge.ts'
import type { Releases } from '../../ports/releases.ts'
import { commitHere } from './commit-here.ts'
import { identity } from './commit-tree.ts'
import { GitError, git } from './git.ts'

/** Tags and release commits of the local repository whose top folder is `root`. There are no pages, and nothing is pushed. */
export function localReleases(root: string): Releases {
  return {
    web: null,
    pages: null,
    merged: async () => null,
    async tag(name) {
      const ref = `refs/tags/${name}`
      const there = await git(root, ['rev-parse', '--verify', '--quiet', ref]).catch(none)
      if (there.trim() === '') return null
      const commit = (await git(root, ['rev-parse', '--verify', '--quiet', `${ref}^{commit}`]).catch(none)).trim()
      if (commit === '')
        return fail('version-exists', `The tag ${name} leads to no commit.`, { help: 'Remove it, or take another version.' })
      return { commit, message: await git(root, ['show', '-s', '--format=%B', '--no-notes', commit]) }
    },
    async createTag({ name, commit, message }) {
      try {
        // The message on standard input: it may begin with a dash.
        await git(root, ['tag', '--annotate', '--no-sign', '--cleanup=whitespace', '--file=-', name, commit], {
          input: message,
          env: await identity(root),
        })
      } catch (error) {
        if (error instanceof GitError && /already exists/.test(error.stderr)) throw new ForgeConflict(`the tag ${name} exists already`)
        throw error
      }
    },
    commit: (branch, expectedHead, message, files) => commitHere(root, branch, expectedHead, message, files),
  }
}

function none(error: unknown): string {
  if (error instanceof GitError) return ''
  throw error
}

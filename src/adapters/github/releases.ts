import { fail, type Problem, ProblemError } from '../../core/model/problems.ts'
import { ForgeConflict } from '../../ports/forge.ts'
import type { Releases } from '../../ports/releases.ts'
import { attempting } from './attempt.ts'
import type { Client } from './client.ts'
import { commitFiles, committing } from './commit.ts'
import { burned, says } from './refusals.ts'
import { releasePages } from './release-pages.ts'

/** Tags, releases and release commits of a repository on GitHub. `webUrl`: where people look at it, `https://github.com`. */
export function githubReleases(client: Client, repo: { owner: string; repo: string }, webUrl: string): Releases {
  const attempt = attempting(`${repo.owner}/${repo.repo}`)
  return {
    web: { host: webUrl, owner: repo.owner, name: repo.repo },
    tag: (tag) => attempt({ doing: `Reading the tag ${tag}`, needs: 'contents: read' }, () => taggedCommit(client, repo, tag)),
    createTag: ({ name: tag, commit, message }) =>
      attempt({ doing: `Creating the tag ${tag}`, needs: 'contents: write' }, async () => {
        const { data } = await client.rest.git.createTag({ ...repo, tag, message, object: commit, type: 'commit' })
        try {
          await client.rest.git.createRef({ ...repo, ref: `refs/tags/${tag}`, sha: data.sha })
        } catch (error) {
          if (says(error, 422, /already exists/i)) throw new ForgeConflict(`the tag ${tag} exists already`)
          if (says(error, 422, /immutable release/i)) throw burned(tag)
          if (isProtected(error)) throw protectedTag(tag)
          throw error
        }
      }),
    commit: (branch, expectedHead, message, files) =>
      attempt(committing(branch, files), async () => {
        try {
          return await commitFiles(client, repo, branch, expectedHead, message, files)
        } catch (error) {
          if (isProtected(error)) throw protectedBranch(branch)
          throw error
        }
      }),
    merged: (number) =>
      attempt({ doing: `Reading pull request #${number}`, needs: 'pull-requests: read' }, async () => {
        const { data } = await client.rest.pulls.get({ ...repo, pull_number: number })
        return data.merged && data.merge_commit_sha !== null ? { number, commit: data.merge_commit_sha } : null
      }),
    pages: releasePages(client, repo, attempt),
  }
}

async function taggedCommit(client: Client, repo: { owner: string; repo: string }, tag: string) {
  try {
    const { data: ref } = await client.rest.git.getRef({ ...repo, ref: `tags/${tag}` })
    let { sha, type } = ref.object
    // A tag of a tag, as deep as anybody makes them.
    for (let stage = 0; type === 'tag' && stage < 5; stage += 1) {
      const { data } = await client.rest.git.getTag({ ...repo, tag_sha: sha })
      ;({ sha, type } = data.object)
    }
    if (type !== 'commit')
      return fail('version-exists', `The tag ${tag} leads to no commit.`, { help: 'Remove it, or take another version.' })
    const { data: commit } = await client.rest.git.getCommit({ ...repo, commit_sha: sha })
    return { commit: sha, message: commit.message }
  } catch (error) {
    if (says(error, 404, /./)) return null
    throw error
  }
}

/** Branch protection and rulesets, in REST's words and in GraphQL's. */
function isProtected(error: unknown): boolean {
  if (!(error instanceof Error)) return false
  return /through a pull request|protected branch|rule violations|GH006|GH013|required status check/i.test(error.message)
}

function protectedTag(tag: string): Error {
  const problem: Problem = {
    code: 'forge-refused',
    message: `A ruleset does not let this token create the tag ${tag}.`,
    help: 'Let the app behind the token bypass the rule for tags; the next run goes on from here.',
  }
  return new ProblemError([problem])
}

function protectedBranch(branch: string): Error {
  const problem: Problem = {
    code: 'branch-protected',
    message: `${branch} is protected: changes must be made through a pull request.`,
    help: 'Release by a pull request (`--mode pr`, or `release.mode: pr` in the registry), or let the app behind the token bypass the rule.',
  }
  return new ProblemError([problem])
}

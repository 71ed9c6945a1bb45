import { GraphqlResponseError } from '@octokit/graphql'
import * as z from 'zod'
import type { FileChange } from '../../core/model/proposal.ts'
import { ForgeConflict } from '../../ports/forge.ts'
import type { Client } from './client.ts'
import type { Purpose } from './errors.ts'
import { says } from './refusals.ts'

const MUTATION = `mutation commit($input: CreateCommitOnBranchInput!) { createCommitOnBranch(input: $input) { commit { oid } } }`

const answerSchema = z.object({ createCommitOnBranch: z.object({ commit: z.object({ oid: z.string() }) }) })

/** What a commit needs. Workflows ask for a permission of their own. */
export function committing(branch: string, files: readonly FileChange[]): Purpose {
  const workflows = files.some((file) => file.path.startsWith('.github/workflows/'))
  return { doing: `Committing to ${branch}`, needs: 'contents: write', workflows }
}

/** One commit on top of `expectedHead`, signed by GitHub; files keep their modes. @returns its sha. @throws ForgeConflict */
export function commitFiles(
  client: Client,
  repo: { owner: string; repo: string },
  branch: string,
  expectedHead: string,
  message: { headline: string; body: string },
  files: readonly FileChange[],
): Promise<string> {
  return files.every((file) => file.mode === '100644')
    ? commitByMutation(client, `${repo.owner}/${repo.repo}`, branch, expectedHead, message, files)
    : commitByBlobs(client, repo, branch, expectedHead, message, files)
}

/** One commit, signed by GitHub, on top of `expectedHead` or not at all (https://docs.github.com/en/graphql/reference/mutations#createcommitonbranch). */
export async function commitByMutation(
  client: Client,
  repository: string,
  branch: string,
  expectedHead: string,
  message: { headline: string; body: string },
  files: readonly FileChange[],
): Promise<string> {
  const additions = files.map((file) => ({ path: file.path, contents: Buffer.from(file.text, 'utf8').toString('base64') }))
  const input = {
    branch: { repositoryNameWithOwner: repository, branchName: branch },
    expectedHeadOid: expectedHead,
    message,
    fileChanges: { additions },
  }
  return answerSchema.parse(await client.graphql(MUTATION, { input }).catch(branchGone(branch))).createCommitOnBranch.commit.oid
}

/** Another run took the branch away between its creation and the commit. */
function branchGone(branch: string): (error: unknown) => never {
  return (error) => {
    const gone =
      error instanceof GraphqlResponseError && error.errors?.some((one) => one.type === 'NOT_FOUND' && /branch|ref/i.test(one.message))
    if (gone === true) throw new ForgeConflict(`branch ${branch} is gone`)
    throw error
  }
}

/**
 * The same through the Git Data API, which keeps a file's mode: the mutation writes every file as 100644, and an executable script
 * would lose its bit. GitHub signs these commits too when they name neither author nor committer and the token is an app's.
 */
async function commitByBlobs(
  client: Client,
  repo: { owner: string; repo: string },
  branch: string,
  expectedHead: string,
  message: { headline: string; body: string },
  files: readonly FileChange[],
): Promise<string> {
  const parent = await client.rest.git.getCommit({ ...repo, commit_sha: expectedHead })
  const tree = await client.rest.git.createTree({
    ...repo,
    base_tree: parent.data.tree.sha,
    tree: files.map((file) => ({
      path: file.path,
      mode: file.mode === '100755' ? ('100755' as const) : ('100644' as const),
      type: 'blob' as const,
      content: file.text,
    })),
  })
  const commit = await client.rest.git.createCommit({
    ...repo,
    message: `${message.headline}\n\n${message.body}`,
    tree: tree.data.sha,
    parents: [expectedHead],
  })
  try {
    await client.rest.git.updateRef({ ...repo, ref: `heads/${branch}`, sha: commit.data.sha, force: false })
  } catch (error) {
    if (says(error, 422, /fast forward|does not exist/i)) throw new ForgeConflict(`${branch} moved meanwhile`)
    throw error
  }
  return commit.data.sha
}

import * as z from 'zod'
import { fail } from '../../core/model/problems.ts'
import { type Forge, ForgeConflict } from '../../ports/forge.ts'
import type { Client } from './client.ts'
import { commitByBlobs, commitByMutation } from './commit.ts'
import { type Purpose, translate } from './errors.ts'
import { repositoryFiles } from './files.ts'
import { observe } from './observe.ts'

/** A repository on GitHub. `baseBranch`: null for the default branch. */
export function githubForge(client: Client, repository: string, host: string, baseBranch: string | null = null): Forge {
  const repo = splitName(repository)
  const attempt = async <T>(purpose: Purpose, work: () => Promise<T>): Promise<T> => {
    try {
      return await work()
    } catch (error) {
      throw translate(error, repository, purpose)
    }
  }
  return {
    name: `${host}/${repository}`,
    repository,
    base: () => attempt({ doing: 'Reading the repository', needs: 'contents: read' }, () => readBase(client, repo, baseBranch)),
    workspace: (commit) => repositoryFiles(client, repo, commit),
    observe: (wanted) =>
      attempt({ doing: 'Reading pull requests', needs: 'pull-requests: read' }, () => observe(client, repo, baseBranch, wanted)),
    changes: (base, head) =>
      attempt({ doing: 'Comparing branches', needs: 'contents: read' }, async () => {
        const { data } = await client.rest.repos.compareCommitsWithBasehead({ ...repo, basehead: `${base}...${head}` })
        return {
          commits: data.ahead_by,
          files: (data.files ?? []).map((file) => ({ path: file.filename, blob: file.status === 'removed' ? null : file.sha })),
        }
      }),
    createBranch: (name, commit) =>
      attempt({ doing: `Creating branch ${name}`, needs: 'contents: write' }, async () => {
        await client.rest.git.createRef({ ...repo, ref: `refs/heads/${name}`, sha: commit }).catch(
          onStatus(422, /already exists/i, () => {
            throw new ForgeConflict(`branch ${name} exists already`)
          }),
        )
      }),
    commit: (branch, expectedHead, message, files) =>
      attempt(
        {
          doing: `Committing to ${branch}`,
          needs: 'contents: write',
          workflows: files.some((file) => file.path.startsWith('.github/workflows/')),
        },
        () =>
          files.every((file) => file.mode === '100644')
            ? commitByMutation(client, repository, branch, expectedHead, message, files)
            : commitByBlobs(client, repo, branch, expectedHead, message, files),
      ),
    moveBranch: (name, commit) =>
      attempt({ doing: `Moving branch ${name}`, needs: 'contents: write' }, async () => {
        await client.rest.git.updateRef({ ...repo, ref: `heads/${name}`, sha: commit, force: true })
      }),
    deleteBranch: (name) =>
      attempt({ doing: `Deleting branch ${name}`, needs: 'contents: write' }, async () => {
        await client.rest.git.deleteRef({ ...repo, ref: `heads/${name}` }).catch(onStatus(422, /does not exist/i, () => undefined))
      }),
    openProposal: ({ branch, base, title, body }) =>
      attempt({ doing: 'Opening a pull request', needs: 'pull-requests: write' }, async () => {
        const { data } = await client.rest.pulls.create({ ...repo, head: branch, base, title, body }).catch(
          onStatus(422, /already exists/i, () => {
            throw new ForgeConflict(`a pull request for ${branch} exists already`)
          }),
        )
        return { number: data.number, url: data.html_url }
      }),
    updateProposal: (ref, change) =>
      attempt({ doing: `Editing pull request #${ref.number}`, needs: 'pull-requests: write' }, async () => {
        await client.rest.pulls.update({ ...repo, pull_number: numberOf(ref), ...change })
      }),
    changeLabels: (ref, { add, remove }) =>
      attempt({ doing: `Labelling pull request #${ref.number}`, needs: 'pull-requests: write' }, async () => {
        if (add.length > 0) await client.rest.issues.addLabels({ ...repo, issue_number: numberOf(ref), labels: [...add] })
        for (const name of remove) {
          await client.rest.issues.removeLabel({ ...repo, issue_number: numberOf(ref), name }).catch(onStatus(404, /./, () => undefined))
        }
      }),
    createLabel: (label) =>
      attempt({ doing: `Creating label “${label.name}”`, needs: 'issues: write' }, async () => {
        await client.rest.issues
          .createLabel({ ...repo, ...label })
          .catch(onStatus(422, /already_exists|already exists|Validation Failed/i, () => undefined))
      }),
    comment: (ref, text) =>
      attempt({ doing: `Commenting on pull request #${ref.number}`, needs: 'pull-requests: write' }, async () => {
        await client.rest.issues.createComment({ ...repo, issue_number: numberOf(ref), body: text })
      }),
  }
}

const baseSchema = z.object({
  repository: z.object({
    isArchived: z.boolean(),
    base: z.object({ name: z.string(), target: z.object({ oid: z.string() }).nullable() }).nullable(),
  }),
})

async function readBase(
  client: Client,
  repo: { owner: string; repo: string },
  branch: string | null,
): Promise<{ branch: string; commit: string }> {
  const query = `query base($owner: String!, $repo: String!${branch === null ? '' : ', $base: String!'}) {
    repository(owner: $owner, name: $repo) { isArchived base: ${branch === null ? 'defaultBranchRef' : 'ref(qualifiedName: $base)'} { name target { oid } } }
  }`
  const { repository } = baseSchema.parse(
    await client.graphql(query, { ...repo, ...(branch === null ? {} : { base: `refs/heads/${branch}` }) }),
  )
  const commit = repository.base?.target?.oid
  if (repository.base === null || commit === undefined) {
    return fail('repository-unknown', `${repo.owner}/${repo.repo} has no ${branch === null ? 'commit yet' : `branch ${branch}`}.`, {
      help: branch === null ? 'Push a first commit.' : 'Correct the base branch.',
    })
  }
  return { branch: repository.base.name, commit }
}

function splitName(repository: string): { owner: string; repo: string } {
  const match = /^([\w.-]+)\/([\w.-]+)$/.exec(repository)
  if (match === null) return fail('usage', `“${repository}” is no repository; expected OWNER/NAME.`)
  const [, owner = '', repo = ''] = match
  return { owner, repo }
}

function numberOf(ref: { number: number | null }): number {
  if (ref.number === null) throw new Error('a pull request on GitHub has a number')
  return ref.number
}

/** Handles one expected refusal and lets everything else through. */
function onStatus<T>(status: number, message: RegExp, handle: () => T): (error: unknown) => T {
  return (error) => {
    if (
      error instanceof Error &&
      'status' in error &&
      error.status === status &&
      message.test(`${error.message} ${JSON.stringify('response' in error ? error.response : '')}`)
    )
      return handle()
    throw error
  }
}

import { commitOnBranch } from '../../domain/commits.ts'
import { Refusal } from '../../errors.ts'
import type { GraphContext, Node } from '../context.ts'
import { graphError } from '../errors.ts'
import { refById } from '../nodes.ts'
import { commitNode } from '../objects/commits.ts'
import { refNode } from '../objects/ref.ts'
import { repositoryByName } from '../root.ts'
import { mutation } from './payload.ts'

interface CommitInput {
  branch: { id?: string | null; repositoryNameWithOwner?: string | null; branchName?: string | null }
  message: { headline: string; body?: string | null }
  expectedHeadOid: string
  fileChanges?: { additions?: { path: string; contents: string }[] | null; deletions?: { path: string }[] | null } | null
}

export function commitMutations(context: GraphContext): Node {
  return {
    createCommitOnBranch: mutation(
      context,
      ['contents:write'],
      (input: CommitInput) => branchOf(context, input.branch).repo,
      async (acting, input) => {
        const { branch } = branchOf(context, input.branch)
        const { additions, deletions } = input.fileChanges ?? {}
        const { headline, body } = input.message
        if (headline.trim() === '') throw new Refusal('unprocessable', 'A commit message is required.')
        const commit = await commitOnBranch(acting, {
          branch,
          expectedHead: input.expectedHeadOid,
          message: body == null || body === '' ? headline : `${headline}\n\n${body}`,
          changes: {
            additions: (additions ?? []).map(({ path, contents }) => ({ path, contents: Buffer.from(contents, 'base64') })),
            deletions: deletions ?? [],
          },
        })
        const ref = await acting.repo.git.ref(`refs/heads/${branch}`)
        return { commit: commitNode(context, acting.repo, commit), ref: ref === null ? null : refNode(context, acting.repo, ref) }
      },
    ),
  }
}

/** A branch is named by its ref's id, or by repository and name. @throws GraphQLError NOT_FOUND */
function branchOf(context: GraphContext, branch: CommitInput['branch']) {
  if (branch.id != null) {
    const { repo, name } = refById(context, branch.id)
    return { repo, branch: name.replace('refs/heads/', '') }
  }
  const [owner = '', name = ''] = (branch.repositoryNameWithOwner ?? '').split('/')
  if (branch.branchName == null || branch.branchName === '') throw graphError('UNPROCESSABLE', 'A branch name must be given.')
  // `branchName` may be qualified or not.
  return { repo: repositoryByName(context, owner, name), branch: branch.branchName.replace(/^refs\/heads\//, '') }
}

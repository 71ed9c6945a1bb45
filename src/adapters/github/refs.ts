import { GraphqlResponseError } from '@octokit/graphql'
import { ForgeConflict } from '../../ports/forge.ts'
import type { Client } from './client.ts'

const NOWHERE = '0'.repeat(40)

/** One branch as it should be. `expected`: moved only from there; absent: from wherever it is. */
export interface RefMove {
  branch: string
  /** Null: deleted. */
  commit: string | null
  expected?: string
}

/**
 * Moves and deletes branches in one step, all or none, each only from where it is expected: what a person pushed a moment ago is never
 * lost (https://docs.github.com/en/graphql/reference/mutations#updaterefs). Servers from before 2024 lack the mutation; there the REST
 * API does it one by one, without the expectation.
 * @throws ForgeConflict where a branch stands elsewhere
 */
export async function moveRefs(
  client: Client,
  repo: { owner: string; repo: string; id: string },
  moves: readonly RefMove[],
): Promise<void> {
  const refUpdates = moves.map(({ branch, commit, expected }) => ({
    name: `refs/heads/${branch}`,
    afterOid: commit ?? NOWHERE,
    force: true,
    ...(expected === undefined ? {} : { beforeOid: expected }),
  }))
  try {
    await client.graphql(`mutation refs($input: UpdateRefsInput!) { updateRefs(input: $input) { clientMutationId } }`, {
      input: { repositoryId: repo.id, refUpdates },
    })
  } catch (error) {
    if (!(error instanceof GraphqlResponseError)) throw error
    const messages = error.errors?.map((one) => one.message).join('; ') ?? ''
    if (/doesn't exist on type|isn't a defined input type/i.test(messages)) return moveByRest(client, repo, moves)
    const raced =
      error.errors?.every((one) => one.type === 'UNPROCESSABLE' || one.type === 'STALE_DATA' || one.type === 'NOT_FOUND') === true
    if (raced && !/GH0\d\d|rule violations|protected branch|force-push|workflow/i.test(messages))
      throw new ForgeConflict(`${moves.map((one) => one.branch).join(' and ')} moved meanwhile (${messages})`)
    throw error
  }
}

async function moveByRest(client: Client, { owner, repo }: { owner: string; repo: string }, moves: readonly RefMove[]): Promise<void> {
  for (const { branch, commit } of moves) {
    const ref = { owner, repo, ref: `heads/${branch}` }
    if (commit !== null) await client.rest.git.updateRef({ ...ref, sha: commit, force: true })
    else await client.rest.git.deleteRef(ref)
  }
}

import type { Acting } from '../../context.ts'
import { Refusal } from '../../errors.ts'
import type { Repository } from '../../state.ts'
import { acting, type GraphContext, type Node, need } from '../context.ts'

export type Mutation<Input> = (args: { input: Input & { clientMutationId?: string | null } }) => Promise<Node>

/** A mutation in a repository: permission, then one writer at a time, then the clock moves on. */
export function mutation<Input>(
  context: GraphContext,
  permissions: readonly string[],
  where: (input: Input) => Repository,
  work: (acting: Acting, input: Input) => Promise<Node> | Node,
): Mutation<Input> {
  return async ({ input }) => {
    const repo = where(input)
    need(context, repo, ...permissions)
    if (repo.archived) throw new Refusal('forbidden', 'Repository was archived so is read-only.')
    return context.double.exclusive(repo, async () => {
      const payload = await work(acting(context, repo), input)
      context.double.clock.tick()
      return { clientMutationId: input.clientMutationId ?? null, ...payload }
    })
  }
}

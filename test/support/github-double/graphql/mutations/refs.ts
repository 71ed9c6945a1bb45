import { createRef, deleteRef, updateRef, updateRefs } from '../../domain/refs.ts'
import { Refusal } from '../../errors.ts'
import type { GraphContext, Node } from '../context.ts'
import { refById, repositoryById } from '../nodes.ts'
import { refNode } from '../objects/ref.ts'
import { mutation } from './payload.ts'

export function refMutations(context: GraphContext): Node {
  return {
    createRef: mutation(
      context,
      ['contents:write'],
      (input: { repositoryId: string; name: string; oid: string }) => repositoryById(context, input.repositoryId),
      async (acting, { name, oid }) => {
        if ((await acting.repo.git.ref(name)) !== null)
          throw new Refusal('unprocessable', `A ref named "${name}" already exists in the repository.`)
        return { ref: refNode(context, acting.repo, await createRef(acting, name, oid)) }
      },
    ),
    updateRef: mutation(
      context,
      ['contents:write'],
      (input: { refId: string; oid: string; force?: boolean | null }) => refById(context, input.refId).repo,
      async (acting, { refId, oid, force }) => {
        const { name } = refById(context, refId)
        return { ref: refNode(context, acting.repo, await updateRef(acting, name, oid, force === true)) }
      },
    ),
    updateRefs: mutation(
      context,
      ['contents:write'],
      (input: {
        repositoryId: string
        refUpdates: { name: string; afterOid: string; beforeOid?: string | null; force?: boolean | null }[]
      }) => repositoryById(context, input.repositoryId),
      async (acting, { refUpdates }) => {
        await updateRefs(
          acting,
          refUpdates.map((one) => ({ name: one.name, to: one.afterOid, from: one.beforeOid ?? null, force: one.force === true })),
        )
        return {}
      },
    ),
    deleteRef: mutation(
      context,
      ['contents:write'],
      (input: { refId: string }) => refById(context, input.refId).repo,
      async (acting, { refId }) => {
        await deleteRef(acting, refById(context, refId).name)
        return {}
      },
    ),
  }
}

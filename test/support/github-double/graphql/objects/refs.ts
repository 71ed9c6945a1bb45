import type { Ref } from '../../git/store.ts'
import type { Repository } from '../../state.ts'
import { connection, type PageArgs } from '../connection.ts'
import { type GraphContext, type Node, need } from '../context.ts'
import { graphError } from '../errors.ts'
import { refNode } from './ref.ts'

export type RefArgs = PageArgs & {
  refPrefix: string
  query?: string | null
  direction?: 'ASC' | 'DESC' | null
  orderBy?: { field: 'TAG_COMMIT_DATE' | 'ALPHABETICAL'; direction: 'ASC' | 'DESC' } | null
}

/** Refs below a prefix; in the order of the alphabet unless told. */
export async function refsConnection(context: GraphContext, repo: Repository, args: RefArgs): Promise<Node> {
  need(context, repo, 'contents:read')
  if (!args.refPrefix.endsWith('/')) throw graphError('INVALID_ARGUMENTS', 'refPrefix must end in a slash.')
  const wanted = args.query?.toLowerCase()
  const refs = (await repo.git.refs(args.refPrefix)).filter((ref) => wanted === undefined || ref.name.toLowerCase().includes(wanted))
  const dated = args.orderBy?.field === 'TAG_COMMIT_DATE' ? await byDate(repo, refs) : refs
  if ((args.orderBy?.direction ?? args.direction) === 'DESC') dated.reverse()
  const relative = context.double.refNames === 'relative'
  return connection('refs', args, dated, (ref) => ({
    ...refNode(context, repo, ref),
    ...(relative ? { name: ref.name.slice(args.refPrefix.length), prefix: args.refPrefix } : {}),
  }))
}

async function byDate(repo: Repository, refs: readonly Ref[]): Promise<Ref[]> {
  const dated = await Promise.all(
    refs.map(async (ref) => {
      const tag = ref.type === 'tag' ? await repo.git.tag(ref.sha) : null
      const date = tag?.tagger.date ?? (await repo.git.commit(ref.peeled ?? ref.sha))?.committer.date ?? ''
      return { ref, time: Date.parse(date) || 0 }
    }),
  )
  return dated.sort((a, b) => a.time - b.time).map(({ ref }) => ref)
}

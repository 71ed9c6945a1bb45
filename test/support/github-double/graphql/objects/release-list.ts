import { allowed } from '../../access.ts'
import { byCreation } from '../../domain/releases.ts'
import type { Repository } from '../../state.ts'
import { connection, type PageArgs } from '../connection.ts'
import type { GraphContext, Node } from '../context.ts'
import { releaseNode } from './releases.ts'

export type ReleaseArgs = PageArgs & { orderBy?: { field: 'CREATED_AT' | 'NAME'; direction: 'ASC' | 'DESC' } | null }

/**
 * Releases; drafts only for those who may push. The order without `orderBy` is not documented: here it is the oldest first, so that a
 * client which relies on the newest being first is found out.
 */
export function releasesConnection(context: GraphContext, repo: Repository, args: ReleaseArgs): Node {
  const drafts = allowed(context.token, repo, ['contents:write'])
  const oldest = byCreation(repo.releases.filter((release) => drafts || !release.draft)).reverse()
  if (args.orderBy?.field === 'NAME') oldest.sort((a, b) => (a.name ?? '').localeCompare(b.name ?? ''))
  if (args.orderBy?.direction === 'DESC') oldest.reverse()
  return connection('releases', args, oldest, (release) => releaseNode(context, repo, release))
}

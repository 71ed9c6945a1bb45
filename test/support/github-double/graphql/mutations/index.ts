import type { GraphContext, Node } from '../context.ts'
import { commitMutations } from './commits.ts'
import { issueMutations } from './issues.ts'
import { labelMutations } from './labels.ts'
import { mergeMutations } from './merging.ts'
import { pullMutations } from './pulls.ts'
import { refMutations } from './refs.ts'

export function mutationRoot(context: GraphContext): Node {
  return {
    ...commitMutations(context),
    ...refMutations(context),
    ...pullMutations(context),
    ...mergeMutations(context),
    ...labelMutations(context),
    ...issueMutations(context),
  }
}

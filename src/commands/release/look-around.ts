import { RELEASE_LABELS, RELEASE_PREFIX, releaseBranch } from '../../core/release/publication/proposal.ts'
import { configFor, countCommits } from '../next-release.ts'
import type { Ground, ReleasePorts } from './contract.ts'

/** What a release or its rollback finds: the branch, the settings, what happened since the last release, and the open pull request. */
export async function lookAround(
  given: ReleasePorts,
  request: { registry?: string; package?: string },
  branchOf: (ground: Omit<Ground, 'branch' | 'state'>) => string,
): Promise<Ground> {
  const forge = await given.forge()
  const base = await forge.base()
  const config = await configFor(forge.workspace(base.commit), request)
  const { ledger, ...rest } = given
  const policy = config.ledger
  const ports = { ...rest, ...(ledger === undefined || policy === null ? {} : { ledger: () => ledger(policy) }) }
  const counted = await countCommits(ports.history(base), config.settings, base.branch)
  const ground = { ports, forge, base, settings: config.settings, counted, notices: [] }
  const branch = branchOf(ground)
  const state = await forge.observe({ prefix: RELEASE_PREFIX, branches: [branch], labels: RELEASE_LABELS.map(({ name }) => name) })
  return { ...ground, branch, state }
}

/** Branch of the pull request that makes the next release. */
export function releaseBranchOf({ base, settings }: Pick<Ground, 'base' | 'settings'>): string {
  return RELEASE_PREFIX + releaseBranch(base.branch, settings.package)
}

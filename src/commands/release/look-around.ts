import { RELEASE_LABELS, RELEASE_PREFIX } from '../../core/release/publication/proposal.ts'
import { configFor, countCommits } from '../next-release.ts'
import type { Ground, ReleasePorts } from './contract.ts'

/** What is known before the forge is asked for pull requests. */
export type Bare = Omit<Ground, 'branch' | 'state'>

/** The branch, the settings, and what happened since the last release. */
export async function lookAround(given: ReleasePorts, request: { registry?: string; package?: string }): Promise<Bare> {
  const forge = await given.forge()
  const base = await forge.base()
  const config = await configFor(forge.workspace(base.commit), request)
  const { ledger, ...rest } = given
  const policy = config.ledger
  const ports = { ...rest, ...(ledger === undefined || policy === null ? {} : { ledger: () => ledger(policy) }) }
  const counted = await countCommits(ports.history(base), config.settings, base.branch)
  return { ports, forge, base, settings: config.settings, counted, notices: [] }
}

/** And the pull requests of one of our branches. `name`: without the prefix. */
export async function withState(bare: Bare, name: string): Promise<Ground> {
  const branch = RELEASE_PREFIX + name
  const labels = RELEASE_LABELS.map((label) => label.name)
  return { ...bare, branch, state: await bare.forge.observe({ prefix: RELEASE_PREFIX, branches: [branch], labels }) }
}

import type { FileState } from '../core/model/proposal.ts'
import { CODEOWNERS_PATHS } from '../core/proposals/codeowners.ts'
import { pullRequestPolicy } from '../core/registry/merge/pull-requests.ts'
import type { Readings } from '../ports/readings.ts'
import { needsListing, pinFiles } from './current.ts'
import { readRegistry } from './load.ts'
import type { Request } from './ports.ts'
import { recall } from './recall.ts'
import { selectScopes } from './scopes.ts'

/** What a run must read of the repository, as its registry alone tells. */
export interface NeededFiles {
  /** Files of pins, globs as they are written. */
  pins: readonly string[]
  /** Others, whether they are there or not. */
  others: readonly string[]
  /** Whether the names of all files are needed. */
  listing: boolean
}

/**
 * Told by an earlier run where the registry and the request are the same: to merge a thousand components only to know their files takes
 * longer than all else before the first request.
 * @throws ProblemError for a registry or a request that is refused
 */
export function neededFiles(file: FileState, request: Pick<Request, 'environment' | 'components'>, readings?: Readings): NeededFiles {
  const of = [file.path, file.text, JSON.stringify([request.environment ?? null, request.components])]
  const loaded = readRegistry(file, readings)
  return recall(readings, 'files', of, () => {
    const components = selectScopes(loaded, request).flatMap((scope) => scope.resolved.components)
    return {
      pins: pinFiles(components),
      others: pullRequestPolicy(loaded.registry).fromCodeowners ? CODEOWNERS_PATHS : [],
      listing: needsListing(components),
    }
  })
}

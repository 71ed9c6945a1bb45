import { fail, type Problem, ProblemError } from '../core/model/problems.ts'
import type { FileState } from '../core/model/proposal.ts'
import type { Whereabouts } from '../core/registry/merge.ts'
import { parseRegistry } from '../core/registry/parse.ts'
import type { Registry } from '../core/registry/schema.ts'
import type { Workspace } from '../ports/workspace.ts'
import { modules } from './modules.ts'

/** Where a registry is looked for, in this order (SPEC section 3). */
export const PLACES = ['versions.yaml', 'config/versions.yaml', '.github/versions.yaml'] as const

export interface LoadedRegistry {
  file: FileState
  registry: Registry
  /** Where a part of the registry stands. */
  at: Whereabouts
  /** Warnings; errors are thrown. */
  warnings: readonly Problem[]
}

/** Finds the registry's file. @throws ProblemError `registry-missing` */
export async function findRegistry(workspace: Workspace, wanted: string | undefined): Promise<FileState> {
  const places = wanted === undefined ? PLACES : [wanted]
  const files = await workspace.read(places)
  const found = places.map((place) => files.get(place)).find((file) => file != null)
  if (found != null) return found
  return fail('registry-missing', `There is no registry in ${workspace.name}: looked for ${places.join(', ')}.`, {
    help:
      wanted === undefined
        ? 'Write a `versions.yaml`, or name the file with `--registry`.'
        : 'Correct `--registry`; the path counts from the top of the repository.',
  })
}

const loaded = new WeakMap<FileState, LoadedRegistry>()

/** The registry of a file; read once for each. @throws ProblemError with every error of the file at once */
export function readRegistry(file: FileState): LoadedRegistry {
  const known = loaded.get(file)
  if (known !== undefined) return known
  const { registry, problems, at } = parseRegistry(file.text, file.path, modules)
  if (registry === null) throw new ProblemError(problems)
  const fresh = { file, registry, at, warnings: problems }
  loaded.set(file, fresh)
  return fresh
}

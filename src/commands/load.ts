import { once } from '../core/model/once.ts'
import { fail, type Place, type Problem, ProblemError } from '../core/model/problems.ts'
import type { FileState } from '../core/model/proposal.ts'
import type { Whereabouts } from '../core/registry/merge.ts'
import { parseRegistry } from '../core/registry/parse.ts'
import type { Registry } from '../core/registry/schema.ts'
import type { Readings } from '../ports/readings.ts'
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

/**
 * The registry of a file; read once for each, and not at all where an earlier run of this program read the same text and found no error.
 * @throws ProblemError with every error of the file at once
 */
export function readRegistry(file: FileState, readings?: Readings): LoadedRegistry {
  const known = loaded.get(file)
  if (known !== undefined) return known
  const fresh = readings === undefined ? parsed(file) : recalled(file, readings)
  loaded.set(file, fresh)
  return fresh
}

function parsed(file: FileState): LoadedRegistry {
  const { registry, problems, at } = parseRegistry(file.text, file.path, modules)
  if (registry === null) throw new ProblemError(problems)
  return { file, registry, at, warnings: problems }
}

/** What is kept of a registry: all that it says, and the places that were asked for, by `JSON.stringify([path, part])`. */
interface KeptRegistry {
  registry: Registry
  warnings: readonly Problem[]
  places: ReadonlyMap<string, Place | undefined>
}

function recalled(file: FileState, readings: Readings): LoadedRegistry {
  const of = [file.path, file.text]
  const kept = readings.find<KeptRegistry>('registry', of)
  const places = new Map(kept?.places)
  const read = once(() => parsed(file))
  const { registry, warnings } = kept ?? read()
  // Copied now, so that nothing that a run does to it later is kept.
  const copy = kept === undefined ? structuredClone(registry) : registry
  const keep = () => readings.keep('registry', of, (): KeptRegistry => ({ registry: copy, warnings, places }))
  if (kept === undefined) keep()
  return {
    file,
    registry,
    warnings,
    at(path, part) {
      const key = JSON.stringify([path, part])
      if (!places.has(key)) {
        places.set(key, read().at(path, part))
        keep()
      }
      return places.get(key)
    },
  }
}

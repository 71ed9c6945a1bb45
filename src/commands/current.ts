import type { Problem } from '../core/model/problems.ts'
import type { FileState } from '../core/model/proposal.ts'
import { locatePin } from '../core/pins/locate.ts'
import { expandGlob, isGlob, safePinPath } from '../core/pins/paths.ts'
import { versionSaid } from '../core/pins/says.ts'
import type { ResolvedComponent } from '../core/registry/resolved.ts'
import type { PinReading } from '../core/resolution/current.ts'
import { placeOf } from '../core/text/edit.ts'

/** What one pin says, and where. */
export interface PlacedReading extends PinReading {
  line: number
  column: number
  /** Whether a digest or commit stands beside the version. */
  digest: boolean
  /** What stands there: `sha256:…`, or a commit. */
  digestText?: string
  /** The checksum that stands beside the version. */
  checksum?: string
}

/** What the pins of one component say. */
export interface ReadPins {
  /** Files of each pin, by position; globs expanded. */
  pinFiles: readonly (readonly string[])[]
  /** One entry a place that was found, in order of pins and of the text. */
  values: readonly PlacedReading[]
  problems: readonly Problem[]
}

/** Paths that must be read to know the pins of these components; globs need the list of all files. */
export function pinPaths(components: readonly ResolvedComponent[], listed: readonly string[]): string[] {
  return pathsOf(pinFiles(components), listed)
}

/** Files of the pins of these components, globs as they are written. */
export function pinFiles(components: readonly ResolvedComponent[]): string[] {
  return [...new Set(components.flatMap(({ pins }) => pins.map(({ file }) => file)))]
}

/** Paths that files and globs stand for, in order. */
export function pathsOf(files: readonly string[], listed: readonly string[]): string[] {
  return [...new Set(files.flatMap((file) => expanded(file, listed)))].sort()
}

export function needsListing(components: readonly ResolvedComponent[]): boolean {
  return components.some(({ pins, migrations }) => migrations?.directory !== undefined || pins.some((pin) => isGlob(pin.file)))
}

function expanded(file: string, listed: readonly string[]): string[] {
  if (safePinPath(file) !== null) return []
  return isGlob(file) ? expandGlob(file, listed) : [file]
}

/** Finds every pin of a component in the files. A pin that is not there, or there twice with different values, is a problem of its own. */
export function readPins(component: ResolvedComponent, files: ReadonlyMap<string, FileState | null>, listed: readonly string[]): ReadPins {
  const pinFiles = component.pins.map((pin) => expanded(pin.file, listed))
  const values: PlacedReading[] = []
  const problems: Problem[] = []
  component.pins.forEach((pin, index) => {
    const refused = safePinPath(pin.file)
    if (refused !== null) problems.push(refused)
    else if (pinFiles[index]?.length === 0) {
      problems.push({
        code: 'pin-missing',
        message: `No file matches ${pin.file}, where ${component.name} is pinned.`,
        ...declaredAt(component),
        help: 'Correct the glob, or take the pin out.',
      })
    }
    for (const path of pinFiles[index] ?? []) {
      const file = files.get(path)
      if (file == null) {
        problems.push({
          code: 'pin-missing',
          message: `${path}, where ${component.name} is pinned, is not a text file of the repository.`,
          ...declaredAt(component),
          help: 'Correct `file` of the pin, or take the pin out.',
        })
        continue
      }
      const located = locatePin(file.text, path, pin, component.name)
      if (located.ok)
        values.push(
          ...located.found.map((found) => ({
            value: versionSaid(found.value),
            file: path,
            pin,
            digest: found.digest !== undefined,
            ...(found.digest === undefined ? {} : { digestText: found.digest.value }),
            ...(found.checksum === undefined ? {} : { checksum: found.checksum.value }),
            ...placeOf(file.text, found.start),
          })),
        )
      else problems.push(located.problem)
    }
  })
  return { pinFiles, values, problems }
}

function declaredAt(component: ResolvedComponent): Pick<Problem, 'at' | 'path'> {
  return { ...(component.at === undefined ? {} : { at: component.at }), path: `components.${component.name}.pins` }
}

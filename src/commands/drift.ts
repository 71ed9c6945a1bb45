import type { Problem } from '../core/model/problems.ts'
import type { ResolvedComponent } from '../core/registry/resolved.ts'
import { driftOf } from '../core/resolution/current.ts'
import type { Versioning } from '../core/versioning/contract.ts'
import type { ReadPins } from './current.ts'

/** Pins of one component that disagree, one problem a place, so that each is shown on its own line. */
export function driftProblems(component: ResolvedComponent, pins: ReadPins, versioning: Versioning): Problem[] {
  const drift = driftOf(component, pins.values, versioning)
  if (drift === null) return []
  const source = component.version === undefined ? 'its first pin says' : 'the registry says'
  return drift.found.map(({ file, line, value }) => {
    const column = pins.values.find((one) => one.file === file && one.line === line)?.column
    return {
      code: 'pin-drift',
      message: `${component.name} is pinned at ${value}, but ${source} ${drift.expected}.`,
      at: { file, ...(line === undefined ? {} : { line }), ...(column === undefined ? {} : { column }) },
      path: `components.${component.name}`,
      help: 'Make them equal: correct the pin, or the version in the registry.',
    }
  })
}

import type { CurrentFrom, Pin, Scope } from '../model/component.ts'
import type { ResolvedComponent } from '../registry/resolved.ts'
import { isOfLine } from '../strategies/release-lines.ts'
import type { Versioning } from '../versioning/contract.ts'
import { declaredVersions } from './declared-versions.ts'
import { tagReader } from './filters/pattern.ts'
import { list } from './phrases.ts'

/** What a pin was found to say. One pin gives several where its file is a glob or its locator names several places. */
export interface PinReading {
  pin: Pin
  file: string
  /** From 1. */
  line?: number
  /** The version text as it stands; empty for an untagged image. */
  value: string
}

/** The version in force of a component in one scope, and where it was taken from. */
export interface CurrentVersion {
  version: string | null
  /** Null where nothing names a version. */
  from: CurrentFrom | null
}

/**
 * The override's version, else the first pin's that carries one, else `version`, else `fallback_version` (SPEC section 3).
 * `readings` are those of the component's pins in this scope, in order of the pins.
 */
export function currentVersion(component: ResolvedComponent, readings: readonly PinReading[]): CurrentVersion {
  const { version, fallbackVersion } = component
  if (version?.from === 'override') return { version: version.value, from: 'override' }
  const pinned = readings.find((one) => one.value !== '')
  if (pinned !== undefined) return { version: pinned.value, from: 'pin' }
  if (version !== undefined) return { version: version.value, from: 'version' }
  if (fallbackVersion !== undefined) return { version: fallbackVersion, from: 'fallback_version' }
  return { version: null, from: null }
}

/** Pins that disagree with each other or with the registry. */
export interface Drift extends Scope {
  component: string
  /** `pins`: among themselves. `registry`: they agree, but the registry says something else. */
  between: 'pins' | 'registry'
  /** What all should say: the registry's version, else the first pin's. */
  expected: string
  /** The places that say something else. */
  found: readonly { file: string; line?: number; value: string }[]
  /** One sentence. */
  message: string
}

/**
 * Drift of a component in one scope, or null. Written differently is no drift: `v1.2.3` and `1.2.3`, nor a pin that names the line of the
 * expected version (`1.18` where 1.18.3 is expected). A text that the scheme cannot read agrees only with the same text.
 */
export function driftOf(component: ResolvedComponent, readings: readonly PinReading[], versioning: Versioning): Drift | null {
  const pins = readings.filter((one) => one.value !== '')
  // A target's own pins stand above the version that it inherits: only its own override can be disagreed with.
  const declared = component.scope.target === undefined || component.version?.from === 'override' ? component.version : undefined
  const registry = declared?.value
  const expected = registry ?? pins[0]?.value
  if (expected === undefined) return null
  const agrees = agreement(component, versioning)
  const found = pins.filter((one) => !agrees(expected, one.value))
  if (found.length === 0) return null
  const between = pins.every((one) => agrees(pins[0]?.value ?? '', one.value)) ? 'registry' : 'pins'
  const places = found.map(({ file, line, value }) => ({ file, ...(line === undefined ? {} : { line }), value }))
  const who = registry === undefined ? `the first pin says ${expected}` : `the registry says ${expected}`
  return {
    ...component.scope,
    component: component.name,
    between,
    expected,
    found: places,
    message: `${component.name}: ${who}, but ${list(places.map((one) => `${one.file}${one.line === undefined ? '' : `:${one.line}`} says ${one.value}`))}.`,
  }
}

function agreement({ constraints }: ResolvedComponent, scheme: Versioning): (expected: string, value: string) => boolean {
  const tags = tagReader(constraints, null)
  const versioning = declaredVersions(scheme, constraints)
  return (expected, value) => {
    if (expected === value) return true
    const [wanted, found] = [tags.readCurrent(expected), tags.readCurrent(value)]
    const [a, b] = [versioning.parse(wanted), versioning.parse(found)]
    if (a !== null && b !== null && versioning.compare(a, b) === 0) return true
    // `~> 2.5` where 2.5 or 2.5.3 is expected: the place says a range, and the version lies in it.
    if (a !== null && b === null && versioning.range(found)?.(a) === true) return true
    const [exact, shorter] = [withoutFlavour(wanted), withoutFlavour(found)]
    return shorter.length < exact.length && isOfLine(exact, shorter)
  }
}

/** `7.4` of `7.4-alpine`; a date keeps all its parts. */
function withoutFlavour(version: string): string {
  const flavour = version.search(/-[A-Za-z]/)
  return flavour === -1 ? version : version.slice(0, flavour)
}

import type { PointPath } from '../model/ledger.ts'
import type { Problem } from '../model/problems.ts'
import type { Release } from '../model/release.ts'
import type { Found, PinValue } from '../pins/contract.ts'
import { editPin, locatePin } from '../pins/locate.ts'
import { pinText } from '../proposals/pin-text.ts'
import type { ResolvedComponent } from '../registry/resolved.ts'
import type { RollbackPoint } from './point.ts'

/** One component that goes back (or, for a reland, forward again). */
export interface RollbackMember {
  component: ResolvedComponent
  /** Name of the scope. */
  environment: string | null
  /** In force. */
  from: string
  to: string
  /** What its values are restored from; null where the ledger has nothing. */
  point: RollbackPoint | null
  /** Which side of the point: `after` for a reland. */
  side: 'before' | 'after'
  /** As upstream has the target; null where it could not be asked. */
  release: Release | null
  /** Of the target's artifact, by upstream; for pins whose checksum the ledger does not know. */
  checksum: string | null
  /** Files of each pin, by position; globs expanded. */
  pinFiles: readonly (readonly string[])[]
}

type Read = (path: string) => string | undefined
type Write = (path: string, text: string) => void

/**
 * Sets every pin of a component back by value: what stands around it, and whatever else changed in the file since, stays. Each place gets
 * the text, digest and checksum that it had; a place that the point does not know (its file was moved, the pin is new) gets those of the
 * pin that it was, or of upstream. Nothing is guessed: where a digest stands and none is known, the pin is a problem.
 */
export function restorePins(member: RollbackMember, read: Read, write: Write): Problem[] {
  return member.component.pins.flatMap((pin, index) =>
    (member.pinFiles[index] ?? []).flatMap((path): Problem[] => {
      const text = read(path)
      if (text === undefined) return [noText(member, path)]
      const located = locatePin(text, path, pin, member.component.name)
      if (!located.ok) return [located.problem]
      const value = valueFor(member, { path, pin: index, found: located.found })
      if ('code' in value) return [value]
      const edited = editPin(text, path, pin, value, member.component.name)
      if (!edited.ok) return [edited.problem]
      write(path, edited.text)
      return []
    }),
  )
}

interface Place {
  path: string
  pin: number
  found: readonly Found[]
}

function valueFor(member: RollbackMember, place: Place): PinValue | Problem {
  const known = recordedAt(member, place)?.[member.side]
  const [first] = place.found
  const version = known?.version ?? derived(member, first?.value ?? '')
  if (version === null) return unknownPart(member, place, 'text of the version')
  const hasDigest = place.found.some((one) => one.digest !== undefined)
  const hasChecksum = place.found.some((one) => one.checksum !== undefined)
  const upstream = member.release?.digest ?? member.release?.commit
  const digests = known?.digest === undefined ? (upstream === undefined ? [] : [upstream]) : digestsIn(known.digest)
  const checksum = known?.checksum ?? member.checksum
  if (hasDigest && digests.length === 0) return unknownPart(member, place, 'digest')
  if (hasChecksum && checksum == null) return unknownPart(member, place, 'checksum')
  const [digest, ...more] = digests
  return {
    version,
    ...(digest === undefined ? {} : more.length === 0 ? { digest } : { digests }),
    ...(checksum == null ? {} : { checksum }),
  }
}

/**
 * The place in the point: the same pin in the same file; the same pin in a file that was moved; any pin that said the same as this one does
 * now. Places of the registry and the CHANGELOG have no pin.
 */
function recordedAt({ point, pinFiles, side }: RollbackMember, { path, pin, found }: Place): PointPath | undefined {
  const pins = point?.paths.filter((one) => one.pin !== undefined) ?? []
  const exact = pins.find((one) => one.path === path && one.pin === pin)
  if (exact !== undefined) return exact
  const standing = new Set(pinFiles.flat())
  const moved = pins.filter((one) => one.pin === pin && !standing.has(one.path))
  if (moved.length === 1) return moved[0]
  const other = side === 'before' ? 'after' : 'before'
  const alike = pins.filter(
    (one) => one[other].version === found[0]?.value && (one[side].digest !== undefined) === (found[0]?.digest !== undefined),
  )
  return new Set(alike.map((one) => JSON.stringify(one[side]))).size === 1 ? alike[0] : undefined
}

/** By upstream's own spelling. A place that carries a whole tag cannot be told without it. */
function derived({ component, release, to }: RollbackMember, current: string): string | null {
  if (release === null && component.constraints.versionPattern !== undefined) return null
  return pinText({ toRelease: release ?? { tag: to, version: to } }, component, current)
}

/** Of pip's hashes the ledger keeps the text from the first to the last. */
function digestsIn(text: string): string[] {
  const hashes = text.match(/\bsha(?:256|384|512):[0-9a-f]{32,128}\b/g) ?? []
  return hashes.length > 1 ? hashes : [text]
}

function unknownPart({ component, to }: RollbackMember, { path }: Place, what: string): Problem {
  return {
    code: 'pin-refused',
    message: `A pin of ${component.name} in ${path} carries a ${what}, and that of ${to} is known neither to the ledger nor to upstream.`,
    at: { file: path },
    help: 'Run again when upstream answers, or set this pin back by hand.',
  }
}

function noText({ component }: RollbackMember, path: string): Problem {
  const message = `${component.name} is pinned in ${path}, which is not a text file of the repository.`
  return { code: 'pin-missing', message, at: { file: path }, help: 'Correct `file` of the pin in the registry.' }
}

import type { ChoiceContext, ReadRelease, Rejection } from '../strategies/contract.ts'
import { isOfLine } from '../strategies/release-lines.ts'
import { majorLine, minorLine } from './breaking-number.ts'
import type { Reasons } from './reading.ts'

/** A place that a longer step must not pass by: whoever goes beyond `top` must have stopped at `stop`. */
export interface Gate {
  /** As a reader names it: `1.5.0`, `the 1.28 line`. */
  label: string
  /** The highest version that is still at the gate and not beyond it, as the scheme reads it. */
  top: unknown
  /** Where to stop; null where nothing to stop at may be installed now. */
  stop: ReadRelease | null
  /** Why there is none. */
  why?: Rejection
}

/** All readable releases, newest first, with the reasons of those that were rejected. */
export interface Judged {
  all: readonly ReadRelease[]
  rejected: Reasons
}

/** Reasons that make a release no goal but do not keep one from stopping there on the way: it can be installed. */
const PASSABLE = new Set<Rejection['code']>(['end-of-life', 'below-minimum', 'outside-range', 'not-lts', 'lag', 'pinned'])
/** Reasons by which a release is none of this component at all: a line of nothing else is no line. */
const NO_RELEASE = new Set<Rejection['code']>(['not-newer', 'incompatible-tag', 'prerelease', 'yanked', 'jump', 'superseded'])

/**
 * The gates above the current version, lowest first. `required_stops`: a stop is a release (1.5.0) or a line (`16.3`: the newest of it); texts that
 * the scheme cannot read come back in `unread`. `path: each_minor` has a gate at every minor line on the way, `each_major` at every major.
 */
export function gatesOf(judged: Judged, context: ChoiceContext): { gates: Gate[]; unread: string[] } {
  const { versioning, component } = context
  const required = component.upgrade.requiredStops.map((text) => ({ text, gate: requiredGate(text, judged, context) }))
  const gates = [...required.flatMap(({ gate }) => (gate === null || gate === 'passed' ? [] : [gate])), ...lineGates(judged, context)]
  return {
    gates: gates.sort((a, b) => versioning.compare(a.top, b.top)),
    unread: required.flatMap(({ text, gate }) => (gate === null ? [text] : [])),
  }
}

function requiredGate(text: string, { all, rejected }: Judged, { current, versioning }: ChoiceContext): Gate | 'passed' | null {
  const at = versioning.parse(text) ?? versioning.parse(`${text}.0`) ?? versioning.parse(`${text}.0.0`)
  if (at === null || current === null) return null
  const isLine = isLineText(text, all)
  const isStop = (one: ReadRelease): boolean => (isLine ? isOfLine(one.release.version, text) : versioning.compare(one.parsed, at) === 0)
  if (versioning.compare(current.parsed, at) >= 0 || isStop(current)) return 'passed'
  const members = all.filter(isStop)
  return { label: isLine ? `the ${text} line` : text, top: members[0]?.parsed ?? at, ...stopAmong(members, rejected) }
}

/** `16.3` names a line where releases begin with it (16.3.1); a text of three parts names a release. */
function isLineText(text: string, all: readonly ReadRelease[]): boolean {
  if (text.split('.').length >= 3) return false
  return all.some(({ release }) => isOfLine(release.version, text) && release.version.replace(/^[vV]/, '') !== text)
}

function lineGates({ all, rejected }: Judged, { component, current, versioning }: ChoiceContext): Gate[] {
  const { path } = component.upgrade
  if (path === 'direct' || current === null) return []
  const lineOf = path === 'each_minor' ? minorLine : majorLine
  const own = lineOf(current.parsed, versioning)
  const lines = new Map<string, ReadRelease[]>()
  for (const one of all) {
    const line = lineOf(one.parsed, versioning)
    const code = rejected.get(one)?.code
    if (line === null || line === own || (code !== undefined && NO_RELEASE.has(code))) continue
    if (versioning.compare(one.parsed, current.parsed) <= 0) continue
    const members = lines.get(line)
    if (members === undefined) lines.set(line, [one])
    else members.push(one)
  }
  return [...lines].map(([line, members]) => ({ label: `the ${line} line`, top: members[0]?.parsed, ...stopAmong(members, rejected) }))
}

/** The newest that is wanted, else the newest that can be installed, else the reason why there is none. */
function stopAmong(members: readonly ReadRelease[], rejected: Reasons): Pick<Gate, 'stop' | 'why'> {
  const wanted = members.find((one) => rejected.get(one) === undefined)
  const passable = members.find((one) => PASSABLE.has(rejected.get(one)?.code ?? 'superseded'))
  const stop = wanted ?? passable ?? null
  const why = members.flatMap((one) => rejected.get(one) ?? [])[0]
  return { stop, ...(stop === null && why !== undefined ? { why } : {}) }
}

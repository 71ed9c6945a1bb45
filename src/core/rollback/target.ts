import type { Versioning } from '../versioning/contract.ts'
import { isOf, type RollbackPoint, type Subject } from './point.ts'

/** What a rollback is asked to go back to: a version, or words. */
export type TargetWish = { kind: 'previous' } | { kind: 'last-good' } | { kind: 'point'; id: string } | { kind: 'version'; version: string }

/** `previous`, `last-good`, `rp-12`, else a version. Nothing said means `previous`. */
export function parseTarget(text: string | undefined): TargetWish {
  const wish = text?.trim() ?? ''
  if (wish === '' || wish === 'previous') return { kind: 'previous' }
  if (wish === 'last-good' || wish === 'last_good') return { kind: 'last-good' }
  if (/^rp-\d{1,15}$/.test(wish)) return { kind: 'point', id: wish }
  return { kind: 'version', version: wish }
}

/** Where a rollback leads. */
export interface Target {
  version: string
  /** The step whose taking back leads there; null where the ledger has none that leads from here to there. */
  point: RollbackPoint | null
  /** Whether the version was in force here before. */
  proven: boolean
}

export interface TargetContext extends Subject {
  points: readonly RollbackPoint[]
  ran(version: string): boolean
  current: string
  versioning: Versioning
}

/** The target that is wished for, or null where there is nothing to roll back to. */
export function resolveTarget(wish: TargetWish, context: TargetContext): Target | null {
  const standing = standingPoints(context)
  switch (wish.kind) {
    case 'version':
      return targetAt(wish.version, context)
    case 'point': {
      const point = context.points.find(
        (one) => one.id === wish.id && isOf(context)(one) && one.status !== 'expired' && one.mergedAt !== null,
      )
      return point === undefined ? null : { version: point.from, point, proven: true }
    }
    case 'last-good': {
      const good = standing.findLast((one) => one.lastGood && !same(one.from, context.current, context.versioning))
      return good === undefined ? null : { version: good.from, point: good, proven: true }
    }
    case 'previous': {
      const step = standing.findLast((one) => same(one.to, context.current, context.versioning))
      if (step !== undefined) return { version: step.from, point: step, proven: true }
      // Somebody moved the pin by hand: what the ledger saw last is what ran before.
      const last = standing.findLast((one) => !same(one.to, context.current, context.versioning))
      return last === undefined ? null : { version: last.to, point: null, proven: true }
    }
  }
}

/** A version by name, with the point that leads to it: the oldest of the chain of steps above it, for its values are those of that version. */
export function targetAt(version: string, context: TargetContext): Target {
  const standing = standingPoints(context)
  const point = standing.findLast((one) => same(one.from, version, context.versioning)) ?? null
  return { version: point?.from ?? version, point, proven: point !== null || ranBefore(version, context) }
}

function ranBefore(version: string, context: TargetContext): boolean {
  const known = context.points.some(
    (one) =>
      isOf(context)(one) &&
      one.mergedAt !== null &&
      (same(one.from, version, context.versioning) || same(one.to, version, context.versioning)),
  )
  return known || context.ran(version)
}

/** Merged steps of the subject that are in force or under those that are. */
export function standingPoints({ points, ...subject }: Subject & Pick<TargetContext, 'points'>): RollbackPoint[] {
  return points.filter((one) => isOf(subject)(one) && (one.status === 'active' || one.status === 'superseded'))
}

/** Whether two texts stand for the same version: `v1.2.3` and `1.2.3` do. */
export function same(a: string, b: string, versioning: Versioning): boolean {
  if (a === b || a.replace(/^[vV](?=\d)/, '') === b.replace(/^[vV](?=\d)/, '')) return true
  const [left, right] = [versioning.parse(a), versioning.parse(b)]
  return left !== null && right !== null && versioning.compare(left, right) === 0 && (versioning.compatible?.(left, right) ?? true)
}

/** Versions that could be rolled back to, newest step first, none twice. */
export function reachable(context: TargetContext): string[] {
  return [
    ...new Set(
      standingPoints(context)
        .toReversed()
        .map((one) => one.from),
    ),
  ].filter((one) => !same(one, context.current, context.versioning))
}

import type { ResolvedComponent } from '../../core/registry/resolved.ts'
import { declaredVersions } from '../../core/resolution/declared-versions.ts'
import { tagReader } from '../../core/resolution/filters/pattern.ts'
import type { RollbackHistory } from '../../core/rollback/fold.ts'
import type { RollbackWish } from '../../core/rollback/request.ts'
import { resolveTarget, same, standingPoints, type Target, targetAt } from '../../core/rollback/target.ts'
import type { Versioning } from '../../core/versioning/contract.ts'
import { declaredScheme } from '../scheme.ts'
import type { Mover } from './facts.ts'
import type { PinsReading } from './read.ts'

/** Everything that goes back, the component that was asked for first, and what could go along. */
export interface Moving {
  movers: readonly Mover[]
  companions: readonly Mover[]
}

/**
 * Whoever came by the same pull request and had to travel with it goes back with it; so does whom `--with` names. Each to where it was
 * before that pull request, else before its own last step.
 */
export function moversOf(wish: RollbackWish, together: readonly string[], pins: PinsReading, history: RollbackHistory): Moving {
  const main = moverOf(wish.component, wish.environment, pins, history)
  if (main === null) return { movers: [], companions: [] }
  const target = targetOf(wish, main)
  const first = { ...main, target }
  const siblings = target?.point?.lockstep === true && !wish.reland ? target.point.siblings : []
  const names = [...new Set([...siblings, ...together])].filter((name) => name !== wish.component)
  const others = names.flatMap((name) => along(name, first, wish, pins, history))
  // A companion that is back already, or was never here, needs nothing.
  const movers = [first, ...others.filter((one) => one.target === null || !same(one.target.version, one.current, one.versioning))]
  const rest = pins.scope.resolved.components.filter((one) => !movers.some(({ component }) => component.name === one.name))
  const companions = rest.flatMap((one) => along(one.name, first, wish, pins, history)).filter(({ target: back }) => back !== null)
  return { movers, companions }
}

function along(name: string, first: Mover, wish: RollbackWish, pins: PinsReading, history: RollbackHistory): Mover[] {
  const mover = moverOf(name, wish.environment, pins, history)
  if (mover === null) return []
  const same = history.points.find(
    (one) => one.id === first.target?.point?.id && one.component === name && one.environment === wish.environment,
  )
  return [
    { ...mover, target: same === undefined ? resolveTarget({ kind: 'previous' }, mover.context) : targetAt(same.from, mover.context) },
  ]
}

function moverOf(name: string, environment: string | null, pins: PinsReading, history: RollbackHistory): Mover | null {
  const component = pins.scope.resolved.components.find((one) => one.name === name)
  const current = pins.scope.currents.get(name)?.version ?? null
  if (component === undefined || current === null) return null
  const versioning = versioningFor(component)
  const subject = { component: name, environment }
  const context = { ...subject, points: history.points, ran: (version: string) => history.ran(subject, version), current, versioning }
  return { component, current, versioning, context, target: null }
}

/** Forward again: the step that was taken back and led to this version. */
function targetOf(wish: RollbackWish, { context, versioning }: Mover): Target | null {
  if (!wish.reland) return resolveTarget(wish.target, context)
  if (wish.target.kind !== 'version') {
    const newest = context.points.findLast((one) => isSubject(one, context) && one.status === 'used')
    return newest === undefined ? null : { version: newest.to, point: newest, proven: true }
  }
  const { version } = wish.target
  const point = context.points.findLast((one) => isSubject(one, context) && one.status === 'used' && same(one.to, version, versioning))
  return point === undefined ? targetAt(version, context) : { version: point.to, point, proven: true }
}

function isSubject(
  one: { component: string; environment: string | null },
  other: { component: string; environment: string | null },
): boolean {
  return one.component === other.component && one.environment === other.environment
}

/** The scheme, which also reads whole tags where the component's prefix or pattern says how. */
export function versioningFor(component: ResolvedComponent): Versioning {
  const versioning = declaredVersions(declaredScheme(component), component.constraints)
  const tags = tagReader(component.constraints, null)
  return { ...versioning, parse: (text) => versioning.parse(text) ?? versioning.parse(tags.readCurrent(text)) }
}

/** Versions above the target that go with it, oldest first. */
export function skippedVersions({ target, context, current, versioning }: Mover): string[] {
  const point = target?.point
  if (target === null || point == null) return []
  const above = standingPoints(context).filter((one) => one.order >= point.order)
  const versions = [...new Set(above.flatMap((one) => [one.from, one.to]))]
  return versions.filter((one) => !same(one, target.version, versioning) && !same(one, current, versioning))
}

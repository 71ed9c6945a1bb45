import { expandGlob } from '../../core/pins/paths.ts'
import { agreesWith } from '../../core/pins/says.ts'
import type { ResolvedComponent } from '../../core/registry/resolved.ts'
import { exclusionOf } from '../../core/rollback/excluded.ts'
import type { RollbackFacts, VulnerabilityView } from '../../core/rollback/facts.ts'
import { brokenBy, type Standings } from '../../core/rollback/fit.ts'
import type { RollbackWish } from '../../core/rollback/request.ts'
import { reachable, same, type Target, type TargetContext } from '../../core/rollback/target.ts'
import { crossedMigrations } from '../../core/safety/crossed-migrations.ts'
import type { Versioning } from '../../core/versioning/contract.ts'
import type { StepReading } from './evidence.ts'
import type { PinsReading } from './read.ts'

/** One component on its way to a target. */
export interface Mover {
  component: ResolvedComponent
  current: string
  versioning: Versioning
  context: TargetContext
  target: Target | null
}

export interface FactsInput {
  wish: RollbackWish
  mover: Mover
  pins: PinsReading
  reading: StepReading | null
  /** Where all that move go. */
  moves: ReadonlyMap<string, string>
  standings: Standings
  /** Components that could go with it, each with where it would go. */
  companions: ReadonlyMap<string, string>
  now: number
}

/** What the table of outcomes looks at, for one component. Pure. */
export function factsOf(input: FactsInput): RollbackFacts {
  const { wish, mover, reading, pins, now } = input
  const { component, current, target, versioning } = mover
  const policy = pins.scope.resolved.policy
  const rules = policy.safety.compatibilityCheck ? policy.compatibility : []
  const components = policy.safety.compatibilityCheck ? pins.scope.resolved.components : []
  const broken = target === null ? [] : brokenBy(input.moves, input.standings, rules, components)
  const together = new Map([...input.moves, ...input.companions])
  const helps = broken.length > 0 && input.companions.size > 0 && brokenBy(together, input.standings, rules, components).length === 0
  return {
    wish,
    subject: { state: 'known' },
    current,
    target,
    order: target === null ? null : orderOf(target.version, current, versioning),
    isSame: target !== null && same(target.version, current, versioning),
    badInForce: wish.bad === undefined || isInForce(wish.bad, mover, pins),
    open: null,
    upstream: reading?.upstream ?? { state: 'unknown', why: 'it was not asked' },
    recordedDigest: recordedDigest(target, wish),
    excluded: target === null ? null : exclusionOf(component, target.version, versioning, now),
    olderAllowed: olderAllowed(mover, now),
    vulnerabilities: vulnerabilitiesOf(reading),
    migrations: migrationsOf(mover, pins),
    belowMinimum: belowMinimum(mover),
    broken,
    offer: helps ? [...input.companions.keys()] : [],
  }
}

function orderOf(a: string, b: string, versioning: Versioning): -1 | 0 | 1 | null {
  const [left, right] = [versioning.parse(a), versioning.parse(b)]
  return left === null || right === null ? null : versioning.compare(left, right)
}

/** An automatic rollback takes back only what every pin still says. */
function isInForce(bad: string, { component, current, versioning }: Mover, { scope }: PinsReading): boolean {
  const values = scope.pins.get(component.name)?.values ?? []
  return (
    same(bad, current, versioning) &&
    values.every(({ value }) => value === '' || same(value, current, versioning) || agreesWith(value, current))
  )
}

/** Of an image or an action; a list of hashes names files, which is another matter. */
export function recordedDigest(target: Target | null, { reland }: RollbackWish): string | null {
  const digests = target?.point?.paths.flatMap((path) => path[reland ? 'after' : 'before'].digest ?? []) ?? []
  return digests.find((digest) => /^(?:sha256:[0-9a-f]{64}|[0-9a-f]{40})$/.test(digest)) ?? null
}

function olderAllowed({ component, target, context, versioning }: Mover, now: number): string | null {
  if (target === null) return null
  const isOlder = (version: string) => orderOf(version, target.version, versioning) === -1
  return reachable(context).find((version) => isOlder(version) && exclusionOf(component, version, versioning, now) === null) ?? null
}

function vulnerabilitiesOf(reading: StepReading | null): VulnerabilityView {
  const advisories = reading?.advisories
  if (advisories === undefined || advisories.state === 'none') return { introduced: [], stillOpen: [], missing: null }
  if (advisories.state === 'missing') return { introduced: [], stillOpen: [], missing: advisories.why.replace(/\.$/, '') }
  const shown = ({ id, severity }: { id: string; severity: string }) => ({ id, severity })
  return { introduced: advisories.step.introduced.map(shown), stillOpen: advisories.step.stillOpen.map(shown), missing: null }
}

/** What was migrated on the way from the target to the version in force. */
function migrationsOf({ component, current, target, versioning }: Mover, { paths }: PinsReading): RollbackFacts['migrations'] {
  const plan = component.migrations
  if (plan === undefined || target === null) return { irreversible: [], files: 0 }
  const directory = plan.directory?.replace(/^\.?\/+|\/+$/g, '')
  const files = directory === undefined ? [] : paths.filter((path) => path.startsWith(`${directory}/`))
  const wanted = plan.pattern === undefined ? files : expandGlob(`${directory}/${plan.pattern}`, files)
  const crossed = crossedMigrations({ from: target.version, to: current }, plan, wanted, versioning)
  return {
    irreversible: crossed.irreversible,
    files: crossed.files.length,
    ...(plan.reversible === undefined ? {} : { reversible: plan.reversible }),
  }
}

function belowMinimum({ component, target, versioning }: Mover): string | null {
  const { minimumVersion } = component
  return minimumVersion !== undefined && target !== null && orderOf(target.version, minimumVersion, versioning) === -1
    ? minimumVersion
    : null
}

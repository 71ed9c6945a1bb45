import type { FileState } from '../core/model/proposal.ts'
import type { Upgrade } from '../core/model/upgrade.ts'
import type { Member } from '../core/proposals/assemble.ts'
import { editFiles } from '../core/proposals/edit-files.ts'
import { withoutFailed } from '../core/proposals/without-failed.ts'
import { rulesOf } from '../core/resolution/lanes.ts'
import type { StepGroup } from '../core/resolution/resolve.ts'
import { compatibilityViews, type Standing } from '../core/safety/compatibility-views.ts'
import type { ScopeSituation } from './situation.ts'

/** What a proposal's files are made of. */
interface Ground {
  files: ReadonlyMap<string, FileState | null>
  registryFile: string
}

/**
 * Members by proposal: groups first as resolution names them, then each other upgrade alone. A member of a group that is held or rejected, or
 * whose pins cannot be written, stays behind, with those that need it; the others go without it and say so.
 */
export function travelling(
  scope: ScopeSituation,
  upgrades: readonly Upgrade[],
  memberOf: (upgrade: Upgrade) => Member | null,
  ground: Ground,
): Member[][] {
  const { groups } = scope.resolution
  const grouped = groups.flatMap((group) => {
    const wanted = group.components.flatMap((name) => companionOf(name, group.lane, upgrades) ?? [])
    return reduced(scope, wanted, memberOf, ground).filter((members) => members.length > 0)
  })
  const alone = upgrades
    .filter((upgrade) => stepGroupOf(upgrade, groups) === undefined && mayTravel(upgrade))
    .flatMap((upgrade) => {
      const member = memberOf(upgrade)
      return member === null ? [] : [[member]]
    })
  return [...grouped, ...alone]
}

export function stepGroupOf(step: Pick<Upgrade, 'lane' | 'component'>, groups: readonly StepGroup[]): StepGroup | undefined {
  return groups.find((group) => group.lane === step.lane && group.components.includes(step.component))
}

/** A companion without a step of the lane travels with its safe one. */
export function companionOf<T extends Pick<Upgrade, 'lane' | 'component'>>(
  component: string,
  lane: Upgrade['lane'],
  steps: readonly T[],
): T | undefined {
  const own = steps.filter((step) => step.component === component)
  return own.find((step) => step.lane === lane) ?? own.find((step) => step.lane === 'safe')
}

function mayTravel({ judgement }: Upgrade): boolean {
  return judgement.decision !== 'reject' && judgement.decision !== 'hold'
}

function reduced(
  scope: ScopeSituation,
  wanted: readonly Upgrade[],
  memberOf: (upgrade: Upgrade) => Member | null,
  ground: Ground,
): Member[][] {
  const refused: Member[] = []
  const members = new Map<string, Member>()
  const reasons = new Map<string, string>()
  for (const upgrade of wanted) {
    const member = mayTravel(upgrade) ? memberOf(upgrade) : null
    const why = member === null ? whyNot(upgrade) : unwritable(member, ground)
    if (member !== null && why !== null) refused.push(member)
    if (member !== null && why === null) members.set(upgrade.component, member)
    else reasons.set(upgrade.component, why ?? 'its pins cannot be written')
  }
  const left = withoutFailed(wanted, new Set(reasons.keys()), (moving) => breaking(scope, wanted, moving))
  const gone = wanted.filter((upgrade) => !left.includes(upgrade))
  const leftOut = gone.map((one) => `${one.component} ${one.from} → ${one.to}: ${reasons.get(one.component) ?? 'it needs one of these'}.`)
  const together = left.flatMap((upgrade, index) => {
    const member = members.get(upgrade.component)
    return member === undefined ? [] : [index === 0 && leftOut.length > 0 ? { ...member, leftOut } : member]
  })
  // Alone they come to nothing but the problem in their way, which is to be told.
  return [together, ...refused.map((member) => [member])]
}

function whyNot({ judgement }: Upgrade): string | null {
  if (judgement.decision !== 'reject' && judgement.decision !== 'hold') return null
  const [reason] = judgement.decisionReasons
  const said = reason?.text.replace(/[. ]+$/, '')
  return `${judgement.decision === 'hold' ? 'held' : 'rejected'}${said === undefined ? '' : ` (${said})`}`
}

/** Tried alone, so that one file that cannot be edited costs its own component only. */
function unwritable(member: Member, { files, registryFile }: Ground): string | null {
  const [problem] = editFiles({ upgrades: [member], files, registryFile, changelogFile: null }).problems
  return problem === undefined ? null : `it cannot be written (${problem.message.replace(/[. ]+$/, '')})`
}

/** Components whose step breaks a rule where only `moving` ones move; what is broken already holds nobody back. */
function breaking(scope: ScopeSituation, wanted: readonly Upgrade[], moving: ReadonlySet<string>): ReadonlySet<string> {
  const { policy } = scope.resolved
  const rules = rulesOf([...scope.resolution.outcomes.values()], policy.compatibility)
  const standing =
    (moved: ReadonlySet<string>) =>
    (name: string): Standing | undefined => {
      const outcome = scope.resolution.outcomes.get(name)
      const step = moved.has(name) ? wanted.find((one) => one.component === name) : undefined
      return outcome === undefined ? undefined : { version: step?.to ?? outcome.resolution.current, versioning: outcome.versioning }
    }
  const broken = (step: Upgrade, moved: ReadonlySet<string>) =>
    compatibilityViews(step, rules, standing(moved))
      .filter((view) => view.verdict === 'broken')
      .map((view) => `${view.component} ${view.other} ${view.range}`)
  const apart = (step: Upgrade) =>
    syncedWith(step.component, scope).some((other) => wanted.some((one) => one.component === other) && !moving.has(other))
  return new Set(
    wanted
      .filter((step) => moving.has(step.component))
      .filter((step) => {
        const before = new Set(broken(step, new Set()))
        return apart(step) || broken(step, moving).some((rule) => !before.has(rule))
      })
      .map((step) => step.component),
  )
}

/** Components that are kept in step with this one, in either direction. */
function syncedWith(name: string, scope: ScopeSituation): string[] {
  return [...scope.resolution.outcomes.values()].flatMap(({ component }) => {
    const other = component.upgrade.syncVersionWith
    if (component.name === name) return other === undefined ? [] : [other]
    return other === name ? [component.name] : []
  })
}

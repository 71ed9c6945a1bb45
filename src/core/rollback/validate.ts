import { sentenceList } from '../proposals/title.ts'
import type { CompatibilityView } from '../safety/evidence.ts'
import { OUTCOMES, type OutcomeCode } from './outcome.ts'
import type { RollbackWish } from './request.ts'
import type { Target } from './target.ts'

/** What upstream says of the target. */
export type UpstreamView =
  | { state: 'listed'; yanked?: boolean | string; digest?: string }
  | { state: 'missing' }
  /** Not asked, or no answer. */
  | { state: 'unknown'; why: string }

export interface VulnerabilityView {
  /** Affect the target and not the version in force, most severe first. */
  introduced: readonly { id: string; severity: string }[]
  /** Affect both. */
  stillOpen: readonly { id: string; severity: string }[]
  /** Why nothing is known; null where something is. */
  missing: string | null
}

/** Everything that the table of outcomes looks at. All parts that need a target are null where there is none. */
export interface RollbackFacts {
  wish: RollbackWish
  /** Whether component and environment can be rolled back at all, and what was perhaps meant. */
  subject: { state: 'known' } | { state: 'unknown'; message: string; help?: string } | { state: 'gone' }
  current: string
  target: Target | null
  /** The target against the version in force, by the scheme; null where it cannot tell. */
  order: -1 | 0 | 1 | null
  /** Whether both texts stand for the same version. */
  isSame: boolean
  /** For an automatic rollback: whether the bad version is still in force everywhere. */
  badInForce: boolean
  /** An open pull request for the very same request. */
  open: { url: string | null; number: number | null } | null
  upstream: UpstreamView
  /** Digest of the target when it ran here; null where no pin carried one. */
  recordedDigest: string | null
  excluded: { reason: string } | null
  /** The nearest older version that ran here and is not excluded. */
  olderAllowed: string | null
  vulnerabilities: VulnerabilityView
  migrations: { irreversible: readonly string[]; files: number; reversible?: boolean }
  belowMinimum: string | null
  /** Rules that hold now and would not hold afterwards. */
  broken: readonly CompatibilityView[]
  /** Components that would have to go back with it. */
  offer: readonly string[]
}

export interface Refusal {
  code: OutcomeCode
  message: string
  help?: string
}

/** What the table comes to: the first outcome that decides, those that were overridden on the way, and what a reviewer should know. */
export interface RollbackVerdict {
  stop: Refusal | null
  overridden: readonly Refusal[]
  warnings: readonly string[]
  /** Whether the target never ran here. */
  unproven: boolean
}

type Rule = (facts: RollbackFacts) => Refusal | null

/** In this order; the first that applies decides, unless `--force` lifts it. */
const RULES: readonly Rule[] = [
  subject,
  reason,
  nothingToDo,
  moved,
  running,
  forward,
  unavailable,
  mutated,
  excluded,
  vulnerable,
  irreversible,
  incompatible,
  noPoint,
]

export function validateRollback(facts: RollbackFacts): RollbackVerdict {
  const overridden: Refusal[] = []
  const rest = { warnings: warningsOf(facts), unproven: facts.target !== null && !facts.target.proven }
  for (const rule of RULES) {
    const refusal = rule(facts)
    if (refusal === null) continue
    if (!OUTCOMES[refusal.code].forced || !facts.wish.force) return { stop: refusal, overridden, ...rest }
    overridden.push(refusal)
  }
  return { stop: null, overridden, ...rest }
}

function subject({ subject: found, wish }: RollbackFacts): Refusal | null {
  if (found.state === 'known') return null
  if (found.state === 'unknown')
    return { code: 'unknown_component', message: found.message, ...(found.help === undefined ? {} : { help: found.help }) }
  return {
    code: 'component_gone',
    message: `${wish.component} is no longer in the registry, so there is no pin to set back.`,
    help: 'Put it back into the registry first, or revert the change that took it out.',
  }
}

function reason({ wish }: RollbackFacts): Refusal | null {
  if (wish.reason !== '') return null
  return {
    code: 'reason_required',
    message: 'A rollback needs a reason: it stands in the pull request, the exclusion and the ledger.',
    help: 'Give `--reason "…"`.',
  }
}

function nothingToDo({ wish, target, isSame, current }: RollbackFacts): Refusal | null {
  if (target === null || !isSame) return null
  return { code: 'already_rolled_back', message: `${wish.component} is at ${current} already; nothing is opened and nothing excluded.` }
}

function moved({ wish, badInForce, current }: RollbackFacts): Refusal | null {
  if (wish.source !== 'auto-revert' || badInForce) return null
  return {
    code: 'superseded',
    message: `${wish.component} has moved on from ${wish.bad ?? 'the bad version'} to ${current}; only the exclusion is proposed.`,
  }
}

function running({ open, wish }: RollbackFacts): Refusal | null {
  return open === null
    ? null
    : { code: 'in_progress', message: `This rollback of ${wish.component} is on its way already: ${open.url ?? `#${open.number}`}.` }
}

function forward({ wish, target, order, current }: RollbackFacts): Refusal | null {
  if (target === null || wish.reland === (order === 1)) return null
  if (wish.reland)
    return {
      code: 'not_a_rollback',
      message: `${target.version} is not newer than ${current}, so there is nothing to bring forward again.`,
      help: 'Leave `--reland` out.',
    }
  return {
    code: 'not_a_rollback',
    message: `${target.version} is newer than ${current}, which is in force.`,
    help: `Run \`pinwarden upgrade ${wish.component}\`, or give \`--reland\` where ${target.version} was rolled back before.`,
  }
}

function unavailable({ target, upstream, wish }: RollbackFacts): Refusal | null {
  if (target === null) return null
  if (upstream.state === 'missing') return gone(`Upstream does not list ${target.version} of ${wish.component} any more.`)
  if (upstream.state === 'listed' && upstream.yanked !== undefined && upstream.yanked !== false)
    return gone(
      `Upstream has withdrawn ${target.version} of ${wish.component}${typeof upstream.yanked === 'string' ? ` (${upstream.yanked})` : ''}.`,
    )
  if (upstream.state === 'unknown' && !target.proven)
    return gone(`${target.version} of ${wish.component} never ran here, and whether it exists could not be found out: ${upstream.why}.`)
  return null
}

function gone(message: string): Refusal {
  return {
    code: 'target_unavailable',
    message,
    help: 'Choose another version (`--list` shows the points), or go on with `--force` where a copy of it is at hand.',
  }
}

function mutated({ target, upstream, recordedDigest }: RollbackFacts): Refusal | null {
  if (target === null || recordedDigest === null || upstream.state !== 'listed') return null
  if (upstream.digest === undefined || upstream.digest === recordedDigest) return null
  return {
    code: 'target_mutated',
    message: `${target.version} stood for ${recordedDigest} when it ran here, and stands for ${upstream.digest} now.`,
    help: 'Find out why. With `--force` the digest of that time is restored; the new one is never taken.',
  }
}

function excluded({ target, excluded: entry, olderAllowed, wish }: RollbackFacts): Refusal | null {
  if (target === null || entry === null || wish.reland) return null
  return {
    code: 'target_excluded',
    message: `${target.version} is excluded itself: ${entry.reason}`,
    help:
      olderAllowed === null
        ? 'Every older version that ran here is excluded, too: a person must decide.'
        : `Give \`--to ${olderAllowed}\`, the next older one that is not.`,
  }
}

function vulnerable({ target, vulnerabilities }: RollbackFacts): Refusal | null {
  const severe = vulnerabilities.introduced.filter((one) => one.severity === 'high' || one.severity === 'critical')
  if (target === null || severe.length === 0) return null
  return {
    code: 'target_vulnerable',
    message: `${target.version} would open ${sentenceList(severe.map((one) => `${one.id} (${one.severity})`))} again.`,
    help: 'Choose a version without it. `--force` goes on; the exception is recorded and lapses after 30 days.',
  }
}

function irreversible({ target, migrations, belowMinimum }: RollbackFacts): Refusal | null {
  if (target === null) return null
  const help = 'Restore the data first; `--force` then goes on.'
  if (migrations.irreversible.length > 0)
    return {
      code: 'irreversible_upgrade',
      message: `The migration of ${sentenceList(migrations.irreversible)} cannot be undone, and ${target.version} is before it.`,
      help,
    }
  if (migrations.files > 0 && migrations.reversible === false)
    return {
      code: 'irreversible_upgrade',
      message: `${count(migrations.files, 'migration')} came after ${target.version}, and the registry says that they cannot be undone.`,
      help,
    }
  return belowMinimum === null
    ? null
    : {
        code: 'irreversible_upgrade',
        message: `${target.version} is below \`minimum_version\` ${belowMinimum}.`,
        help: 'Lower `minimum_version`, or go on with `--force`.',
      }
}

function incompatible({ target, broken, offer, wish }: RollbackFacts): Refusal | null {
  if (target === null || broken.length === 0) return null
  const rules = broken.map(
    (one) =>
      `${one.component} needs ${one.other} ${one.range}, and ${one.other} would be ${one.version ?? 'unknown'}${one.reason === undefined ? '' : ` (${one.reason})`}`,
  )
  const together =
    offer.length === 0
      ? 'Roll the others back first, or go on with `--force`.'
      : `Roll them back together: \`--with ${offer.join(' --with ')}\`.`
  return { code: 'incompatible', message: `${wish.component} ${target.version} does not fit: ${rules.join('; ')}.`, help: together }
}

function noPoint({ target, wish }: RollbackFacts): Refusal | null {
  if (target !== null) return null
  const place = wish.environment === null ? '' : ` in ${wish.environment}`
  if (wish.target.kind === 'point')
    return {
      code: 'no_rollback_point',
      message: `There is no rollback point ${wish.target.id} of ${wish.component}${place}.`,
      help: 'See `pinwarden rollback COMPONENT --list`.',
    }
  const what = wish.target.kind === 'last-good' ? 'No version of it was verified before' : 'No merged step of it is on record'
  return {
    code: 'no_rollback_point',
    message: `There is nothing to roll ${wish.component} back to${place}: ${what.charAt(0).toLowerCase()}${what.slice(1)}.`,
    help: 'Name a version with `--to`.',
  }
}

function warningsOf({ target, upstream, vulnerabilities, migrations, current }: RollbackFacts): string[] {
  if (target === null) return []
  const open = (list: VulnerabilityView['introduced']) => sentenceList(list.map((one) => `${one.id} (${one.severity})`))
  const lesser = vulnerabilities.introduced.filter((one) => one.severity !== 'high' && one.severity !== 'critical')
  return [
    ...(target.proven ? [] : [`${target.version} never ran here, so nothing proves that it works.`]),
    ...(upstream.state === 'unknown' ? [`Whether upstream still has ${target.version} could not be found out: ${upstream.why}.`] : []),
    ...(lesser.length === 0 ? [] : [`${target.version} is affected by ${open(lesser)}, and ${current} is not.`]),
    ...(vulnerabilities.stillOpen.length === 0
      ? []
      : [`${target.version} is affected by ${open(vulnerabilities.stillOpen)}, as ${current} is.`]),
    ...(vulnerabilities.missing === null ? [] : [`Advisories of ${target.version} are not known: ${vulnerabilities.missing}.`]),
    ...(migrations.files > 0 && migrations.reversible === undefined
      ? [`${count(migrations.files, 'migration')} came after ${target.version}, and the registry does not say that they can be undone.`]
      : []),
  ]
}

function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`
}

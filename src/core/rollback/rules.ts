import { sentenceList } from '../proposals/title.ts'
import type { RollbackFacts } from './facts.ts'
import type { OutcomeCode } from './outcome.ts'

/** An outcome that stands in the way, with what to do about it. */
export interface Refusal {
  code: OutcomeCode
  message: string
  help?: string
}

/** Looks at one row of the table. */
export type Rule = (facts: RollbackFacts) => Refusal | null

/** In this order; the first that applies decides, unless `--force` lifts it. */
export const RULES: readonly Rule[] = [
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

function subject({ subject: found, wish }: RollbackFacts): Refusal | null {
  if (found.state === 'known') return null
  if (found.state === 'unknown')
    return { code: 'unknown_component', message: found.message, ...(found.help === undefined ? {} : { help: found.help }) }
  return {
    code: 'component_gone',
    message: `${wish.component} is no longer in the registry, so there is no pin to set back.`,
    help: 'Put it back into the registry first, or revert the change that took it out. Where it was renamed, name it in `aliases` of the new one.',
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

/** `1 migration`, `2 migrations`. */
export function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`
}

import type { Instant } from '../../model/instant.ts'
import type { Move } from '../../model/ledger.ts'
import type { WatchPolicy } from '../../registry/resolved.ts'
import type { WatchedMerge } from './candidates.ts'
import { type Signal, sameSignal } from './signal.ts'

/** Everything that the verdict on one merge depends on. */
export interface WatchInput {
  merge: WatchedMerge
  policy: WatchPolicy
  /** Whether policy lets upgrades be taken back without a person at all. */
  automatic: boolean
  /** Signals on the merge commit, and on the last commit before it that was looked at. */
  signals: readonly Signal[]
  before: readonly Signal[]
  /** Nothing of the environment is being deployed or waits for it. */
  settled: boolean
  /** Commits of other people between the commit before and the one that failed. */
  foreign: number
  /** What the pins say on the base now, by move; null where a pin is gone. */
  pinned: readonly (string | null)[]
  /** Why there is nothing to go back to, by move; null where there is. */
  noWayBack: readonly (string | null)[]
  /** Why no automatic revert is made today. */
  breaker: string | null
  relanded: boolean
  /** An open issue with the label that forbids automatic reverts. */
  killSwitch: { url: string } | null
  now: Instant
}

/** Why a failure is told to people and not acted on, in the order in which it is asked; what docs/watch.md says of each. */
export const REPORTS = {
  superseded: 'The pin has moved on from the version since, or is gone.',
  'pre-existing': 'The signal failed before the merge already.',
  'unknown-before': 'Nothing is known of the signal before the merge.',
  unattributed: 'Commits of other people came with the same run.',
  'stale-failure': 'The failure is older than `watch.freshness`.',
  'rollback-of-rollback': 'The merge was a rollback itself.',
  relanded: 'The version was brought back on purpose within the last day.',
  disabled: '`safety.rollback.auto_rollback_on_failure` is `false`.',
  'kill-switch': 'An issue with the label `pinwarden: disable-auto-revert` is open; only people who may label can open one.',
  security: 'The upgrade fixes a critical advisory: taking it back would open the hole again.',
  'no-way-back': 'No merged step is on record that could be taken back.',
  breaker: 'The component was taken back automatically within 24 hours already, or three upgrades of the repository were.',
} as const
export type ReportCode = keyof typeof REPORTS

/** The table of docs/watch.md. */
export function reportsDocs(): string {
  const rows = Object.entries(REPORTS).map(([code, when]) => `| \`${code}\` | ${when} |`)
  return ['| code | when |', '| --- | --- |', ...rows].join('\n')
}

export type WatchVerdict =
  /** Nothing can be said yet. */
  | { kind: 'watching'; until: Instant; pending: readonly string[] }
  /** Run the failed jobs once more on the same commit. */
  | { kind: 'confirm'; signals: readonly Signal[] }
  | { kind: 'revert'; moves: readonly Move[]; because: readonly Signal[] }
  | { kind: 'report'; code: ReportCode; message: string; because: readonly Signal[] }
  /** The watch window is over, and what was watched was good. */
  | { kind: 'verified'; by: readonly Signal[] }
  /** The watch window is over, and nothing that was watched ever spoke. No signal is not health. */
  | { kind: 'no-signal'; watched: readonly string[] }

/**
 * What to do about one merge: the gates in order, the first that does not hold decides. Pure, so that a late, repeated or concurrent run
 * comes to the same verdict.
 */
export function watchVerdict(input: WatchInput): WatchVerdict {
  const { merge, policy, signals, now } = input
  const failed = signals.filter((signal) => signal.result === 'fail')
  const ends = merge.at + policy.window
  if (failed.length === 0) return untroubled(input, ends)
  const gate = firstGate(input, failed)
  if (gate !== null) return { kind: 'report', ...gate, because: failed }
  const suspects = failed.filter((signal) => !wasBroken(signal, input.before))
  if (!input.settled) return { kind: 'watching', until: Math.max(ends, now), pending: ['a deployment that has not ended'] }
  const confirmed = suspects.filter((signal) => signal.failures >= needed(signal, policy))
  if (confirmed.length === 0) return { kind: 'confirm', signals: suspects }
  return { kind: 'revert', moves: movesToRevert(input), because: confirmed }
}

/** Nothing fails now. What still runs when the window is over is waited for once more as long, above all a confirmation. */
function untroubled({ merge, policy, signals, now }: WatchInput, ends: Instant): WatchVerdict {
  const pending = signals.filter((signal) => signal.result === 'pending' || signal.result === 'inconclusive')
  const good = signals.filter((signal) => signal.result === 'pass')
  const until = pending.length > 0 ? ends + policy.window : ends
  if (now < until) return { kind: 'watching', until, pending: pending.map((signal) => signal.name) }
  if (good.length > 0) return { kind: 'verified', by: good }
  return {
    kind: 'no-signal',
    watched: signals.length === 0 ? [`commit ${merge.commit.slice(0, 12)}`] : signals.map((signal) => signal.name),
  }
}

type Gate = { code: ReportCode; message: string }

/** The gates that stop an automatic revert, in the order in which a person would ask them. */
function firstGate(input: WatchInput, failed: readonly Signal[]): Gate | null {
  const { merge, policy, now } = input
  const what = merge.moves.map((move) => move.component).join(', ')
  const fresh = failed.filter((signal) => signal.completedAt === null || now - signal.completedAt <= policy.freshness)
  const blamed = failed.filter((signal) => !wasBroken(signal, input.before))
  const moved = merge.moves.find((move, index) => input.pinned[index] !== move.to)
  const stuck = input.noWayBack.find((reason) => reason !== null)
  const gates: readonly (Gate | null)[] = [
    gate(moved !== undefined, 'superseded', `the pin of ${moved?.component} moved on from ${moved?.to} since; nothing is taken back`),
    gate(blamed.length === 0, 'pre-existing', `${names(failed)} failed before the merge already`),
    gate(
      blamed.length > 0 && blamed.every((signal) => !known(signal, input.before)),
      'unknown-before',
      `nothing is known of ${names(blamed)} before the merge, so the upgrade cannot be blamed`,
    ),
    gate(input.foreign > 0, 'unattributed', `${input.foreign} other commits came with the same run, so the upgrade cannot be blamed alone`),
    gate(fresh.length === 0, 'stale-failure', `the failure is older than ${Math.round(policy.freshness / 60_000)} minutes`),
    gate(merge.rollback, 'rollback-of-rollback', 'the merge was a rollback itself, and a rollback is never rolled back automatically'),
    gate(input.relanded, 'relanded', `${what} was brought back on purpose within the last day`),
    gate(!input.automatic, 'disabled', 'policy leaves rollbacks to people (`safety.rollback.auto_rollback_on_failure: false`)'),
    gate(input.killSwitch !== null, 'kill-switch', `automatic reverts are switched off by ${input.killSwitch?.url}`),
    gate(
      input.merge.criticalFix !== null,
      'security',
      `the upgrade fixes ${input.merge.criticalFix}, and taking it back would open the hole again`,
    ),
    gate(stuck !== undefined && stuck !== null, 'no-way-back', stuck ?? ''),
    gate(input.breaker !== null, 'breaker', input.breaker ?? ''),
  ]
  return gates.find((one) => one !== null) ?? null
}

function gate(holds: boolean, code: ReportCode, message: string): Gate | null {
  return holds ? { code, message } : null
}

/** A signal that was red before blames nobody now. */
function wasBroken(signal: Signal, before: readonly Signal[]): boolean {
  return before.some((former) => sameSignal(former, signal) && former.result === 'fail')
}

function known(signal: Signal, before: readonly Signal[]): boolean {
  return before.some((former) => sameSignal(former, signal) && former.result === 'pass')
}

/** Failures on the same commit that are asked for: the first and one more; two more of what is known to be flaky. */
function needed(signal: Signal, policy: WatchPolicy): number {
  return policy.flaky.includes(signal.name) ? 3 : 2
}

function names(signals: readonly Signal[]): string {
  return signals.map((signal) => `“${signal.name}”`).join(', ')
}

/** All of it where its members must travel together, else one at a time, the riskiest first, until the signals are good again. */
function movesToRevert({ merge }: WatchInput): readonly Move[] {
  return merge.lockstep ? merge.moves : merge.moves.slice(0, 1)
}

/** What a request for a rollback can come to. Codes are stable: scripts compare them, never messages. */
export interface Outcome {
  /** Exit status 0. */
  ok: boolean
  /** Whether `--force` with a reason goes on all the same. */
  forced: boolean
  /** When it happens, one sentence, for docs/rollback.md. */
  when: string
}

export const OUTCOMES = {
  unknown_component: {
    ok: false,
    forced: false,
    when: 'The component or environment is not in the registry, or has no pins of its own there; the nearest names are told.',
  },
  component_gone: {
    ok: false,
    forced: false,
    when: 'The ledger knows the component, but it is no longer in the registry, nor the former name of another (`aliases`): there is no pin to set back.',
  },
  reason_required: { ok: false, forced: false, when: 'No reason was given.' },
  already_rolled_back: {
    ok: true,
    forced: false,
    when: 'The target is the version in force. Nothing is opened and nothing is excluded; the request is recorded.',
  },
  superseded: {
    ok: true,
    forced: false,
    when: 'An automatic rollback finds that the pin has moved on from the bad version. The pin stays; only the exclusion is proposed.',
  },
  in_progress: {
    ok: true,
    forced: false,
    when: 'The same request has an open pull request already: that one is told, and built anew where the base moved.',
  },
  closed_by_person: {
    ok: true,
    forced: false,
    when: 'An automatic rollback was proposed before and a person closed it, which is obeyed. A person who asks again gets a new one.',
  },
  not_a_rollback: {
    ok: false,
    forced: false,
    when: 'The target is newer than the version in force, which is for `pinwarden upgrade`, or for `--reland` where it was rolled back before.',
  },
  target_unavailable: {
    ok: false,
    forced: true,
    when: 'Upstream does not have the target any more, has withdrawn it, or cannot be asked whether a target that never ran here exists.',
  },
  target_mutated: {
    ok: false,
    forced: true,
    when: 'The target’s name now stands for another digest than when it ran here. With `--force` the digest of that time is restored, never the new one.',
  },
  target_excluded: { ok: false, forced: true, when: 'The target itself is excluded; the next older version that is not is told.' },
  target_vulnerable: {
    ok: false,
    forced: true,
    when: 'The rollback would open a high or critical vulnerability again. A lesser one is a warning in the pull request.',
  },
  irreversible_upgrade: {
    ok: false,
    forced: true,
    when: 'The step crossed a migration that cannot be undone, or the target is below `minimum_version`.',
  },
  incompatible: {
    ok: false,
    forced: true,
    when: 'Another component would no longer fit; the exact constraint is told, and the set that can be rolled back together (`--with`).',
  },
  pin_moved: {
    ok: false,
    forced: false,
    when: 'A pin cannot be set back by value: it is missing, stands in places that differ, or its digest or checksum is known neither to the ledger nor to upstream.',
  },
  no_rollback_point: {
    ok: false,
    forced: false,
    when: 'There is nothing to roll back to: no merged step of the component is on record here.',
  },
  contended: { ok: false, forced: false, when: 'The repository changed under five attempts in a row. Nothing is half done; ask again.' },
  planned: { ok: true, forced: false, when: 'A dry run: what would be done is told, and nothing is.' },
  opened: { ok: true, forced: false, when: 'The pull request is open.' },
} as const satisfies Record<string, Outcome>

export type OutcomeCode = keyof typeof OUTCOMES

/** The table of docs/rollback.md. */
export function outcomesDocs(): string {
  const rows = Object.entries(OUTCOMES).map(
    ([code, { ok, forced, when }]) => `| \`${code}\` | ${ok ? 0 : 1} | ${forced ? 'yes' : ''} | ${when} |`,
  )
  return ['| result | exit status | `--force` | when |', '| --- | --- | --- | --- |', ...rows].join('\n')
}

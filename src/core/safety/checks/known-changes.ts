import type { Finding } from '../../model/finding.ts'
import { formatPlace } from '../../model/problems.ts'
import type { KnownBreakingChange } from '../../registry/resolved.ts'
import { versioningOf } from '../../versioning/find.ts'
import type { Check } from './contract.ts'

const ID = 'known-changes'

/** The registry's own `breaking_changes`: what the team wrote down about a step, whatever upstream says. */
export const knownChanges: Check<'component'> = {
  id: ID,
  label: 'The registry’s own `breaking_changes` that the step crosses',
  needs: ['component'],
  run(step, { component }): Finding[] {
    const crossed = component.breakingChanges.filter((change) => crosses(change, step.from, step.to, component.versioning))
    if (crossed.length === 0)
      return [{ check: ID, verdict: 'pass', summary: 'The registry names no breaking change on this step.', evidence: [] }]
    return crossed.map((change) => ({
      check: ID,
      verdict: 'fail',
      risk: change.severity === 'low' ? 'medium' : 'high',
      summary: `The registry names a breaking change${change.changeType === undefined ? '' : ` (${change.changeType})`} up to ${change.toVersion}${change.at === undefined ? '' : `, ${formatPlace(change.at)}`}.`,
      evidence: [
        {
          quote: change.description,
          version: change.toVersion,
          ...(change.kind === undefined ? {} : { kind: change.kind }),
          ...(change.migrationGuide === undefined ? {} : { url: change.migrationGuide }),
        },
      ],
    }))
  },
}

/** A change is crossed where from < to_version <= to, and from_version (if named) does not lie above the step. */
function crosses(change: KnownBreakingChange, from: string, to: string, scheme: string | undefined): boolean {
  const versioning = versioningOf(scheme ?? 'loose')
  const [start, end, at] = [versioning.parse(from), versioning.parse(to), versioning.parse(change.toVersion)]
  if (start === null || end === null || at === null) return change.toVersion === to
  return versioning.compare(start, at) < 0 && versioning.compare(at, end) <= 0
}

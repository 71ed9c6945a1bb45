import { DEFAULTS } from '../defaults.ts'
import { count, flag, list, oneOf, section } from './key.ts'
import { reference, version } from './leaf.ts'
import { releaseAge, riskLevels } from './safety.ts'

/** `upgrade` of a component. */
export function upgrade() {
  const { upgrade: defaults } = DEFAULTS
  const behind = (lines: string) => count({ description: `How many ${lines} to stay behind.`, default: 0 }, 0, 100).optional()
  return section(
    {
      auto_upgrade_enabled: flag({ description: 'Whether upgrades of the allowed risk levels are approved without a person.' }).optional(),
      allowed_risk_levels: riskLevels({
        description: 'Risk levels that may be approved without a person. Absent: those of `safety.auto_upgrade`.',
      }),
      require_manual_approval_for_major: flag({
        description: 'Whether a person approves every major step.',
        default: defaults.requireManualApprovalForMajor,
      }).optional(),
      sync_version_with: reference({ description: 'Component whose version this one follows.', examples: ['loki'] }).optional(),
      allowed_version_drift: version({
        description: 'How far the two may be apart, as a version: `0.1.0` allows one minor version.',
        examples: ['0.1.0'],
      }).optional(),
      path: oneOf(['direct', 'each_minor', 'each_major'], {
        description: 'Whether the target is reached in one step, or by way of every minor or major line.',
        default: defaults.path,
      }).optional(),
      required_stops: list(version({ description: 'A version.' }), {
        description: 'Versions that must be run before a later one.',
        default: [],
        examples: [['1.5.0', '2.0.0']],
      }),
      lag: section(
        { major: behind('major lines'), minor: behind('minor lines'), patch: behind('releases of the own line') },
        { description: 'Stay behind the newest version by so many lines or releases.', examples: [{ minor: 1 }] },
      ),
      minimum_release_age: releaseAge('How old a release must be, for this component. Absent: `safety.minimum_release_age`.').optional(),
      max_jump: count(
        {
          description: 'How many majors a release may be ahead of the one before it; more look like a release by mistake and are held.',
          default: DEFAULTS.maxJump,
        },
        1,
      ).optional(),
    },
    { description: 'How the component moves.' },
  )
}

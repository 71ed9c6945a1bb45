import * as z from 'zod'
import { ADVISORY_SOURCES } from '../../model/advisory-answer.ts'
import { RISKS } from '../../model/component.ts'
import { once } from '../../model/once.ts'
import { DEFAULTS } from '../defaults.ts'
import { count, flag, key, list, oneOf, section } from './key.ts'
import { days, reference } from './leaf.ts'
import { watch } from './watch.ts'

/** How old a release must be: one age for all steps, or one for each level of the step. */
export function releaseAge(description: string, fallback?: unknown) {
  const level = (step: string) => days({ description: `For a ${step} step.` }).optional()
  const levels = z.object({ patch: level('patch'), minor: level('minor'), major: level('major') })
  return key(z.union([days({ description: 'For all steps.' }), levels]), {
    description,
    ...(fallback === undefined ? {} : { default: fallback }),
    examples: ['7d', { patch: '3d', minor: '7d', major: '14d' }],
    expected: 'a duration such as `7d` or `24h`, a whole number of days, or a mapping of `patch`, `minor` and `major` to such ages',
  })
}

export function riskLevels(about: { description: string; default?: unknown }) {
  return list(oneOf(RISKS, { description: 'A risk level.' }), { examples: [['low', 'medium']], ...about })
}

function autoUpgrade() {
  return section(
    {
      enabled: flag({
        description: 'Whether upgrades of the allowed risk levels are approved without a person.',
        default: DEFAULTS.autoUpgrade.enabled,
      }).optional(),
      allowed_risk_levels: riskLevels({
        description: 'Risk levels that may be approved without a person.',
        default: DEFAULTS.autoUpgrade.allowedRiskLevels,
      }),
      exclude_components: list(reference({ description: 'A component.' }), {
        description: 'Components that a person always approves, whatever else is set.',
        default: [],
      }),
    },
    { description: 'What is approved without a person.' },
  )
}

function rollback() {
  const { rollback: defaults } = DEFAULTS
  return section(
    {
      auto_rollback_on_failure: flag({
        description: 'Whether an upgrade that turns out bad after the merge is taken back by a pull request of its own.',
        default: defaults.automatic,
      }).optional(),
      retention_count: count(
        { description: 'How many rollback points are kept for each component.', default: defaults.count },
        1,
      ).optional(),
      retention_days: count({ description: 'For how many days rollback points are kept at least.', default: defaults.days }).optional(),
      max_size_mb: count({
        description: 'How many megabytes all rollback points together may take.',
        default: defaults.megabytes,
      }).optional(),
      respect_windows: flag({
        description: 'Whether rollbacks wait for maintenance windows, too.',
        default: defaults.respectWindows,
      }).optional(),
      merge: oneOf(['never', 'non_production', 'always'], {
        description: 'Where an automatic rollback is also merged without a person.',
        default: defaults.merge,
      }).optional(),
      watch: watch(),
    },
    { description: 'Taking upgrades back.' },
  )
}

/** `safety` of `global` and of an environment. */
export const safety = once(() => {
  const { safety: defaults } = DEFAULTS
  return section(
    {
      compatibility_check: flag({
        description: 'Whether versions are checked against each other.',
        default: defaults.compatibilityCheck,
      }).optional(),
      breaking_change_detection: flag({
        description: 'Whether release notes and changelogs are read for breaking changes.',
        default: defaults.breakingChangeDetection,
      }).optional(),
      security_advisory_check: flag({
        description: 'Whether advisories are looked up for the current version and the target.',
        default: defaults.securityAdvisoryCheck,
      }).optional(),
      advisory_source: oneOf(ADVISORY_SOURCES, {
        description:
          'Where advisories are looked up: `osv` asks OSV.dev, `github` asks the GitHub on which upstream projects live, `directory` reads OSV records from this repository, for use without a network.',
        default: defaults.advisorySource,
      }).optional(),
      advisory_directory: key(z.string().regex(/^(?!\/)(?!(?:.{0,300}\/)?\.\.(?:\/|$))[^\\\0\n]{1,300}$/), {
        description: 'Folder of this repository with OSV records as JSON files, for `advisory_source: directory`.',
        default: defaults.advisoryDirectory,
        examples: ['security/osv'],
        expected: 'a path inside the repository, without `..`',
      }).optional(),
      dependabot_alerts: flag({
        description:
          'Whether the alerts that Dependabot has open in the repository count beside `advisory_source`, where the token may read them.',
        default: defaults.dependabotAlerts,
      }).optional(),
      require_checksum_verification: flag({
        description: 'Whether an artifact without a checksum that verifies is refused.',
        default: defaults.requireChecksumVerification,
      }).optional(),
      minimum_release_age: releaseAge(
        'How old a release must be before it is proposed. Fixes of vulnerabilities do not wait.',
        defaults.minimumReleaseAge,
      ).optional(),
      auto_upgrade: autoUpgrade(),
      rollback: rollback(),
    },
    { description: 'Which checks run, and what may happen without a person.' },
  )
})

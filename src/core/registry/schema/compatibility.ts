import * as z from 'zod'
import { BREAKING_KINDS } from '../../model/finding.ts'
import { key, list, mapping, oneOf, text } from './key.ts'
import { date, link, name, range, reference, version } from './leaf.ts'

const LEVELS = ['compatible', 'breaking', 'deprecated', 'unknown'] as const
const SEVERITIES = ['low', 'medium', 'high', 'critical'] as const

export function compatibility() {
  const rule = z.object({
    component: reference({ description: 'Component that needs the others.' }),
    versions: range({ description: 'Versions of it for which the rule holds. Absent: all.', examples: ['>=3.0.0'] }).optional(),
    requires: key(z.record(name('a component'), range({ description: 'A range of its versions.', examples: ['>=2.9.0'] })), {
      description: 'Components that it needs, with the range of their versions.',
      examples: [{ loki: '>=2.9.0' }],
      expected: 'a mapping of components to ranges of their versions',
    }),
    level: oneOf(LEVELS, { description: 'What is known of the pair.', default: 'compatible' }).optional(),
    reason: text({ description: 'Why; shown where the rule holds something back.' }).optional(),
  })
  return list(key(rule, { description: 'One rule.' }), {
    description: 'Which versions fit together, beside the `compatible_with` of components.',
    examples: [[{ component: 'promtail', requires: { loki: '>=2.9.0' }, reason: 'push API' }]],
  })
}

export function breakingChanges() {
  const change = z.object({
    component: reference({ description: 'Component that changes.' }),
    from_version: version({
      description: 'Last version without the change. Absent: every one before `to_version`.',
      examples: ['1.5.0'],
    }).optional(),
    to_version: version({ description: 'First version with the change.', examples: ['2.0.0'] }),
    change_type: text({
      description: `What sort of change: one of ${BREAKING_KINDS.map((kind) => `\`${kind}\``).join(', ')}, or words of your own that hold one of them.`,
      examples: ['config', 'flag_removal'],
    }).optional(),
    description: text({ description: 'What changes, for the reviewer.' }),
    migration_guide: text({ description: 'Page, file or words that say what to do.' }).optional(),
    severity: oneOf(SEVERITIES, { description: 'How bad it is.', default: 'high' }).optional(),
  })
  return list(key(change, { description: 'One breaking change.' }), {
    description: 'Breaking changes that you know of, whether or not upstream says so.',
    examples: [
      [{ component: 'node_exporter', to_version: '2.0.0', change_type: 'removal', description: 'The flag --collector.diskstats is gone.' }],
    ],
  })
}

export function excludedVersions() {
  const entry = z.object({
    version: version({ description: 'The version. Exactly one of `version` and `range`.' }).optional(),
    range: range({ description: 'The versions, as a range. Exactly one of `version` and `range`.' }).optional(),
    reason: text({ description: 'Why; shown in every report.' }).optional(),
    issue_url: link({ description: 'Page that says more.' }).optional(),
    until: date({ description: 'Day from which the version may be proposed again. Absent: never.' }).optional(),
    environments: list(reference({ description: 'An environment, `base` or `all`.' }), {
      description: 'Environments in which it holds, and those whose versions come from them. Absent: all.',
      examples: [['production']],
    }),
    added_at: date({ description: 'When it was put here. Rollbacks write it.' }).optional(),
    rolled_back_to: version({
      description:
        'Version that a rollback went back to. Until the component is past the excluded version, only newer ones are then proposed.',
      examples: ['7.4.1'],
    }).optional(),
  })
  const short = version({ description: 'The version alone, short for `version` without a reason.' })
  const either = key(
    z.union([short, entry]).transform((written) => (typeof written === 'string' ? { version: written } : written)),
    { description: 'One excluded version or range.', expected: 'a version in quotes, or a mapping with `version` or `range`' },
  )
  return mapping(name('a component'), list(either, { description: 'Versions not to propose.' }), {
    description: 'Versions that must not be proposed, by component.',
    examples: [{ node_exporter: [{ version: '1.6.0', reason: 'memory leak' }] }],
  })
}

/** A second list, with more room for a record of what happened. */
export function exclusions() {
  const entry = z.object({
    component: reference({ description: 'The component.' }),
    version: version({ description: 'The version. Exactly one of `version` and `range`.' }).optional(),
    range: range({ description: 'The versions, as a range. Exactly one of `version` and `range`.' }).optional(),
    digest: text({ description: 'Digest of the excluded artifact, where pins carry one.' }).optional(),
    reason: text({ description: 'Why; shown in every report.' }).optional(),
    source: oneOf(['manual', 'auto-revert', 'advisory', 'rollout-halt'], {
      description: 'What put it here.',
      default: 'manual',
    }).optional(),
    evidence: list(link({ description: 'A page.' }), { description: 'Pages that show what went wrong.' }),
    environments: list(reference({ description: 'An environment, or `all`.' }), {
      description: 'Environments in which it holds.',
      default: ['all'],
    }),
    added_by: text({ description: 'Who put it here.' }).optional(),
    on_behalf_of: text({ description: 'For whom.' }).optional(),
    added_at: date({ description: 'When it was put here.' }).optional(),
    review_after: date({ description: 'When somebody should look at it again. A reminder only: it never lapses by itself.' }).optional(),
  })
  return list(key(entry, { description: 'One exclusion.' }), {
    description:
      'Versions that turned out bad, with a record of who put them here. Beside `upgrade_policies.excluded_versions`, the shorter list that people keep and that rollbacks add to.',
    examples: [[{ component: 'redis', version: '7.4.2', reason: 'integration tests failed twice after the merge', source: 'auto-revert' }]],
  })
}

import * as z from 'zod'
import { CATEGORIES, RISKS } from '../../model/component.ts'
import { DECISIONS } from '../../model/finding.ts'
import { approvals } from './approvals.ts'
import { excludedVersions } from './compatibility.ts'
import { dashboard } from './dashboard.ts'
import { flag, key, list, mapping, oneOf, section, text } from './key.ts'
import { days, duration, expression, name, version } from './leaf.ts'
import type { RegistryModules } from './modules.ts'
import { notifications } from './notifications.ts'
import { pullRequests } from './pull-requests.ts'
import { freezes, maintenanceWindows, schedule, scheduleOf } from './windows.ts'

export function upgradePolicies(modules: RegistryModules) {
  return section(
    {
      notifications: notifications(modules),
      maintenance_windows: maintenanceWindows(),
      freezes: freezes(),
      schedule: schedule(),
      pinned_versions: mapping(name('a component'), version({ description: 'The version to stay at.', examples: ['1.6.0'] }), {
        description: 'Components held at one version in every environment, above all other settings.',
        examples: [{ node_exporter: '1.6.0' }],
      }),
      excluded_versions: excludedVersions(),
      security_sla: securitySla(),
      approvals: approvals(),
      pull_requests: pullRequests(),
      rules: rules(),
      dashboard: dashboard(),
    },
    { description: 'When versions move, who approves, and who is told.' },
  )
}

function securitySla() {
  const within = (severity: string, example: string) =>
    duration({
      description: `Time in which a ${severity} vulnerability must be fixed, from when it was known.`,
      examples: [example],
    }).optional()
  return section(
    { critical: within('critical', '24h'), high: within('high', '7d'), medium: within('medium', '30d'), low: within('low', '90d') },
    { description: 'Deadlines for fixes of vulnerabilities. Warnings go out at half and at four fifths of the time.' },
  )
}

function rules() {
  const set = z.object({
    decision: oneOf(DECISIONS, { description: 'The decision; never more lenient than the checks allow.' }).optional(),
    risk: oneOf(RISKS, { description: 'The least risk.' }).optional(),
    category: oneOf(CATEGORIES, { description: 'The category.' }).optional(),
    reason: text({ description: 'Shown beside the decision.' }).optional(),
    group: text({ description: 'Upgrades with the same group travel in one proposal.', examples: ['observability'] }).optional(),
    labels: list(text({ description: 'A label.' }), { description: 'Labels to add.' }),
    reviewers: list(text({ description: 'A user, or a team as `team:name`.' }), { description: 'Who is asked for a review.' }),
    assignees: list(text({ description: 'A user.' }), { description: 'Whom the proposal is assigned to.' }),
    milestone: text({ description: 'Milestone of the proposal.' }).optional(),
    draft: flag({ description: 'Whether the proposal is opened as a draft.' }).optional(),
    schedule: scheduleOf({ description: 'How often such an upgrade is proposed.' }).optional(),
    minimum_release_age: days({ description: 'How old the release must be.' }).optional(),
  })
  const rule = z.object({
    when: expression({
      description: 'CEL expression over the upgrade; the rule holds where it is true.',
      examples: ['component.kind == "image" && risk == "low"'],
    }),
    set: key(set, { description: 'What then holds.' }),
  })
  return list(key(rule, { description: 'One rule.' }), {
    description: 'Settings for upgrades that meet a condition. Later rules stand above earlier ones.',
    examples: [[{ when: 'category == "critical" && distance != "patch"', set: { decision: 'manual', reviewers: ['team:platform'] } }]],
  })
}

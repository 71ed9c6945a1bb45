import * as z from 'zod'
import { flag, key, list, oneOf, section } from './key.ts'
import type { RegistryModules } from './modules.ts'

/** What can be told. Names are those of the older, `scripts/`-style version manager where it had one. */
export const NOTIFICATION_EVENTS = [
  'upgrade_available',
  'upgrade_success',
  'upgrade_failure',
  'rollback_executed',
  'approval_needed',
  'sla_warning',
  'sla_breach',
  'drift_detected',
  'component_unresolved',
  'end_of_life',
  'release_published',
] as const

const CHANNELS = ['log', 'email', 'webhook', 'issue'] as const

export function notifications(modules: RegistryModules) {
  const [first = CHANNELS[0], ...rest] = modules.channels === undefined ? CHANNELS : Object.keys(modules.channels)
  return section(
    {
      enabled: flag({ description: 'Whether anybody is told at all.', default: true }).optional(),
      channels: list(oneOf([first, ...rest], { description: 'A channel.' }), {
        description: 'Ways in which people are told.',
        default: ['log'],
        examples: [['log', 'email']],
      }),
      notify_on: list(oneOf(NOTIFICATION_EVENTS, { description: 'An event.' }), {
        description: 'What people are told of. Absent: everything.',
        default: NOTIFICATION_EVENTS,
        examples: [['upgrade_available', 'rollback_executed']],
      }),
      ...channelSettings(modules),
    },
    { description: 'Who is told of what.' },
  )
}

/** One section for each channel that has settings, with the schema that the channel brings. */
function channelSettings(modules: RegistryModules): z.ZodRawShape {
  const channels = Object.values(modules.channels ?? {}).filter(
    ({ config }) => !(config instanceof z.ZodObject) || Object.keys(config.shape).length > 0,
  )
  return Object.fromEntries(
    channels.map(({ id, config }) => [id, key(config, { description: `Settings of the channel \`${id}\`.` }).optional()]),
  )
}

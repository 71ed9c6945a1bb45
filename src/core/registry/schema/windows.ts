import * as z from 'zod'
import { DEFAULTS } from '../defaults.ts'
import { flag, key, list, oneOf, oneOrMany, section, text } from './key.ts'
import { cron, date, duration, reference, timeOfDay, timeZone } from './leaf.ts'

export const WEEKDAYS = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'] as const
export const OPERATIONS = ['upgrade', 'security', 'rollback', 'release'] as const
export const INTERVALS = ['at_once', 'daily', 'weekly', 'monthly', 'quarterly', 'yearly', 'never'] as const

export function maintenanceWindows() {
  const window = z.object({
    day: oneOrMany(oneOf([...WEEKDAYS, 'daily'], { description: 'A day of the week, or `daily`.' }), {
      description: 'Days on which the window opens. One of `day` and `cron`.',
      examples: ['sunday', ['saturday', 'sunday']],
    }).optional(),
    cron: cron({ description: 'When the window opens. One of `day` and `cron`.', examples: ['0 2 * * sun'] }).optional(),
    start_time: timeOfDay({ description: 'When it opens on such a day.', default: '00:00', examples: ['02:00'] }).optional(),
    end_time: timeOfDay({
      description: 'When it closes; a time before `start_time` is one of the next day.',
      default: '24:00',
      examples: ['06:00'],
    }).optional(),
    duration: duration({ description: 'How long it stays open, for windows with `cron`.', examples: ['4h'] }).optional(),
    timezone: timeZone({ description: 'Time zone of the times.', default: DEFAULTS.timezone, examples: ['Europe/Berlin'] }).optional(),
    allowed_operations: list(oneOf(OPERATIONS, { description: 'An operation.' }), {
      description: 'What may be merged in it.',
      default: OPERATIONS,
      examples: [['upgrade', 'rollback']],
    }),
  })
  return section(
    {
      enabled: flag({ description: 'Whether merges wait for a window.', default: false }).optional(),
      windows: list(key(window, { description: 'One window.' }), {
        description: 'The windows. While one of them is open, merges go through.',
        examples: [[{ day: 'sunday', start_time: '02:00', end_time: '06:00', timezone: 'Europe/Berlin' }]],
      }),
    },
    { description: 'Times in which upgrades may be merged. Fixes of critical vulnerabilities and rollbacks do not wait.' },
  )
}

export function freezes() {
  const freeze = z.object({
    from: date({ description: 'When it begins.', examples: ['2026-12-18'] }),
    until: date({ description: 'When it ends. Absent: when somebody removes it.', examples: ['2027-01-04'] }).optional(),
    reason: text({ description: 'Why; shown wherever it holds something back.' }),
    components: list(reference({ description: 'A component.' }), { description: 'Components that it holds. Absent: all.' }),
    environments: list(reference({ description: 'An environment.' }), { description: 'Environments in which it holds. Absent: all.' }),
    allowed_operations: list(oneOf(OPERATIONS, { description: 'An operation.' }), {
      description: 'What may be merged all the same.',
      default: ['security', 'rollback'],
    }),
  })
  return list(key(freeze, { description: 'One freeze.' }), {
    description: 'Times in which nothing moves. A freeze stands above every window.',
    examples: [[{ from: '2026-12-18', until: '2027-01-04', reason: 'end of year' }]],
  })
}

/** How often upgrades of one sort are proposed. */
export function scheduleOf(about: { description: string; default?: unknown }) {
  const spoken = key(z.enum([...INTERVALS, 'at once', 'immediate']), { description: 'An interval.' })
  return key(
    z
      .union([spoken, cron({ description: 'A cron expression.' })])
      .transform((value) => (value === 'at once' || value === 'immediate' ? 'at_once' : value)),
    {
      examples: ['at_once', 'weekly', '0 6 * * mon'],
      expected: 'one of `at_once`, `daily`, `weekly`, `monthly`, `quarterly`, `yearly`, `never`, or a cron expression of five fields',
      ...about,
    },
  )
}

export function schedule() {
  const every = (what: string) => scheduleOf({ description: `How often ${what} are proposed.`, default: 'at_once' }).optional()
  return section(
    {
      security: every('fixes of vulnerabilities'),
      patch: every('patch steps'),
      minor: every('minor steps'),
      major: every('major steps'),
      timezone: timeZone({ description: 'Time zone of the intervals.', default: DEFAULTS.timezone }).optional(),
    },
    {
      description: 'How often upgrades are proposed, by the level of the step.',
      examples: [{ security: 'at_once', minor: 'monthly', major: 'quarterly' }],
    },
  )
}

import * as z from 'zod'
import { CATEGORIES, RISKS } from '../../model/component.ts'
import { count, flag, key, list, oneOf, oneOrMany, section, text } from './key.ts'
import { expression, reference } from './leaf.ts'

const UPDATE_TYPES = ['patch', 'minor', 'major', 'security', 'hotfix', 'rollback', 'promotion'] as const

/** What an approval asks for; shared by the default and the rows of the matrix. */
function demands() {
  return {
    approvers: count({ description: 'How many people must approve.', default: 1 }, 0, 20).optional(),
    teams: list(text({ description: 'A team.' }), {
      description: 'Teams of which at least one approver each must be a member.',
      default: [],
    }),
    reviews: list(text({ description: 'A kind of review.' }), {
      description: 'Further reviews that must be recorded.',
      default: [],
      examples: [['security', 'qa']],
    }),
    notify: list(text({ description: 'A user or team.' }), { description: 'Who is told.', default: [] }),
  }
}

export function approvals() {
  const row = z.object({
    update_type: oneOrMany(oneOf(UPDATE_TYPES, { description: 'A sort of update.' }), {
      description: 'Sorts of update for which the row holds.',
    }).optional(),
    category: oneOrMany(oneOf(CATEGORIES, { description: 'A category.' }), {
      description: 'Categories for which the row holds.',
    }).optional(),
    environment: oneOrMany(reference({ description: 'An environment.' }), {
      description: 'Environments in which the row holds.',
    }).optional(),
    risk: oneOrMany(oneOf(RISKS, { description: 'A risk.' }), { description: 'Risks for which the row holds.' }).optional(),
    ...demands(),
  })
  return section(
    {
      default: section(demands(), { description: 'What holds where no row of the matrix does.' }),
      matrix: list(key(row, { description: 'One row; a condition that is not written holds always.' }), {
        description: 'What each sort of upgrade asks for. Where several rows hold, the strictest of each demand counts.',
        examples: [[{ update_type: 'major', approvers: 3, teams: ['platform'] }]],
      }),
      emergency: section(
        {
          enabled: flag({
            description: 'Whether an emergency may pass by the matrix. It is always recorded, with its reason.',
            default: false,
          }).optional(),
          teams: list(text({ description: 'A team.' }), { description: 'Teams whose members may declare one.', default: [] }),
          approvers: count({ description: 'How many other people must approve.', default: 1 }, 0, 20).optional(),
          allow_solo: flag({ description: 'Whether one person alone may do it.', default: false }).optional(),
        },
        { description: 'The way past the matrix in an emergency.' },
      ),
      auto_approve: section(
        {
          when: expression({
            description: 'CEL expression over the upgrade; only where it is true may it be approved without a person.',
          }).optional(),
        },
        { description: 'Further conditions of approval without a person, beside `safety.auto_upgrade`.' },
      ),
    },
    { description: 'Who must approve what. Enforced by a required check, read from the base branch.' },
  )
}

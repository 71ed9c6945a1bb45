import * as z from 'zod'
import { MERGE_METHODS } from '../../model/proposal.ts'
import { DEFAULTS } from '../defaults.ts'
import { count, flag, key, list, oneOf, section, text } from './key.ts'

export const DRAFTS = ['never', 'manual', 'always'] as const

const login = () =>
  key(z.string().regex(/^@?[A-Za-z0-9](?:[A-Za-z0-9-]{0,38})$/), { description: 'A user.', expected: 'the login of a user' })

const reviewer = () =>
  key(z.string().regex(/^(?:team:[A-Za-z0-9_.-]{1,100}|@?[A-Za-z0-9](?:[A-Za-z0-9-]{0,38}))$/), {
    description: 'A user, or a team of the owner as `team:name`.',
    expected: 'the login of a user, or `team:name`',
  })

/** `upgrade_policies.pull_requests`: how many, for whom, and how they are merged. */
export function pullRequests() {
  return section(
    {
      max_open: count({
        description: 'How many may be open at once. Absent: any number. Fixes of vulnerabilities are opened all the same, and count.',
        examples: [10],
      }).optional(),
      max_new_per_hour: count({
        description:
          'How many may be opened within an hour. Absent: any number. Fixes of vulnerabilities are opened all the same, and count.',
        examples: [4],
      }).optional(),
      draft: oneOf(DRAFTS, {
        description: 'Which are opened as drafts: none, those whose decision is `manual`, or all.',
        default: DEFAULTS.pullRequests.draft,
      }).optional(),
      labels: list(key(z.string().min(1).max(50), { description: 'A label.', expected: 'a label of at most 50 characters' }), {
        description: 'Labels besides those that Pinwarden gives by itself.',
        examples: [['dependencies']],
      }),
      reviewers: list(reviewer(), {
        description: 'Who is asked for a review, once, when it is opened.',
        examples: [['ada', 'team:platform']],
      }),
      from_codeowners: flag({
        description:
          'Whether the owners of the changed files in CODEOWNERS are asked for a review, drafts included (GitHub asks them by itself only for what is no draft).',
        default: DEFAULTS.pullRequests.fromCodeowners,
      }).optional(),
      assignees: list(login(), { description: 'Whom it is assigned to, once, when it is opened.', examples: [['ada']] }),
      milestone: text({ description: 'Title of the milestone it is put on when it is opened.', examples: ['2026-Q4'] }).optional(),
      auto_merge: section(
        {
          enabled: flag({
            description: 'Whether those that the policy approves (`safety.auto_upgrade`) are merged without a person.',
            default: DEFAULTS.pullRequests.autoMerge,
          }).optional(),
          methods: list(oneOf(MERGE_METHODS, { description: 'A way to merge.' }), {
            description: 'Ways to merge in order of liking; the first that the repository allows is taken. A merge queue has its own.',
            default: DEFAULTS.pullRequests.mergeMethods,
            examples: [['squash']],
          }),
        },
        { description: 'Merging of what the policy approves, by the forge itself where checks are required, else when all are green.' },
      ),
    },
    { description: 'How many pull requests there may be, who is asked, and how they are merged.' },
  )
}

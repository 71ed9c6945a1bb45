import * as z from 'zod'
import { plainLine, tableCell } from '../text/sanitize.ts'
import type { Paint } from './contract.ts'
import { problemSchema } from './report.ts'
import { problemLine } from './terminal.ts'
import { textTable } from './text-table.ts'

const STATES = ['done', 'already', 'planned', 'left'] as const

export const releaseSchema = z
  .object({
    schema: z.literal('pinwarden/release@1'),
    command: z.literal('release'),
    result: z.enum(['released', 'proposed', 'rolled-back', 'planned', 'nothing', 'left']).meta({
      description:
        '`proposed`: a pull request makes the release once it is merged; `planned`: a dry run; `nothing`: no commit asks for a release, or all is done; `left`: people pushed to the branch, or closed this version',
    }),
    mode: z.enum(['pr', 'direct']),
    package: z.string().nullable(),
    branch: z.string().meta({ description: 'Branch that is released from' }),
    version: z.string().nullable(),
    tag: z.string().nullable(),
    previous: z.string().nullable().meta({ description: 'Tag of the release before' }),
    commit: z.string().nullable().meta({ description: 'The commit that is released; null before there is one' }),
    resumed: z.boolean().meta({ description: 'Whether the plan is one that an earlier run stored' }),
    proposal: z.object({ number: z.number().nullable(), url: z.string().nullable(), branch: z.string() }).nullable(),
    url: z.string().nullable().meta({ description: 'Page of the release' }),
    why: z.array(z.string()),
    steps: z.array(
      z.object({
        step: z.enum(['plan', 'propose', 'commit', 'tag', 'draft', 'assets', 'publish', 'announce', 'banner']),
        state: z
          .enum(STATES)
          .meta({ description: '`already`: an earlier run did it; `planned`: a dry run would do it; `left`: deliberately not done' }),
        detail: z.string(),
      }),
    ),
    files: z.array(z.string()).meta({ description: 'Paths that the release commit changes' }),
    notes: z.string().meta({ description: 'Notes of the release, Markdown' }),
    problems: z.array(problemSchema).meta({ description: 'Warnings; an error ends the run, and is printed in its place' }),
  })
  .meta({ title: 'Pinwarden release report', description: 'Output of `pinwarden release --json`' })

export type ReleaseReport = z.infer<typeof releaseSchema>

const STYLE = { done: 'green', already: 'dim', planned: 'yellow', left: 'yellow' } as const

/** For people: what is released and why, and each step. */
export function releaseTerminal(report: ReleaseReport, paint: Paint): string {
  const { problems, steps } = report
  const rows = steps.map(({ step, state, detail }) => [paint(STYLE[state], state), step, plainLine(detail)])
  const sections = [
    [headline(report, paint), ...report.why.map((sentence) => paint('dim', `  ${plainLine(sentence)}`))].join('\n'),
    rows.length === 0 ? '' : textTable(rows, '  '),
    problems.map((problem) => problemLine(problem, paint)).join('\n'),
    outcome(report),
  ]
  return `${sections.filter((section) => section !== '').join('\n\n')}\n`
}

function headline({ version, previous, package: name, result }: ReleaseReport, paint: Paint): string {
  const what = name === null ? '' : `${name} `
  if (version === null) return `${what}${previous ?? 'no release yet'}: nothing to release`
  const arrow = result === 'rolled-back' ? 'back to' : '→'
  return `${what}${previous === null ? '' : `${previous} ${arrow} `}${paint('bold', version)}`
}

function outcome({ result, tag, url, proposal }: ReleaseReport): string {
  const where = proposal?.url ?? proposal?.branch ?? ''
  switch (result) {
    case 'released':
      return `Released ${tag}${url === null ? '' : `: ${url}`}.`
    case 'proposed':
      return `Merge ${where} to release ${tag}.`
    case 'rolled-back':
      return `Merge ${where} to go back to ${tag}.`
    case 'planned':
      return 'Nothing was written (--dry-run).'
    case 'left':
      return `${where} is left alone.`
    case 'nothing':
      return ''
  }
}

/** For the summary of a job. */
export function releaseMarkdown(report: ReleaseReport): string {
  const { steps, why, notes, problems } = report
  const rows = steps.map(({ step, state, detail }) => `| ${step} | ${state} | ${tableCell(detail)} |`)
  const table = rows.length === 0 ? '' : ['| step | state | |', '| --- | --- | --- |', ...rows].join('\n')
  const sections = [
    `## ${tableCell(headline(report, (_, text) => text))}`,
    why.map((sentence) => `- ${tableCell(sentence)}`).join('\n'),
    table,
    problems.map(({ message }) => `> ${tableCell(message)}`).join('\n>\n'),
    notes === '' ? '' : `<details><summary>Notes</summary>\n\n${notes}\n\n</details>`,
    outcome(report),
  ]
  return `${sections.filter((section) => section !== '').join('\n\n')}\n`
}

import * as z from 'zod'
import { plainLine } from '../text/sanitize.ts'
import type { Paint } from './contract.ts'
import { problemSchema } from './report.ts'
import { problemLine } from './terminal.ts'
import { textTable } from './text-table.ts'

const levelSchema = z.enum(['patch', 'minor', 'major']).nullable()

const commitSchema = z.object({
  sha: z.string(),
  subject: z.string(),
  type: z.string().nullable(),
  scope: z.string().nullable(),
  breaking: z.string().nullable().meta({ description: 'What breaks, in the words of the commit' }),
  level: levelSchema.meta({ description: 'How far the commit moves the version; null where it does not count' }),
  why: z.string().meta({ description: 'Why it counts so, or does not' }),
})

const placeSchema = z.object({
  line: z.number(),
  column: z.number(),
  what: z.string().meta({ description: 'Key, name or locator of the place' }),
  from: z.string(),
  to: z.string(),
})

export const bumpSchema = z
  .object({
    schema: z.literal('pinwarden/bump@1'),
    command: z.literal('bump'),
    result: z.enum(['written', 'planned', 'unchanged', 'nothing']).meta({
      description: '`planned` in a dry run; `unchanged`: all files say the version already; `nothing`: no commit asks for a release',
    }),
    package: z.string().nullable(),
    branch: z.string().nullable(),
    commit: z.string().meta({ description: 'Head of the branch, where the tag belongs once the change is committed on top of it' }),
    previous: z
      .object({ version: z.string(), tag: z.string(), commit: z.string() })
      .nullable()
      .meta({ description: 'The release proper that commits are counted from; null before the first' }),
    version: z.string().nullable(),
    tag: z.string().nullable(),
    date: z.string().nullable().meta({ description: 'Date of the release, `2026-11-21`' }),
    level: levelSchema,
    prerelease: z.string().nullable().meta({ description: 'Pre-release id that a number follows; null for a release proper' }),
    why: z.array(z.string()).meta({ description: 'The steps that led to the version, in order' }),
    commits: z.array(commitSchema).meta({ description: 'All commits since `previous`, newest first' }),
    files: z.array(
      z.object({
        path: z.string(),
        action: z.enum(['create', 'change', 'unchanged']),
        places: z.array(placeSchema).meta({ description: 'Places that carry the version; none in a CHANGELOG' }),
      }),
    ),
    changelog: z
      .object({ path: z.string(), added: z.array(z.string()).meta({ description: 'Entries that were made from commits' }) })
      .nullable(),
    problems: z.array(problemSchema).meta({ description: 'Warnings; an error ends the run, and is printed in its place' }),
  })
  .meta({ title: 'Pinwarden bump report', description: 'Output of `pinwarden bump --json`' })

export type BumpReport = z.infer<typeof bumpSchema>

const LEVEL_STYLE = { major: 'red', minor: 'yellow', patch: 'green' } as const
const SHOWN = 200

/** For people: what comes next and why, the commits that decided it, and the files. */
export function bumpTerminal(report: BumpReport, paint: Paint): string {
  const sections = [headline(report, paint), commits(report, paint), files(report, paint), warnings(report, paint), outcome(report, paint)]
  return `${sections.filter((section) => section !== '').join('\n\n')}\n`
}

function headline({ previous, version, level, package: name, why }: BumpReport, paint: Paint): string {
  const what = name === null ? '' : `${name} `
  const from = previous === null ? 'no release yet' : previous.version
  const step = level === null || previous === null ? '' : ` ${paint(LEVEL_STYLE[level], level)}`
  const title = version === null ? `${what}${from}: nothing to release` : `${what}${from} → ${paint('bold', version)}${step}`
  return [title, ...why.map((sentence) => paint('dim', `  ${plainLine(sentence)}`))].join('\n')
}

function commits(report: BumpReport, paint: Paint): string {
  const counting = report.commits.filter(({ level }) => level !== null)
  const others = report.commits.length - counting.length
  const rows = counting.slice(0, SHOWN).map(({ sha, subject, level, why, type }) => {
    const plain = level ?? 'patch'
    return [
      paint(LEVEL_STYLE[plain], plain),
      paint('dim', sha.slice(0, 7)),
      plainLine(subject),
      why === type ? '' : paint('dim', plainLine(why)),
    ]
  })
  const more = counting.length > SHOWN ? [paint('dim', `  … and ${counting.length - SHOWN} more that count (--json has them all)`)] : []
  const rest = others === 0 ? [] : [paint('dim', `  ${others} ${others === 1 ? 'commit moves' : 'commits move'} nothing: ${tally(report)}`)]
  if (report.commits.length === 0) return ''
  return [paint('bold', 'Commits'), ...(rows.length === 0 ? [] : [textTable(rows, '  ')]), ...more, ...rest].join('\n')
}

/** `8 docs, 4 chore, 1 taken back`. */
function tally({ commits }: BumpReport): string {
  const counts = new Map<string, number>()
  for (const { level, why, type } of commits) {
    if (level !== null) continue
    const reason = why.startsWith('taken back')
      ? 'taken back'
      : why.startsWith('takes back')
        ? 'take others back'
        : (type ?? 'without type')
    counts.set(reason, (counts.get(reason) ?? 0) + 1)
  }
  return [...counts].map(([reason, count]) => `${count} ${plainLine(reason)}`).join(', ')
}

function files({ files, changelog }: BumpReport, paint: Paint): string {
  if (files.length === 0) return ''
  const rows = files.flatMap(({ path, action, places }): string[][] => {
    if (path === changelog?.path) return [[plainLine(path), '', paint('dim', entries(changelog.added.length, action))]]
    return places.map(({ line, what, from, to }) => [
      `${plainLine(path)}:${line}`,
      from === to ? from : `${from} → ${to}`,
      paint('dim', what === 'version' ? '' : plainLine(what)),
    ])
  })
  return `${paint('bold', 'Files')}\n${textTable(rows, '  ')}`
}

function entries(added: number, action: 'create' | 'change' | 'unchanged'): string {
  const what = action === 'create' ? 'new' : action === 'change' ? 'section of the release' : 'has it already'
  return added === 0 ? what : `${what}, ${added} ${added === 1 ? 'entry' : 'entries'} from commits`
}

function warnings({ problems }: BumpReport, paint: Paint): string {
  return problems.map((problem) => problemLine(problem, paint)).join('\n')
}

function outcome({ result, tag }: BumpReport, paint: Paint): string {
  switch (result) {
    case 'written':
      return `Written. Commit it, and tag the commit ${paint('bold', tag ?? '')}.`
    case 'planned':
      return 'Nothing was written (--dry-run).'
    case 'unchanged':
      return 'All files say so already; nothing was written.'
    case 'nothing':
      return ''
  }
}

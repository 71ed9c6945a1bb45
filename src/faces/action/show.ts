import * as core from '@actions/core'
import type { Problem } from '../../core/model/problems.ts'
import { plainLine } from '../../core/text/sanitize.ts'

/** Annotations on the lines they speak of. GitHub shows ten of each kind a step; the summary has all. */
export function annotate(problems: readonly Problem[]): void {
  for (const problem of problems) {
    const text = plainLine([problem.path, problem.message, problem.help].filter((part) => part !== undefined).join(' '))
    const place =
      problem.at === undefined
        ? {}
        : {
            file: problem.at.file,
            startLine: problem.at.line ?? 1,
            ...(problem.at.column === undefined ? {} : { startColumn: problem.at.column }),
          }
    if (problem.severity === 'warning') core.warning(text, { title: 'Pinwarden', ...place })
    else core.error(text, { title: 'Pinwarden', ...place })
  }
}

/** GitHub drops a summary of more than 1 MiB whole, so it is cut before. A runner without summaries (an old server) is no failure. */
export async function writeSummary(text: string): Promise<void> {
  if (process.env['GITHUB_STEP_SUMMARY'] === undefined) return
  const bytes = Buffer.from(text, 'utf8')
  const cut =
    bytes.length <= 1_000_000 ? text : `${bytes.subarray(0, 999_000).toString('utf8')}\n\n… cut: the whole is in the output \`report\`.\n`
  await core.summary.addRaw(cut).write()
}

/** Log lines of a job: a line of upstream's must not be read as a workflow command. */
export function safeLine(line: string): string {
  return line.replace(/^(\s*)(::|##\[)/, '$1\u200b$2')
}

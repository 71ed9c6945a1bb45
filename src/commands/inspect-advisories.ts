import { type AdvisoryIndex, indexRecords } from '../core/advisories/advisory-index.ts'
import { answerAdvisories } from '../core/advisories/inspect.ts'
import type { OsvRecord } from '../core/advisories/osv-record.ts'
import { readOsvFile } from '../core/advisories/read-file.ts'
import { fail } from '../core/model/problems.ts'
import type { AdvisoryFile } from '../ports/advisories.ts'
import type { EngineInputs } from './inspect.ts'

/** More lines would hide what matters: that files were left out. */
const MAX_WARNINGS = 10

/**
 * `inspect advisories`: reads the whole database first, then answers row by row.
 * @throws ProblemError `usage` where no database is named
 */
export async function advisoriesEngine({ osv, warn }: EngineInputs): Promise<(row: Record<string, unknown>) => unknown> {
  if (osv === undefined) return fail('usage', '`inspect advisories` needs `--osv`: a folder of OSV JSON files, or a zip of them.')
  const { index, problems } = await loadAdvisories(osv)
  for (const problem of problems.slice(0, MAX_WARNINGS)) warn(problem)
  if (problems.length > MAX_WARNINGS) warn(`${problems.length - MAX_WARNINGS} more files or records were left out`)
  return answerAdvisories(index)
}

/** An index over all records of a database, and what was left out with its reason. */
export async function loadAdvisories(files: AsyncIterable<AdvisoryFile>): Promise<{ index: AdvisoryIndex; problems: string[] }> {
  const records: OsvRecord[] = []
  const problems: string[] = []
  for await (const file of files) {
    const read = 'problem' in file ? { records: [], problems: [file.problem] } : readOsvFile(file.text)
    records.push(...read.records)
    problems.push(...read.problems.map((problem) => `${file.name} is left out: ${problem}`))
  }
  return { index: indexRecords(records), problems }
}

import { createTwoFilesPatch } from 'diff'
import type { FileState, Proposal } from '../../core/model/proposal.ts'
import type { Paint } from '../../core/reports/contract.ts'
import { plainLine } from '../../core/text/sanitize.ts'

/** What each proposal would change, as unified diffs. */
export function renderDiffs(proposals: readonly Proposal[], files: ReadonlyMap<string, FileState>, paint: Paint): string {
  return proposals
    .map(
      (proposal) =>
        `\n${paint('bold', plainLine(proposal.title))}\n${proposal.files.map((file) => fileDiff(file.path, files.get(file.path)?.text ?? '', file.text, paint)).join('')}`,
    )
    .join('')
}

function fileDiff(path: string, before: string, after: string, paint: Paint): string {
  const patch = createTwoFilesPatch(`a/${path}`, `b/${path}`, before, after, '', '', { context: 2 })
  const lines = patch.split('\n').filter((line) => !line.startsWith('==='))
  return `${lines.map((line) => colour(line.replaceAll('\u001b', '␛'), paint)).join('\n')}`
}

function colour(line: string, paint: Paint): string {
  if (line.startsWith('+') && !line.startsWith('+++')) return paint('green', line)
  if (line.startsWith('-') && !line.startsWith('---')) return paint('red', line)
  return line.startsWith('@@') ? paint('cyan', line) : line
}

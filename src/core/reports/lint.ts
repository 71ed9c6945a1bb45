import { plural } from '../resolution/phrases.ts'
import { codeSpan, tableCell } from '../text/sanitize.ts'
import type { Paint } from './contract.ts'
import type { LintReport } from './report.ts'
import { problemLine } from './terminal.ts'

/** All problems, in order of place, and one line that counts. */
export function lintTerminal(report: LintReport, paint: Paint): string {
  return `${[...report.problems.map((problem) => problemLine(problem, paint)), summary(report)].join('\n')}\n`
}

export function lintMarkdown(report: LintReport): string {
  const rows = report.problems.map((problem) => {
    const place = [problem.file, problem.line, problem.column].filter((part) => part !== undefined).join(':')
    return `| ${problem.severity} | ${codeSpan(place)} | ${tableCell([problem.path, problem.message, problem.help].filter((part) => part !== undefined).join(' '))} |`
  })
  return [
    '## Pinwarden lint',
    '',
    summary(report),
    '',
    ...(rows.length === 0 ? [] : ['| | Where | What |', '| --- | --- | --- |', ...rows, '']),
  ].join('\n')
}

function summary(report: LintReport): string {
  const errors = report.problems.filter((problem) => problem.severity === 'error').length
  const warnings = report.problems.length - errors
  const counted = `${plural(report.components, 'component')}, ${plural(report.pins, 'pin')}`
  return errors + warnings === 0 ? `${counted}: no problems.` : `${counted}: ${plural(errors, 'error')}, ${plural(warnings, 'warning')}.`
}

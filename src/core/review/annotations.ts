import { plainLine } from '../text/sanitize.ts'
import type { ConcernLevel } from './contract.ts'
import type { ReviewReport } from './report.ts'

/** A remark on a line, as plain text. */
export interface Remark {
  path: string
  line: number
  level: ConcernLevel
  title: string
  message: string
}

/** More than anybody reads; each fifty cost a request. */
const MOST = 250

/** Remarks on the lines that the change alters, worst first, one a line and rule. */
export function remarksOf(report: ReviewReport): Remark[] {
  const all = [...report.moves.flatMap(moveRemarks), ...report.problems.flatMap(problemRemark)]
  const unique = [...new Map(all.map((one) => [JSON.stringify(one), one])).values()]
  const order: readonly ConcernLevel[] = ['failure', 'warning', 'notice']
  return unique.sort((a, b) => order.indexOf(a.level) - order.indexOf(b.level)).slice(0, MOST)
}

function moveRemarks(move: ReviewReport['moves'][number]): Remark[] {
  const step = `${move.component}${move.environment === null ? '' : ` (${move.environment})`} ${move.from ?? ''} → ${move.to ?? ''}`
  return move.places.flatMap(({ file, line = 1 }): Remark[] => {
    const at = { path: file, line }
    const concerns = move.concerns.map((one) => ({
      ...at,
      level: one.level,
      title: plainLine(`${step}: ${one.code}`),
      message: plainLine(one.text),
    }))
    if (concerns.length > 0 || move.upgrade === null) return concerns
    const { risk, risk_reasons: reasons } = move.upgrade
    const why = reasons.map((one) => one.text).join(' ')
    return [
      {
        ...at,
        level: risk === 'high' ? 'warning' : 'notice',
        title: plainLine(`${step}: ${risk} risk`),
        message: plainLine(why === '' ? `${risk} risk.` : why),
      },
    ]
  })
}

function problemRemark(problem: ReviewReport['problems'][number]): Remark[] {
  const { file, line = 1, severity, message, help = '', code } = problem
  if (file === undefined) return []
  return [
    {
      path: file,
      line,
      level: severity === 'error' ? 'failure' : 'warning',
      title: plainLine(code),
      message: plainLine(`${message} ${help}`),
    },
  ]
}

import type { Verdict } from '../model/finding.ts'
import { safeUrl } from '../proposals/body/findings.ts'
import { blockQuote, codeSpan, tableCell } from '../text/sanitize.ts'
import type { ReviewReport } from './report.ts'

type Row = ReviewReport['moves'][number]

/** A check's summary may be of 65,535 bytes, a comment of 65,536 characters; both get the same text, with room for what is added. */
export const MAX_REVIEW = 60_000
const MOST_ROWS = 200
const MOST_QUOTES = 10
const MAX_QUOTE = 500
const MARKS: Record<Verdict, string> = { pass: '✅', warn: '⚠️', fail: '❌', unknown: '❔' }
const LEVELS = { failure: '❌', warning: '⚠️', notice: 'ℹ️' } as const
const SIGNS = { success: '✅', failure: '❌', neutral: '⚪' } as const

/** The findings for a comment, a check or a job summary. Nothing of it depends on the time or on the run: the same findings are the same text. */
export function reviewMarkdown(report: ReviewReport): string {
  const head = [
    `**${SIGNS[report.conclusion]} ${tableCell(report.title)}.** ${basis(report)}`,
    moveTable(report.moves),
    problemList(report),
    settingsList(report.settings),
    report.notices.map((one) => `- ℹ️ ${tableCell(one)}`).join('\n'),
  ].filter((part) => part !== '')
  return fitted(head, report.moves.map(findingsOf))
}

/** The evidence is cut by whole components, and in the end by lines, so that the text is never refused for its length. Bytes count for checks. */
function fitted(head: readonly string[], details: readonly string[]): string {
  let text = head.join('\n\n')
  let [size, left] = [bytes(text), 0]
  for (const part of details) {
    if (part === '') continue
    const more = bytes(part) + 2
    if (size + more + 200 > MAX_REVIEW) left += 1
    else {
      text += `\n\n${part}`
      size += more
    }
  }
  if (left > 0) text += `\n\n… the evidence of ${left} more did not fit here; \`pinwarden review --json\` has all of it.`
  if (size + 200 <= MAX_REVIEW) return text
  let cut = text.slice(0, Math.floor(MAX_REVIEW / 4))
  cut = cut.slice(0, cut.lastIndexOf('\n'))
  return `${cut}\n\n… cut: there is more than fits here; \`pinwarden review --json\` has all of it.`
}

function bytes(text: string): number {
  let count = 0
  for (let at = 0; at < text.length; at += 1) {
    const unit = text.charCodeAt(at)
    count += unit < 0x80 ? 1 : unit < 0x800 ? 2 : unit >= 0xd800 && unit <= 0xdfff ? 2 : 3
  }
  return count
}

function basis({ base, registry }: ReviewReport): string {
  if (registry === null) return ''
  const branch = base.branch === null ? 'the base' : codeSpan(base.branch)
  return `Judged by the policy of ${branch}, never by that of the change.`
}

function moveTable(moves: readonly Row[]): string {
  if (moves.length === 0) return ''
  const rows = moves.slice(0, MOST_ROWS).map((move) => {
    const step = move.upgrade
    const cells = [
      nameOf(move),
      move.from === null ? '' : codeSpan(move.from),
      move.to === null ? '' : step?.url === undefined ? codeSpan(move.to) : `[${codeSpan(move.to)}](${safeUrl(step.url)})`,
      step?.distance ?? move.kind,
      step?.risk ?? '',
      move.concerns.map((one) => `${LEVELS[one.level]} **${one.code}**: ${tableCell(one.text)}`).join('<br>') || whyOf(step),
    ]
    return `| ${cells.join(' | ')} |`
  })
  const more = moves.length > MOST_ROWS ? [`\n… and ${moves.length - MOST_ROWS} more.`] : []
  return ['| Component | From | To | Step | Risk | |', '| --- | --- | --- | --- | --- | --- |', ...rows, ...more].join('\n')
}

function whyOf(step: Row['upgrade']): string {
  return tableCell(step?.risk_reasons[0]?.text ?? '')
}

function problemList({ problems }: ReviewReport): string {
  if (problems.length === 0) return ''
  const rows = problems.slice(0, MOST_ROWS).map((one) => {
    const place = [one.file, one.line, one.column].filter((part) => part !== undefined).join(':')
    return `- ${one.severity === 'error' ? '❌' : '⚠️'} ${place === '' ? '' : `${codeSpan(place)}: `}${tableCell(`${one.message} ${one.help ?? ''}`)}`
  })
  const more = problems.length > MOST_ROWS ? [`- … and ${problems.length - MOST_ROWS} more.`] : []
  return ['### Mistakes that the change brings', '', ...rows, ...more].join('\n')
}

function settingsList(settings: readonly string[]): string {
  if (settings.length === 0) return ''
  const shown = settings.slice(0, 30).map((one) => `- ${codeSpan(one)}`)
  const more = settings.length > 30 ? [`- … and ${settings.length - 30} more.`] : []
  return [
    '### Settings that the change alters',
    '',
    'They count from the merge on, and were not used for this review.',
    '',
    ...shown,
    ...more,
  ].join('\n')
}

function findingsOf(move: Row): string {
  const step = move.upgrade
  if (step === null) return ''
  const lines = step.findings.map((finding) => `- ${MARKS[finding.verdict]} **${finding.check}**: ${tableCell(finding.summary)}`)
  const quotes = step.findings
    .flatMap((finding) => finding.evidence)
    .slice(0, MOST_QUOTES)
    .map((one) => {
      const source = one.version === undefined ? 'source' : tableCell(one.version)
      return `${blockQuote(one.quote, MAX_QUOTE)}\n>\n> — ${one.url === undefined ? source : `[${source}](${safeUrl(one.url)})`}`
    })
  const name = `${nameOf(move)}: what was checked`
  return [
    `<details><summary>${tableCell(`${move.component} ${move.from ?? ''} → ${move.to ?? ''}`)}</summary>`,
    `#### ${name}`,
    lines.join('\n'),
    ...quotes,
    '</details>',
  ].join('\n\n')
}

function nameOf({ component, environment }: { component: string; environment: string | null }): string {
  return environment === null ? codeSpan(component) : `${codeSpan(component)} (${tableCell(environment)})`
}

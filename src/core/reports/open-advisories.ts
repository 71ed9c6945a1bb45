import { plainLine } from '../text/sanitize.ts'
import type { Report } from './report.ts'

/** In a line; the JSON report has all. */
const MOST_NAMED = 3

type Advisories = NonNullable<Report['components'][number]['open_advisories']>

/** A component whose version in force is vulnerable, and that no upgrade of this run mends altogether. */
export interface OpenRow {
  component: string
  environment: string | null
  current: string
  /** `3 (critical): CVE-2026-1, CVE-2026-2 and 1 more`. */
  what: string
  /** What mends them, until when it is due, and why it does not move. */
  why: string
}

/** What stays open after all upgrades of the report, in the order of its components. */
export function openRows(report: Report): OpenRow[] {
  return report.components.flatMap((one) => {
    const fixed = report.upgrades
      .filter(({ component, environment }) => component === one.component && environment === one.environment)
      .flatMap(({ fixes = [] }) => fixes.map(({ id }) => id))
    const open = (one.open_advisories ?? []).filter(({ id }) => !fixed.includes(id))
    if (open.length === 0) return []
    const mends =
      one.fixed_in === undefined
        ? 'No later version is known to mend it.'
        : `Fixed in ${plainLine(one.fixed_in)}${one.strategy === 'locked' ? ', and the component is locked' : ''}.`
    const { component, environment, current } = one
    return [{ component, environment, current: current ?? '', what: named(open), why: `${mends}${dueText(open, report.generated_at)}` }]
  })
}

function named(open: Advisories): string {
  const names = open.slice(0, MOST_NAMED).map((one) => plainLine(one.names[0] ?? one.id))
  const more = open.length > MOST_NAMED ? ` and ${open.length - MOST_NAMED} more` : ''
  return `${open.length} (${open[0]?.severity ?? 'unknown'}): ${names.join(', ')}${more}`
}

/** ` Due by 2026-11-22 06:00 UTC.` Instants of a report sort as text. */
export function dueText(advisories: readonly { due?: string | undefined }[], now: string): string {
  const [due] = advisories.flatMap((one) => one.due ?? []).sort()
  return due === undefined ? '' : ` ${due < now ? 'Overdue since' : 'Due by'} ${due.slice(0, 16).replace('T', ' ')} UTC.`
}

/** What a security fix is, before the reasons for its risk: empty for other upgrades. */
export function fixText({ fixes = [], due }: Report['upgrades'][number], now: string): string {
  return fixes.length === 0 ? '' : `Fixes ${named(fixes)}.${dueText([{ due }], now)} `
}

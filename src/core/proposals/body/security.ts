import { type Instant, isoInstant } from '../../model/instant.ts'
import type { Upgrade } from '../../model/upgrade.ts'
import { codeSpan, tableCell } from '../../text/sanitize.ts'
import { sentenceList } from '../title.ts'
import { safeUrl } from './findings.ts'

/** More would hide what matters; the findings list all. */
const MAX_NAMED = 6

/** What a security fix is about, until when it is due, and what it did not wait for; empty for any other step. */
export function securitySection(upgrades: readonly Upgrade[], now: Instant): string {
  return upgrades.flatMap((upgrade) => ofUpgrade(upgrade, now)).join('\n')
}

function ofUpgrade(upgrade: Upgrade, now: Instant): string[] {
  const { fixes = [], due, waived, component } = upgrade
  if (fixes.length === 0 && waived === undefined) return []
  const named = fixes
    .slice(0, MAX_NAMED)
    .map(({ names, id, severity, url }) => `[${tableCell(names[0] ?? id)}](${safeUrl(url)}) (${severity})`)
  const more = fixes.length > MAX_NAMED ? [`${fixes.length - MAX_NAMED} more`] : []
  const what = fixes.length === 0 ? 'Security.' : `Security: fixes ${sentenceList([...named, ...more])}.`
  const deadline =
    due === undefined ? '' : ` **${due < now ? 'Overdue since' : 'Due by'} ${deadlineText(due)}** (\`upgrade_policies.security_sla\`).`
  const early = waived === undefined ? '' : ` Let through as a security fix, for otherwise: ${tableCell(waived.reason)}`
  return [`🔒 **${codeSpan(component)}** ${what}${deadline}${early}`]
}

/** `2026-11-22 06:00 UTC`. */
export function deadlineText(due: Instant): string {
  return `${isoInstant(due).slice(0, 16).replace('T', ' ')} UTC`
}

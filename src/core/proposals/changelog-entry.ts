import type { Upgrade } from '../model/upgrade.ts'
import type { ChangelogEntry } from './changelog-insert.ts'
import { sentenceList } from './title.ts'

/**
 * `Bump redis from 7.2.4 to 7.4.2 (production), low risk ([release](https://…))`. SPEC section 9: component, from → to, risk, link. What
 * fixes advisories stands under Security, with their CVE ids.
 * A later proposal of the same component and environment replaces the line of an earlier one.
 */
export function changelogEntry(upgrade: Upgrade): ChangelogEntry {
  const where = upgrade.environment === null ? '' : ` (${upgrade.environment})`
  const link = upgrade.toRelease.url === undefined ? '' : ` ([release](${upgrade.toRelease.url}))`
  const fixes = fixesOf(upgrade)
  return {
    section: fixes === '' ? 'Changed' : 'Security',
    line: `Bump ${upgrade.component} from ${upgrade.from} to ${upgrade.to}${where}, ${upgrade.judgement.risk} risk${fixes}${link}`,
    replaces: (entry) => {
      const match = /^Bump (\S{1,200}) from \S{1,200} to \S{1,200}?( \([^()\s]{1,200}\))?, (?:low|medium|high) risk/.exec(entry)
      return match !== null && match[1] === upgrade.component && (match[2] ?? '') === where
    },
  }
}

/** More would hide the line's own news; the proposal lists all. */
const MAX_NAMES = 10

function fixesOf({ fixes = [] }: Upgrade): string {
  const names = [...new Set(fixes.flatMap((one) => one.names))]
  const rest = names.length - MAX_NAMES
  const shown = rest > 0 ? [...names.slice(0, MAX_NAMES), `${rest} more`] : names
  return shown.length === 0 ? '' : `, fixes ${sentenceList(shown)}`
}

import type { Finding, Verdict } from '../../model/finding.ts'
import type { Upgrade } from '../../model/upgrade.ts'
import { blockQuote, codeSpan, tableCell } from '../../text/sanitize.ts'

const MAX_QUOTES = 25
const MAX_QUOTE = 700
const MARKS: Record<Verdict, string> = { pass: '✅', warn: '⚠️', fail: '❌', unknown: '❔' }

/** What the checks found on one upgrade: one line each, and the quotes that a reviewer wants to see. */
export function findingsSection(upgrade: Upgrade, named: boolean): string {
  const heading = named ? `### ${codeSpan(upgrade.component)}: what was checked` : '### What was checked'
  const lines = upgrade.findings.map((finding) => `- ${MARKS[finding.verdict]} **${finding.check}**: ${tableCell(finding.summary)}`)
  const quotes = upgrade.findings.filter((finding) => finding.evidence.length > 0).map(quotesOf)
  return [heading, lines.join('\n'), ...quotes].join('\n\n')
}

function quotesOf(finding: Finding): string {
  const shown = finding.evidence.slice(0, MAX_QUOTES)
  const quotes = shown.map((evidence) => {
    const source = [evidence.version, evidence.kind]
      .filter((part) => part !== undefined)
      .map((part) => tableCell(part))
      .join(', ')
    const link = evidence.url === undefined ? source : `[${source === '' ? 'source' : source}](${safeUrl(evidence.url)})`
    return `${blockQuote(evidence.quote, MAX_QUOTE)}\n>\n> — ${link}`
  })
  const rest = finding.evidence.length - shown.length
  return [
    `#### ${titleOf(finding)}`,
    ...quotes,
    ...(rest > 0 ? [`… and ${rest} more${finding.check === 'advisories' ? '' : ' in the release notes'}.`] : []),
  ].join('\n\n')
}

function titleOf({ check, verdict }: Finding): string {
  if (check === 'breaking-changes' && verdict === 'warn') return 'Deprecations'
  if (check === 'advisories') return verdict === 'pass' ? 'Advisories fixed' : 'Advisories open'
  return TITLES[check] ?? check
}

const TITLES: Record<string, string | undefined> = { 'breaking-changes': 'Breaking changes', 'known-changes': 'Noted in the registry' }

/** A checklist for what Pinwarden cannot do: guides to read, notes of the team to follow. */
export function manualSteps(upgrades: readonly Upgrade[], guides: ReadonlyMap<string, readonly string[]>): string {
  const steps = upgrades.flatMap((upgrade) => {
    const links = (guides.get(upgrade.component) ?? []).map(
      (url) => `- [ ] Follow the migration guide of ${codeSpan(upgrade.component)}: ${safeUrl(url)}`,
    )
    const breaking = upgrade.findings.some((finding) => finding.check === 'breaking-changes' && finding.verdict === 'fail')
    return breaking ? [...links, `- [ ] Go through the breaking changes of ${codeSpan(upgrade.component)} above`] : links
  })
  return steps.length === 0 ? '' : ['### Before the merge', steps.join('\n')].join('\n\n')
}

/** A URL that ends neither the link nor the line; anything but http(s) is shown as text. */
export function safeUrl(url: string): string {
  if (!/^https?:\/\//i.test(url)) return codeSpan(url)
  return url.replace(/[\s<>()[\]\\`"']/g, (char) =>
    encodeURIComponent(char).replace(/[()']/g, (one) => `%${one.charCodeAt(0).toString(16)}`),
  )
}

import type { Instant } from '../../model/instant.ts'
import { DAY, isoDate } from '../../model/instant.ts'
import type { Upgrade } from '../../model/upgrade.ts'
import type { ReleaseText } from '../../notes/outline/release-texts.ts'
import { codeSpan, tableCell } from '../../text/sanitize.ts'
import { highestRisk } from '../labels.ts'
import { findingsSection, manualSteps, safeUrl } from './findings.ts'
import { notesSection } from './notes.ts'
import { securitySection } from './security.ts'

/** GitHub refuses bodies of more characters (65,536); the marker is added later and needs room. */
export const MAX_BODY = 62_000

export interface BodyInput {
  upgrades: readonly Upgrade[]
  /** Release texts between from and to by component, newest first. */
  notes: ReadonlyMap<string, readonly ReleaseText[]>
  /** Migration guides and other pages that a person should read, by component. */
  guides: ReadonlyMap<string, readonly string[]>
  files: readonly string[]
  /** What would have travelled along and does not. */
  leftOut?: readonly string[]
  now: Instant
}

/** The body of a proposal (SPEC section 10): verdict, table, evidence, steps for people, notes, way back. Never longer than {@link MAX_BODY}. */
export function renderBody(input: BodyInput): string {
  const fixed = [
    verdict(input.upgrades),
    skippedLine(input.upgrades),
    securitySection(input.upgrades, input.now),
    upgradeTable(input.upgrades, input.now),
    leftOutLines(input.leftOut ?? []),
    ...input.upgrades.map((upgrade) => findingsSection(upgrade, input.upgrades.length > 1)),
  ]
  const tail = [manualSteps(input.upgrades, input.guides), wayBack(input)]
  const used = [...fixed, ...tail].join('\n\n').length
  const notes = notesSection(input.upgrades, input.notes, Math.max(0, MAX_BODY - used - 200))
  const body = [...fixed, tail[0], notes, tail[1]].filter((part) => part !== undefined && part !== '').join('\n\n')
  return body.length <= MAX_BODY
    ? body
    : `${body.slice(0, MAX_BODY - 60).replace(/\n[^\n]*$/, '')}\n\n…\n\nCut: the whole evidence is longer than a pull request may be.`
}

function verdict(upgrades: readonly Upgrade[]): string {
  const risk = highestRisk(upgrades)
  const worst = upgrades.find((upgrade) => upgrade.judgement.risk === risk)
  const decisions = {
    'auto-approve': 'approved by policy',
    recommend: 'recommended',
    manual: 'needs a decision',
    hold: 'on hold',
    reject: 'rejected',
  }
  const reasons = worst?.judgement.riskReasons.map((reason) => reason.text).join(' ') ?? ''
  return `**${risk[0]?.toUpperCase()}${risk.slice(1)} risk, ${worst === undefined ? '' : decisions[worst.judgement.decision]}.** ${tableCell(reasons)}`
}

/** Whoever merges must see that nobody looked, and who took that upon himself. */
function skippedLine(upgrades: readonly Upgrade[]): string {
  const skipped = upgrades.find((upgrade) => upgrade.skipped !== undefined)?.skipped
  if (skipped === undefined) return ''
  return `> ⚠️ **Not checked, by request:** ${skipped.checks.map(codeSpan).join(', ')}. Reason: ${tableCell(skipped.reason)}`
}

function leftOutLines(lines: readonly string[]): string {
  return lines.length === 0 ? '' : ['Left out of the group:', '', ...lines.map((line) => `- ${tableCell(line)}`)].join('\n')
}

function upgradeTable(upgrades: readonly Upgrade[], now: Instant): string {
  const rows = upgrades.map((upgrade) => {
    const name = codeSpan(upgrade.component) + (upgrade.environment === null ? '' : ` (${tableCell(upgrade.environment)})`)
    const { date } = upgrade.toRelease
    const age = date === undefined ? 'unknown' : `${ageText(now - date)} (${isoDate(date)})`
    const target =
      upgrade.toRelease.url === undefined ? codeSpan(upgrade.to) : `[${codeSpan(upgrade.to)}](${safeUrl(upgrade.toRelease.url)})`
    return `| ${[name, codeSpan(upgrade.from), target, upgrade.distance, age, upgrade.judgement.risk].join(' | ')} |`
  })
  const paths = upgrades.flatMap((upgrade) =>
    upgrade.path === undefined || upgrade.path.length < 3
      ? []
      : [`Path of ${codeSpan(upgrade.component)}: ${upgrade.path.map(codeSpan).join(' → ')}`],
  )
  return [
    '| Component | Current | Target | Step | Age | Risk |',
    '| --- | --- | --- | --- | --- | --- |',
    ...rows,
    ...(paths.length > 0 ? ['', ...paths] : []),
  ].join('\n')
}

/** `today`, `3 days`, `2 months`, `3 years`. */
export function ageText(age: number): string {
  const days = Math.floor(age / DAY)
  if (days < 1) return 'today'
  if (days < 60) return plural(days, 'day')
  return days < 730 ? plural(Math.floor(days / 30), 'month') : plural(Math.floor(days / 365), 'year')
}

function plural(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`
}

/** The commands by which the step is taken back after the merge: companions that must travel together go back together, too. */
function wayBack(input: BodyInput): string {
  const files = input.files.map(codeSpan).join(', ')
  const [first] = input.upgrades
  const former = input.upgrades.map((upgrade) => codeSpan(upgrade.from)).join(', ')
  if (first === undefined) return `---\n\nChanges ${files}.`
  const place = first.environment === null ? '' : ` --environment ${first.environment}`
  const command = codeSpan(`pinwarden rollback ${first.component}${place} --reason "…"`)
  const comment = codeSpan(`/pinwarden rollback ${first.component} "why"`)
  return `---\n\nChanges ${files}. To take the step back after the merge: ${command}, or the comment ${comment}. Its pins then return to ${former}, and the version does not come back by itself.`
}

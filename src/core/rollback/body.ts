import { isoDate } from '../model/instant.ts'
import type { Upgrade } from '../model/upgrade.ts'
import { safeUrl } from '../proposals/body/findings.ts'
import { sentenceList } from '../proposals/title.ts'
import { codeSpan, safeMarkdown, tableCell } from '../text/sanitize.ts'
import { type MessageInput, revertLines, safeReason, trailers } from './message.ts'
import type { RollbackPlan } from './plan.ts'
import type { RollbackMember } from './restore.ts'
import type { RollbackVerdict } from './validate.ts'

export interface RollbackBodyInput extends MessageInput {
  plan: RollbackPlan
  upgrades: readonly Upgrade[]
  verdict: RollbackVerdict
  /** Versions that were merged since and go with it, oldest first. */
  skipped: readonly string[]
  respectWindows: boolean
}

const MOST_EVIDENCE = 20

/**
 * The body of a rollback's pull request. It begins and ends as the commit's message does, so that a merge that takes its text from here keeps
 * what later runs and releases read.
 */
export function rollbackBody(input: RollbackBodyInput): string {
  const reverts = revertLines(input.plan.reverts)
  const parts = [reverts, summary(input), table(input), notes(input), evidence(input), wayOn(input), fence(trailers(input))]
  return parts.filter((part) => part !== '').join('\n\n')
}

function summary({ wish, members }: RollbackBodyInput): string {
  const [first] = members
  const where = first?.environment == null ? '' : ` in ${tableCell(first.environment)}`
  const names = sentenceList(members.map(({ component }) => codeSpan(component.name)))
  const exclusion = members.every(({ from, to }) => from === to)
  const what = wish.reland ? 'Brings forward again' : exclusion ? 'Keeps a bad version from coming back:' : 'Rolls back'
  const by = wish.source === 'auto-revert' ? 'by itself, for a watched signal failed' : `asked for by ${safeMarkdown(wish.requestedBy)}`
  return `**${what} ${names}${where}**, ${by}.${wish.emergency ? ' **Emergency.**' : ''}\n\nReason: ${safeReason(wish.reason)}`
}

function table({ members, upgrades }: RollbackBodyInput): string {
  const rows = members.map((member, index) => {
    const cells = [
      codeSpan(member.component.name),
      codeSpan(member.from),
      codeSpan(member.to),
      pointText(member),
      upgrades[index]?.judgement.risk ?? '',
    ]
    return `| ${cells.join(' | ')} |`
  })
  return ['| Component | In force | After this | Restored from | Risk |', '| --- | --- | --- | --- | --- |', ...rows].join('\n')
}

function pointText({ point }: RollbackMember): string {
  if (point === null) return 'upstream'
  const merged = point.mergedAt === null ? '' : `, merged ${isoDate(point.mergedAt)}`
  return `${point.id}${merged}${point.proposal?.number == null ? '' : ` as #${point.proposal.number}`}`
}

function notes(input: RollbackBodyInput): string {
  const { wish, verdict, plan, skipped, respectWindows, upgrades } = input
  const excluded = plan.excluded.map(codeSpan)
  const lines = [
    ...verdict.overridden.map((one) => `❌ \`${one.code}\`, overridden by ${safeMarkdown(wish.requestedBy)}: ${safeMarkdown(one.message)}`),
    ...verdict.warnings.map((one) => `⚠️ ${safeMarkdown(one)}`),
    ...(skipped.length === 0
      ? []
      : [`⚠️ ${sentenceList(skipped.map(codeSpan))}, merged since, ${skipped.length === 1 ? 'goes' : 'go'} with it.`]),
    ...upgrades.flatMap((one) => (one.judgement.risk === 'low' ? [] : one.judgement.riskReasons.map(({ text }) => safeMarkdown(text)))),
    ...(excluded.length > 0
      ? [
          `${sentenceList(excluded)} ${excluded.length === 1 ? 'goes' : 'go'} on \`upgrade_policies.excluded_versions\`; until something newer is out, nothing is proposed.`,
        ]
      : []),
    ...(wish.reland ? ['The exclusion of the version goes in the same change.'] : []),
    ...(!wish.exclude && !wish.reland ? ['The version is not excluded: the next run may propose it again.'] : []),
    respectWindows
      ? 'By `safety.rollback.respect_windows` this waits for maintenance windows and freezes, too.'
      : 'Rollbacks do not wait for maintenance windows or freezes.',
  ]
  return ['### What to know', lines.map((line) => `- ${line}`).join('\n')].join('\n\n')
}

function evidence({ wish }: RollbackBodyInput): string {
  const urls = [...(wish.incident === undefined ? [] : [wish.incident]), ...wish.evidence]
  if (urls.length === 0) return ''
  const lines = urls
    .slice(0, MOST_EVIDENCE)
    .map(
      (url, index) =>
        `- ${index === 0 && wish.incident !== undefined ? 'Incident: ' : ''}${/^https?:/i.test(url) ? safeUrl(url) : codeSpan(url)}`,
    )
  return ['### Evidence', lines.join('\n')].join('\n\n')
}

function wayOn({ plan, wish, members }: RollbackBodyInput): string {
  const [first] = members
  const files = plan.changes.map(({ path }) => codeSpan(path)).join(', ')
  const closing = `---\n\nChanges ${files}. Closing this unmerged changes nothing.`
  if (wish.reland || first === undefined || first.from === first.to) return closing
  const place = first.environment === null ? '' : ` --environment ${first.environment}`
  return `${closing} The way forward again: ${codeSpan(`pinwarden rollback ${first.component.name}${place} --reland --to ${first.from} --reason "…"`)}.`
}

/** Each line stays one where a merge takes the text as it is. Nothing in it has a backtick at the beginning of a line. */
function fence(text: string): string {
  return `\`\`\`text\n${text}\n\`\`\``
}

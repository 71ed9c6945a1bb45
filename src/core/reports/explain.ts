import * as z from 'zod'
import type { Evidence } from '../model/finding.ts'
import { isoDate } from '../model/instant.ts'
import { plainLine } from '../text/sanitize.ts'
import type { Paint } from './contract.ts'
import { upgradeSchema } from './report.ts'
import { textTable } from './text-table.ts'

const releaseSchema = z.object({
  tag: z.string(),
  version: z.string(),
  released_at: z.iso.datetime().optional(),
  chosen: z.enum(['safe', 'major']).optional().meta({ description: 'The lane that it is the target of' }),
  code: z.string().optional().meta({ description: 'Stable code of the rule that took it out' }),
  reason: z.string().optional(),
  until: z.iso.datetime().optional(),
})

export const explainSchema = z
  .object({
    schema: z.literal('pinwarden/explain@1'),
    component: z.string(),
    scopes: z.array(
      z.object({
        environment: z.string().nullable(),
        verdict: z.string(),
        strategy: z.string(),
        scheme: z.string(),
        scheme_reason: z.string().nullable(),
        source: z.string().nullable(),
        current: z.string().nullable(),
        current_from: z.string().nullable(),
        newest: z.string().nullable(),
        unresolved: z.string().optional(),
        upgrades: z.array(upgradeSchema),
        releases: z.array(releaseSchema).meta({ description: 'Every release considered, newest first' }),
        changes: z
          .array(z.object({ code: z.string(), frees: z.string(), until: z.iso.datetime().optional(), versions: z.array(z.string()) }))
          .meta({
            description: 'What would change the answer',
          }),
        notices: z.array(z.string()),
      }),
    ),
  })
  .meta({ title: 'Pinwarden explanation', description: 'Output of `pinwarden explain --json`' })

export type ExplainReport = z.infer<typeof explainSchema>
type ScopeReport = ExplainReport['scopes'][number]

/** For people: the verdict first, then the evidence, then every release with its reason. Releases below the current one are folded away. */
export function explainTerminal(report: ExplainReport, paint: Paint, all: boolean): string {
  return `${report.scopes.map((scope) => explainScope(report.component, scope, paint, all)).join('\n\n')}\n`
}

function explainScope(component: string, scope: ScopeReport, paint: Paint, all: boolean): string {
  const title = scope.environment === null ? component : `${component} (${scope.environment})`
  const facts = [
    ['current', `${scope.current ?? 'unknown'}${scope.current_from === null ? '' : paint('dim', ` from ${scope.current_from}`)}`],
    ['newest', scope.newest ?? 'unknown'],
    ['strategy', scope.strategy],
    ['scheme', scope.scheme_reason === null ? scope.scheme : `${scope.scheme} ${paint('dim', plainLine(scope.scheme_reason))}`],
    ['source', scope.source ?? 'none'],
  ]
  const sections = [
    `${paint('bold', title)}\n${plainLine(scope.verdict)}`,
    textTable(
      facts.map(([key = '', value = '']) => [paint('dim', key), value]),
      '  ',
    ),
    ...scope.upgrades.map((upgrade) => explainUpgrade(upgrade, paint)),
    scope.changes.length === 0
      ? ''
      : `${paint('bold', 'What would change the answer')}\n${scope.changes.map((change) => `  ${plainLine(change.frees)} ${paint('dim', plainLine(change.versions.slice(0, 5).join(', ')))}`).join('\n')}`,
    scope.notices.length === 0 ? '' : `${paint('bold', 'Notices')}\n${scope.notices.map((notice) => `  ${plainLine(notice)}`).join('\n')}`,
    releases(scope, paint, all),
  ]
  return sections.filter((section) => section !== '').join('\n\n')
}

function explainUpgrade(upgrade: ScopeReport['upgrades'][number], paint: Paint): string {
  const lines = [
    paint('bold', `${upgrade.from} → ${upgrade.to}: ${upgrade.risk} risk, ${upgrade.decision}`),
    ...upgrade.risk_reasons.map((reason) => `  ${plainLine(reason.text)}`),
    ...upgrade.decision_reasons.map((reason) => `  ${plainLine(reason.text)}`),
    ...upgrade.findings.flatMap((finding) => [
      `  ${paint(finding.verdict === 'pass' ? 'green' : finding.verdict === 'fail' ? 'red' : 'yellow', finding.verdict.padEnd(7))} ${finding.check}: ${plainLine(finding.summary)}`,
      ...finding.evidence.slice(0, 10).map((evidence) => paint('dim', `            ${quoted(evidence)}`.trimEnd())),
    ]),
  ]
  return lines.join('\n')
}

function quoted({ quote, version = '', kind, why, url = '' }: Evidence): string {
  const taken = why === undefined ? '' : ` (${kind === undefined ? '' : `${kind}: `}${plainLine(why)})`
  return `${version} “${plainLine(quote).slice(0, 300)}”${taken} ${url}`
}

const FOLDED = new Set(['not-newer'])

function releases(scope: ScopeReport, paint: Paint, all: boolean): string {
  const shown = all ? scope.releases : scope.releases.filter((release) => release.code === undefined || !FOLDED.has(release.code))
  if (scope.releases.length === 0) return ''
  const rows = shown.map((release) => [
    release.chosen === undefined ? ' ' : paint('green', '✓'),
    release.tag,
    release.released_at === undefined ? '' : isoDate(Date.parse(release.released_at)),
    release.chosen === undefined
      ? plainLine(release.reason ?? '')
      : paint('green', release.chosen === 'safe' ? 'target' : 'target of the major lane'),
  ])
  const rest = scope.releases.length - shown.length
  return `${paint('bold', 'Releases')}\n${textTable(rows, '  ')}${rest > 0 ? paint('dim', `\n  … and ${rest} that are not newer (--all shows them)`) : ''}`
}

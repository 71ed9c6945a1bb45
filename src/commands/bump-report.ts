import type { Problem } from '../core/model/problems.ts'
import type { ReleasePlan } from '../core/release/plan-contract.ts'
import type { ReleaseSettings } from '../core/release/settings.ts'
import type { Survey } from '../core/release/survey.ts'
import type { ReleaseTags } from '../core/release/tags.ts'
import type { WrittenVersions } from '../core/release/written.ts'
import type { BumpReport } from '../core/reports/bump.ts'
import { problemRow } from '../core/reports/problems.ts'
import type { HistoryHead } from '../ports/history.ts'
import type { BumpedFiles } from './bump-files.ts'

/** All that a bump found and did. */
export interface BumpOutcome {
  request: { dryRun: boolean }
  settings: ReleaseSettings
  head: HistoryHead
  tags: ReleaseTags
  survey: Survey
  plan: ReleasePlan
  written: WrittenVersions
  bumped: BumpedFiles
  date: string
}

/** What is printed, of what was found and done. */
export function bumpReport({ request, settings, head, tags, survey, plan, written, bumped, date }: BumpOutcome): BumpReport {
  const { stable } = tags
  const notices = [...plan.notices, ...written.notices]
  return {
    schema: 'pinwarden/bump@1',
    command: 'bump',
    result: resultOf(plan, bumped, request.dryRun),
    package: settings.package,
    branch: head.branch,
    commit: head.commit,
    previous: stable === null ? null : { version: stable.version.text, tag: stable.name, commit: stable.commit },
    version: plan.version?.text ?? null,
    tag: plan.tag,
    date: plan.version === null ? null : date,
    level: plan.level,
    prerelease: plan.prerelease,
    why: [...plan.why],
    commits: survey.judged.map(({ commit, level, why }) => {
      const { sha, subject, type, scope, breaking } = commit
      return { sha, subject, type, scope, breaking, level, why }
    }),
    files: fileRows(bumped),
    changelog:
      bumped.changelog === null ? null : { path: bumped.changelog.path, added: bumped.changelog.added.map(({ lines }) => lines.join(' ')) },
    problems: notices.map((message) => problemRow({ code: 'version-invalid', severity: 'warning', message } satisfies Problem)),
  }
}

function resultOf(plan: ReleasePlan, { changes }: BumpedFiles, dryRun: boolean): BumpReport['result'] {
  if (plan.version === null) return 'nothing'
  if (changes.length === 0) return 'unchanged'
  return dryRun ? 'planned' : 'written'
}

function fileRows({ changes, created, places, changelog }: BumpedFiles): BumpReport['files'] {
  const paths = new Set([...places.map(({ before }) => before.path), ...(changelog === null ? [] : [changelog.path])])
  return [...paths].map((path) => {
    const own = places.filter(({ before }) => before.path === path)
    const change = changes.some((one) => one.path === path)
    return {
      path,
      action: created.has(path) ? ('create' as const) : change ? ('change' as const) : ('unchanged' as const),
      places: own.map(({ before: { line, column, what, value }, after }) => ({ line, column, what, from: value, to: after })),
    }
  })
}

import type { ChoiceContext, ReadRelease } from '../strategies/contract.ts'
import { majorLine, minorLine } from './breaking-number.ts'
import { plural } from './phrases.ts'
import type { Rejected } from './reading.ts'

/**
 * Lag policies: `lag: {minor: 1}` stays one minor line behind the newest wanted one (N-1), `lag: {major: 1}` one major, `lag: {patch: 1}` one
 * release behind within each minor line. Lines are counted over what is wanted, so that a line that is held back itself counts for nothing.
 * The line in force stays open to its own patches, and what mends a vulnerability does not wait.
 */
export function applyLag(
  wanted: readonly ReadRelease[],
  context: ChoiceContext,
): { passed: ReadRelease[]; lagging: Rejected<ReadRelease>[] } {
  const lag = context.component.upgrade.lag
  const passed: ReadRelease[] = []
  const lagging: Rejected<ReadRelease>[] = []
  if (lag === undefined) return { passed: [...wanted], lagging }
  const ranks = {
    major: lineRanks(wanted, majorLine, context),
    minor: lineRanks(wanted, minorLine, context),
    patch: patchRanks(wanted, context),
  }
  for (const release of wanted) {
    const level = (['major', 'minor', 'patch'] as const).find(
      (one) => (ranks[one].get(release) ?? Number.POSITIVE_INFINITY) < (lag[one] ?? 0),
    )
    if (level === undefined || context.isSecurityFix(release)) passed.push(release)
    else lagging.push({ release, why: reasonOf(release, level, lag[level] ?? 0) })
  }
  return { passed, lagging }
}

type LineReader = typeof minorLine

/** How many lines are newer than the release's own; the line in force has no rank and so is never too new. */
function lineRanks(wanted: readonly ReadRelease[], lineOf: LineReader, { current, versioning }: ChoiceContext): Map<ReadRelease, number> {
  const own = current === null ? null : lineOf(current.parsed, versioning)
  const order: string[] = []
  const ranks = new Map<ReadRelease, number>()
  for (const release of wanted) {
    const line = lineOf(release.parsed, versioning)
    if (line === null) continue
    if (!order.includes(line)) order.push(line)
    if (line !== own) ranks.set(release, order.indexOf(line))
  }
  return ranks
}

function patchRanks(wanted: readonly ReadRelease[], { versioning }: ChoiceContext): Map<ReadRelease, number> {
  const seen = new Map<string, number>()
  const ranks = new Map<ReadRelease, number>()
  for (const release of wanted) {
    const line = minorLine(release.parsed, versioning)
    if (line === null) continue
    const rank = seen.get(line) ?? 0
    ranks.set(release, rank)
    seen.set(line, rank + 1)
  }
  return ranks
}

function reasonOf({ release }: ReadRelease, level: 'major' | 'minor' | 'patch', behind: number): Rejected<ReadRelease>['why'] {
  const what = level === 'patch' ? plural(behind, 'release') : `${plural(behind, `${level} line`)}`
  return {
    code: 'lag',
    reason: `${release.version} is too new: \`lag\` stays ${what} behind the newest.`,
    frees: level === 'patch' ? `A newer release of its line.` : `A newer ${level} line.`,
  }
}

import { type ChoiceContext, chooseBy, type ReadRelease, type Strategy } from './contract.ts'

/**
 * Exactly the version that the registry names. A pin that lags behind it is a step to it; a newer release is none, unless it mends a
 * vulnerability: then the nearest one that does is wanted, preferably within the major, for a pinned component should move as little as it can.
 */
export const pinned: Strategy = {
  id: 'pinned',
  label: 'Exactly `version`; moves by promotion, by an explicit request, and to the nearest release that mends a vulnerability',
  choose(eligible, context) {
    const goal = goalOf(eligible, context)
    const name = context.pinned?.release.version ?? context.current?.release.version ?? 'the current version'
    return chooseBy(eligible, (release) =>
      release === goal
        ? null
        : {
            code: 'pinned',
            reason: `Pinned at ${name} (strategy \`pinned\`).`,
            frees: `Set \`version\` to ${release.release.version}, promote it, or change the strategy.`,
          },
    )
  },
}

function goalOf(eligible: readonly ReadRelease[], context: ChoiceContext): ReadRelease | undefined {
  const { versioning, pinned: named } = context
  const exact = eligible.find((one) => named !== null && versioning.compare(one.parsed, named.parsed) === 0)
  const fixes = eligible.filter((one) => context.isSecurityFix(one)).reverse()
  if (fixes.length === 0 || (exact !== undefined && fixes.includes(exact))) return exact
  const floor = exact ?? context.current
  const above = fixes.filter((one) => floor === null || versioning.compare(one.parsed, floor.parsed) > 0)
  const near = above.find((one) => floor !== null && versioning.distance(floor.parsed, one.parsed) !== 'major')
  return near ?? above[0] ?? exact
}

import { chooseBy, type Strategy } from './contract.ts'

/** Wants nothing, not even a security fix. What it misses is told by the reasons. */
export const locked: Strategy = {
  id: 'locked',
  label: 'Never moves, not even for security; reports say what it is missing',
  choose: (eligible, context) =>
    chooseBy(eligible, (release) => ({
      code: 'locked',
      reason: context.isSecurityFix(release)
        ? `Locked (strategy \`locked\`): misses ${release.release.version}, which mends a known vulnerability.`
        : `Locked (strategy \`locked\`): misses ${release.release.version}.`,
      frees: 'Change the strategy of the component.',
    })),
}

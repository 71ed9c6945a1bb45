import { chooseBy, type Strategy } from './contract.ts'
import { rangeTest } from './range-test.ts'

/** Releases inside `version_range`. Without a range that the scheme can read nothing is wanted: a limit that is not understood is not lifted. */
export const range: Strategy = {
  id: 'range',
  label: 'The newest release that satisfies `version_range`',
  choose(eligible, { component, versioning }) {
    const text = component.versionRange
    const inside = text === undefined ? null : rangeTest(versioning, text)
    if (inside !== null) {
      return chooseBy(eligible, ({ release, parsed }) =>
        inside(parsed)
          ? null
          : {
              code: 'outside-range',
              reason: `${release.version} is outside \`version_range\` ${text}.`,
              frees: `A \`version_range\` that includes ${release.version}.`,
            },
      )
    }
    const why = text === undefined ? 'no `version_range` is set' : `\`version_range\` ${text} is no range of scheme ${versioning.id}`
    return chooseBy(
      eligible,
      () => ({ code: 'outside-range', reason: `Strategy \`range\` wants nothing, for ${why}.`, frees: 'Set a readable `version_range`.' }),
      [`Strategy \`range\` chooses nothing: ${why}.`],
    )
  },
}

import { rangeTest } from '../../strategies/range-test.ts'
import { type Filter, isNamed, passesAll } from './contract.ts'

/**
 * Releases outside `version_range`, whatever the strategy: a range that is written down is meant. A range that the scheme cannot read
 * holds everything back, for nobody knows which limit was wanted.
 */
export const outsideRange: Filter = {
  id: 'outside-range',
  label: 'Outside `version_range`',
  prepare(context) {
    const { component, versioning } = context
    const text = component.versionRange
    if (text === undefined) return passesAll
    const inside = rangeTest(versioning, text)
    const unreadable = `\`version_range\` ${text} is no range of scheme \`${versioning.id}\``
    return {
      ...(inside === null ? { notices: [`${unreadable}: every newer release is held back until it is mended.`] } : {}),
      judge(release) {
        if (inside?.(release.parsed) || isNamed(release, context)) return null
        const version = release.release.version
        return inside === null
          ? { code: 'outside-range', reason: `${unreadable}, so ${version} is held back.`, frees: 'A range that the scheme can read.' }
          : {
              code: 'outside-range',
              reason: `${version} is outside \`version_range\` ${text}.`,
              frees: `A \`version_range\` that includes ${version}.`,
            }
      },
    }
  },
}

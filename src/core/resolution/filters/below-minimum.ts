import { type Filter, isNamed, passesAll } from './contract.ts'

/** Releases below `minimum_version`. A minimum that the scheme cannot read holds nothing back and is reported. */
export const belowMinimum: Filter = {
  id: 'below-minimum',
  label: 'Below `minimum_version`',
  prepare(context) {
    const { component, versioning } = context
    const text = component.minimumVersion
    if (text === undefined) return passesAll
    const minimum = versioning.parse(text)
    if (minimum === null)
      return {
        ...passesAll,
        notices: [`\`minimum_version\` ${text} is no version of scheme \`${versioning.id}\`, so it holds nothing back.`],
      }
    return {
      judge(release) {
        if (versioning.compare(release.parsed, minimum) >= 0 || isNamed(release, context)) return null
        return {
          code: 'below-minimum',
          reason: `${release.release.version} is below \`minimum_version\` ${text}.`,
          frees: 'A lower `minimum_version`.',
        }
      },
    }
  },
}

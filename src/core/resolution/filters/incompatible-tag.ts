import type { ReadRelease } from '../../strategies/contract.ts'
import { type Filter, type FilterContext, passesAll } from './contract.ts'
import { isYanked } from './yanked.ts'

/**
 * `7.4.2-alpine` moves only to `-alpine`, `7.4` only to two parts: the scheme says which tags are of one flavour. Where nothing of the
 * flavour is newer, a tag that the scheme lets follow is taken (`3.0.0` after `3.0.0-rc.1`, a later date stamp of the same base image).
 */
export const incompatibleTag: Filter = {
  id: 'incompatible-tag',
  label: 'Another flavour or precision than the current tag',
  prepare(context) {
    const { current, versioning } = context
    if (current === null || versioning.compatible === undefined) return passesAll
    const stuck = !context.all.some((one) => isNewerOfFlavour(one, context))
    return {
      judge({ release, parsed }) {
        if (versioning.compatible?.(current.parsed, parsed) !== false) return null
        if (stuck && versioning.follows?.(current.parsed, parsed) === true) return null
        return {
          code: 'incompatible-tag',
          reason: `${release.version} is of another flavour than ${current.release.version} (scheme \`${versioning.id}\`).`,
          frees: `A pin of that flavour, or a release that keeps the one of ${current.release.version}.`,
        }
      },
    }
  },
}

function isNewerOfFlavour({ release, parsed }: ReadRelease, { current, versioning }: FilterContext): boolean {
  if (current === null || isYanked(release) || !versioning.isStable(parsed)) return false
  return versioning.compare(parsed, current.parsed) > 0 && versioning.compatible?.(current.parsed, parsed) === true
}

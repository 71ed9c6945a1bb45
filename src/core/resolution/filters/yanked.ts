import type { Release } from '../../model/release.ts'
import { closing } from '../phrases.ts'
import type { Filter } from './contract.ts'

/** What upstream has withdrawn is never proposed, whoever asks for it. */
export const yanked: Filter = {
  id: 'yanked',
  label: 'Withdrawn by upstream',
  prepare: () => ({
    judge({ release }) {
      if (!isYanked(release)) return null
      const why = typeof release.yanked === 'string' && release.yanked.trim() !== '' ? `: ${closing(release.yanked)}` : '.'
      return { code: 'yanked', reason: `${release.version} was withdrawn by upstream${why}` }
    },
  }),
}

export function isYanked(release: Release): boolean {
  return release.yanked !== undefined && release.yanked !== false
}

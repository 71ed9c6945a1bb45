import { closing } from '../phrases.ts'
import { type Filter, isNamed } from './contract.ts'

/** Never from a release that is not deprecated to one that is. Where the current one is deprecated too, nothing gets worse. */
export const deprecated: Filter = {
  id: 'deprecated',
  label: 'Deprecated by upstream while the current version is not',
  prepare(context) {
    const already = context.currentRelease?.deprecated !== undefined
    return {
      judge(release) {
        const message = release.release.deprecated
        if (message === undefined || already || isNamed(release, context)) return null
        const why = message.trim() === '' ? '.' : `: ${closing(message)}`
        return { code: 'deprecated', reason: `${release.release.version} is deprecated by upstream and the current version is not${why}` }
      },
    }
  },
}

import { type Filter, passesAll } from './contract.ts'

/**
 * Never a downgrade, and nothing where upstream says that a newer name carries the very same content. Older releases are told apart
 * before any policy is asked, so that the reasons of the other filters are about releases that could have been a step.
 */
export const notNewer: Filter = {
  id: 'not-newer',
  label: 'Not newer than the current version, or the same content under another name',
  prepare({ current, currentRelease, versioning }) {
    if (current === null) return passesAll
    const from = current.release.version
    // One answer for all of them: most releases of most upstreams are older.
    const older = { code: 'not-newer', reason: `Older than ${from}, and Pinwarden never downgrades.` } as const
    return {
      judge({ release, parsed }) {
        const order = versioning.compare(parsed, current.parsed)
        if (order < 0) return older
        if (order === 0) return { code: 'not-newer', reason: `${release.version} is the current version.` }
        if (release.digest !== undefined && release.digest === currentRelease?.digest) {
          return { code: 'not-newer', reason: `${release.version} has the same content as ${from} (${release.digest}).` }
        }
        return null
      },
    }
  },
}

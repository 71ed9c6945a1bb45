import { list } from '../phrases.ts'
import { type Filter, passesAll } from './contract.ts'
import { hasPlatform } from './platforms.ts'

/** Releases that do not exist for every architecture in use. Where upstream does not say for which they exist, none is held back. */
export const architecture: Filter = {
  id: 'architecture',
  label: 'Not published for every architecture of `constraints.architecture`',
  prepare({ component }) {
    const wanted = component.constraints.architecture
    if (wanted.length === 0) return passesAll
    return {
      judge({ release }) {
        const platforms = release.platforms
        if (platforms === undefined) return null
        const missing = wanted.filter((one) => !hasPlatform(platforms, one))
        if (missing.length === 0) return null
        const there = platforms.length === 0 ? 'no platform' : list([...platforms].sort().slice(0, 6))
        return {
          code: 'architecture',
          reason: `${release.version} is not published for ${list(missing)} (\`constraints.architecture\`); it is for ${there}.`,
          frees: `${release.version} published for ${list(missing)}.`,
        }
      },
    }
  },
}

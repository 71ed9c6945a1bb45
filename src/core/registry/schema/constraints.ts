import { once } from '../../model/once.ts'
import { DEFAULTS } from '../defaults.ts'
import { flag, oneOrMany, section, text } from './key.ts'
import { pattern } from './leaf.ts'

/** `constraints` of `global`, a component, an environment and a target. */
export const constraints = once(() => {
  return section(
    {
      architecture: oneOrMany(text({ description: 'An operating system and architecture.' }), {
        description: 'Platforms that a release must exist for.',
        examples: ['linux-amd64', ['linux/amd64', 'linux/arm64']],
        expected: 'a platform such as `linux-amd64`, or a list of them',
      }).optional(),
      exclude_prereleases: flag({
        description: 'Whether alphas, betas and release candidates are left out.',
        default: DEFAULTS.constraints.excludePrereleases,
      }).optional(),
      version_pattern: pattern({
        description: 'Only tags that match this RE2 pattern count. A group named `version` says which part of the tag is the version.',
        examples: ['^v?[0-9]+\\.[0-9]+\\.[0-9]+$', '^release-(?<version>.+)$'],
      }).optional(),
      tag_prefix: text({
        description: 'Only tags that begin with it count; the rest of the tag is the version.',
        examples: ['helm-loki-', 'v'],
      }).optional(),
    },
    { description: 'Which releases count at all.' },
  )
})

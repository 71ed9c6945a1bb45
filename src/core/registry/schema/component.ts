import * as z from 'zod'
import { CATEGORIES } from '../../model/component.ts'
import { DEFAULTS } from '../defaults.ts'
import { advisories } from './advisories.ts'
import { download, install } from './artifact.ts'
import { constraints } from './constraints.ts'
import { defaultStrategy } from './global.ts'
import { key, list, mapping, oneOf, oneOrMany, text } from './key.ts'
import { githubRepo, name, range, version } from './leaf.ts'
import { lifecycle, migrations } from './lifecycle.ts'
import type { RegistryModules } from './modules.ts'
import { pins } from './pin.ts'
import { source } from './source.ts'
import { upgrade } from './upgrade.ts'

/** All keys of a component; an environment's `component_overrides` takes the same. */
export function component(modules: RegistryModules) {
  const body = z.object({
    version: version({ description: 'The current version. Pinwarden writes it.', examples: ['1.7.0'] }).optional(),
    strategy: defaultStrategy('How the target is chosen. Absent: the `default_strategy` that holds.').optional(),
    version_range: range({
      description:
        'Only versions in this range are proposed, in the range grammar of the versioning scheme. The strategy `range` needs it.',
      examples: ['>=2.9.0 <3.0.0', '~> 1.7'],
    }).optional(),
    fallback_version: version({
      description: 'Taken for the current version where nothing else says one.',
      examples: ['1.7.0'],
    }).optional(),
    minimum_version: version({ description: 'Older versions are never proposed.', examples: ['1.5.0'] }).optional(),
    lts_lines: list(version({ description: 'A line.' }), {
      description: 'Lines that count as long-term support where no end-of-life data says so.',
      examples: [['20', '22']],
    }),
    github_repo: githubRepo({
      description: 'Repository on GitHub whose releases are the versions. Short for `source` with the datasource `github-releases`.',
      examples: ['prometheus/node_exporter'],
    }).optional(),
    source: source(modules).optional(),
    versioning: versioning(modules).optional(),
    kind: key(z.string().regex(/^[A-Za-z][A-Za-z0-9 _-]{0,39}$/), {
      description: 'What sort of thing it is. Rules and reports can ask for it.',
      examples: ['service', 'runtime', 'library', 'image', 'model', 'api', 'schema', 'infrastructure', 'tool'],
      expected: 'a word such as `service`, `runtime`, `library` or `image`',
    }).optional(),
    category: oneOf(CATEGORIES, {
      description: 'How much depends on it. Minor steps of critical components are of medium risk.',
      default: DEFAULTS.category,
    }).optional(),
    why: text({
      description: 'Why this version: the justification that audits ask for.',
      examples: ['Last line under the BSD licence.'],
    }).optional(),
    known_issues: oneOrMany(text({ description: 'An issue.' }), {
      description: 'What is known to be wrong with the current version.',
    }).optional(),
    aliases: list(name('a component'), {
      description:
        'Names that the component had before. What the ledger holds under them, rollback points among it, is its own. Only under `components`.',
      examples: [['redis']],
    }),
    owner: text({ description: 'Team or person who answers for it.', examples: ['observability'] }).optional(),
    constraints: constraints(),
    advisories: advisories().optional(),
    compatible_with: mapping(name('a component'), range({ description: 'A range of its versions.', examples: ['>=2.0.0'] }), {
      description: 'Components that this one needs, with the range of their versions that it works with.',
      examples: [{ prometheus: '>=2.0.0' }],
    }),
    download: download(),
    install: install(),
    upgrade: upgrade(),
    lifecycle: lifecycle(),
    migrations: migrations(),
    pins: pins(modules, 'All places in this repository that carry the version.'),
    tracks: tracks(modules),
  })
  return body.meta({ id: 'component' })
}

function versioning(modules: RegistryModules) {
  const [first, ...rest] = modules.versionings
  if (first === undefined) throw new Error('a registry needs at least one versioning scheme')
  const scheme = oneOf([first, ...rest], { description: 'Id of a scheme.' })
  const own = key(z.string().regex(/^regex:.{1,1000}$/), {
    description: 'A pattern.',
    expected: '`regex:` and a pattern with named groups',
  })
  return key(z.union([scheme, own]), {
    description:
      'Scheme that parses and orders the versions: an id, or `regex:` and an RE2 pattern with groups such as `major` and `minor` (`regex` alone takes `constraints.version_pattern`). Absent: inferred from the datasource and the tags, and shown.',
    examples: ['semver', 'docker', 'regex:^r(?<major>\\d+)$'],
  })
}

function tracks(modules: RegistryModules) {
  const track = z.object({
    version: version({ description: 'The current version of this track.' }).optional(),
    version_range: range({ description: 'Versions that belong to this track.', examples: ['>=1.0.0 <2.0.0'] }),
    pins: pins(modules, 'Places that carry the version of this track.'),
  })
  return mapping(name('a track'), track, {
    description: 'Versions of the component that live side by side, each with its range and its pins.',
    examples: [{ v1: { version_range: '>=1.0.0 <2.0.0' }, v2: { version_range: '>=2.0.0 <3.0.0' } }],
  })
}

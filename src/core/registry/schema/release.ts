import * as z from 'zod'
import { DEFAULTS } from '../defaults.ts'
import { flag, key, list, mapping, oneOf, section } from './key.ts'
import { name, version } from './leaf.ts'
import type { RegistryModules } from './modules.ts'
import { pins } from './pin.ts'

const STEPS = ['major', 'minor', 'patch'] as const
const SECTIONS = ['Added', 'Changed', 'Deprecated', 'Removed', 'Fixed', 'Security'] as const
/** A type as commits name it, with a scope or without. */
const TYPE = /^[a-z][a-z0-9-]{0,40}(?:\([^()\s]{1,60}\))?$/
/** Dot-separated ids of SemVer in lower case; `{name}` is filled in later. */
const CHANNEL = /^(?:[0-9a-z-]|\{name\}){1,30}(?:\.(?:[0-9a-z-]|\{name\}){1,30}){0,3}$/
/** What git allows in a tag, and no `..`, `@{`, `//` or leading dash. */
const TAG_PREFIX = /^(?!-|\/)(?!.*(?:\.\.|@\{|\/\/))[\w.@/+-]{0,60}$/
/** A branch, where `*` stands for any text. */
const BRANCH = /^[\w.@/#+*-]{1,200}$/
const PLACE = /^(?!\/|~)(?!.*\\)[^\n\r]{1,500}$/

/** `release`: how the repository itself is versioned. */
export function release(modules: RegistryModules) {
  const one = shape(modules)
  return section(
    {
      ...one,
      packages: mapping(
        name('a package'),
        key(z.object(one), { description: 'How the package is versioned; what is not written is as for the repository.' }),
        {
          description:
            'Packages of a monorepo that are released by themselves, by `pinwarden bump --package NAME`. Their `tag_prefix` is the name and `-v` unless written.',
          examples: [{ api: { path: 'services/api' } }],
        },
      ),
    },
    { description: 'How this repository itself is versioned and released.', examples: [{ tag_prefix: 'v', types: { refactor: 'patch' } }] },
  )
}

function shape(modules: RegistryModules) {
  const { release: defaults } = DEFAULTS
  return {
    tag_prefix: key(z.string().regex(TAG_PREFIX), {
      description: 'What stands before the version in tags. Absent: as the tags have it, and `v` where there are none.',
      examples: ['v', 'api-v', 'api/v'],
      expected: 'the beginning of a tag, such as `v` or `api-v`',
    }).optional(),
    path: place('Folder of what is released: only commits that touch it count, and its version files and CHANGELOG are found there.', [
      'services/api',
    ]),
    paths: list(key(z.string().regex(PLACE), { description: 'A path or glob; with `!` before it, one that does not count.' }), {
      description: 'Further paths whose commits count.',
      examples: [['libs/common', '!libs/common/docs']],
    }),
    initial_version: version({
      description: 'The first version, where no file carries one.',
      default: defaults.initialVersion,
      examples: ['1.0.0'],
    }).optional(),
    types: byType(oneOf([...STEPS, 'none'], { description: 'How far such a commit moves the version.' }), {
      description: 'How far commits move the version, by type; `other` is for all that is not named. A breaking change is always major.',
      default: defaults.types,
      examples: [{ refactor: 'patch', 'chore(deps)': 'patch' }],
    }),
    breaking_below_1: oneOf(STEPS, {
      description: 'How far a breaking change moves a version below 1.0.0.',
      default: defaults.breakingBelow1,
    }).optional(),
    branches: branches(),
    version_files: list(key(z.string().regex(PLACE), { description: 'A path from the top of the repository.' }), {
      description: 'Files that carry the version. Absent: those that are found (docs/release.md).',
      examples: [['VERSION', 'package.json', 'charts/api/Chart.yaml']],
    }),
    pins: pins(modules, 'Further places that carry the version: images of the project itself, and any other file by a locator.'),
    changelog: changelog(),
    mode: oneOf(['pr', 'direct'], {
      description:
        'How `pinwarden release` brings version and CHANGELOG to the branch: by a pull request that is kept up to date and released once it is merged, or by a commit of its own.',
      default: defaults.mode,
    }).optional(),
    github_release: flag({
      description: 'Whether a release gets a page on the forge with notes and files, or the tag alone.',
      default: true,
    }).optional(),
    assets: list(key(z.string().regex(PLACE), { description: 'A glob from the top of the working folder.' }), {
      description: 'Files that hang on the release, built by earlier steps of the pipeline. Each glob must name at least one.',
      examples: [['dist/*.tgz', 'dist/checksums.txt']],
    }),
    list_components: flag({
      description:
        'Whether the notes list the versions of all components of the registry: a platform release. Only for the whole repository.',
      default: defaults.listComponents,
    }).optional(),
  }
}

function branches() {
  const rule = z.object({
    branch: key(z.string().regex(BRANCH), {
      description: 'The branch; `*` stands for any text, which is `{name}` in `prerelease`.',
      examples: ['main', 'release/*'],
      expected: 'the name of a branch, with `*` for any text',
    }),
    prerelease: key(z.string().regex(CHANNEL), {
      description: 'Pre-release id; a number follows it. Absent: the branch makes releases proper.',
      examples: ['rc', 'feature.{name}'],
      expected: 'lower-case letters, digits, `-` and `.`, with `{name}` for what `*` matched',
    }).optional(),
    level: oneOf(STEPS, { description: 'The step that is taken whatever the commits ask for. Absent: theirs.' }).optional(),
  })
  return list(key(rule, { description: 'What one branch releases.' }), {
    description: 'What each branch releases; the first rule that fits counts. The defaults follow those that are written.',
    default: DEFAULTS.release.branches,
    examples: [[{ branch: 'next', prerelease: 'beta' }]],
  })
}

function changelog() {
  return section(
    {
      enabled: flag({ description: 'Whether the CHANGELOG is kept.', default: true }).optional(),
      file: place('The CHANGELOG. Absent: `CHANGELOG.md` in `path`.', ['docs/CHANGELOG.md']),
      commits: flag({ description: 'Whether commits are listed beside what people wrote under Unreleased.', default: true }).optional(),
      prereleases: flag({
        description: 'Whether pre-releases get sections of their own; else all waits for the release.',
        default: false,
      }).optional(),
      sections: byType(oneOf(SECTIONS, { description: 'The section.' }), {
        description: 'Section by type. Types that are not named are listed only where they break something, under Changed.',
        default: DEFAULTS.release.sections,
        examples: [{ refactor: 'Changed' }],
      }),
    },
    { description: 'The CHANGELOG of a release (Keep a Changelog 1.1).' },
  )
}

function byType<T extends z.ZodType>(value: T, about: { description: string; default?: unknown; examples?: unknown[] }) {
  const type = key(z.string().regex(TYPE), {
    description: 'A type of commits, with a scope or without.',
    expected: 'the type of a commit in lower case, such as `fix` or `chore(deps)`',
  })
  return mapping(type, value, about)
}

function place(description: string, examples: string[]) {
  return key(z.string().regex(PLACE), { description, examples, expected: 'a path from the top of the repository' }).optional()
}

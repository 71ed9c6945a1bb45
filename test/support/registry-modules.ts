import semver from 'semver'
import { z } from 'zod'
import type { RegistryModules } from '../../src/core/registry/schema.ts'

const DATASOURCES = [
  'github-releases',
  'github-tags',
  'gitlab-releases',
  'gitlab-tags',
  'docker',
  'npm',
  'pypi',
  'hex',
  'rubygems',
  'crates',
  'go',
  'maven',
  'helm',
  'terraform',
  'github-actions',
  'endoflife',
]

const VERSIONINGS = ['semver', 'npm', 'semver-coerced', 'loose', 'docker', 'pep440', 'hex', 'cargo', 'calver', 'date', 'regex']

const SEMANTIC = new Set(['semver', 'npm', 'semver-coerced', 'cargo', 'loose'])
const COMPARISONS = /^(?:[<>=~!^]{1,3} ?v?\d[\w.*+-]{0,30}(?:, ?| |$)){1,9}$/

const path = z
  .string()
  .min(1)
  .meta({ description: 'Path of the value.', examples: ['a.b[0].c'] })

/** Stand-ins with the ids of the real modules, so that tests of the registry say nothing of these. The real ones are in `src/commands/modules.ts`. */
export const someModules: RegistryModules = {
  datasources: {
    ...Object.fromEntries(DATASOURCES.map((id) => [id, { id, defaultVersioning: 'semver', source: z.object({}) }])),
    url: { id: 'url', source: z.object({ extract: z.string().meta({ description: 'What to take from the document.' }) }) },
    manifest: { id: 'manifest', source: z.object({ file: z.string().meta({ description: 'A file of this repository.' }) }) },
    static: { id: 'static', source: z.object({ versions: z.array(z.string()).min(1).meta({ description: 'The versions.' }) }) },
  },
  versionings: VERSIONINGS,
  pinEditors: {
    ...Object.fromEntries(['yaml', 'json', 'toml', 'hcl', 'env', 'image', 'uses', 'mix', 'regex'].map((id) => [id, { id, locator: path }])),
    dockerfile: {
      id: 'dockerfile',
      locator: z
        .union([z.string().min(1), z.strictObject({ stage: z.string() }), z.strictObject({ arg: z.string() })])
        .meta({ description: 'An image, a stage or an ARG.' }),
    },
  },
  parseRange: (scheme, text) => (SEMANTIC.has(scheme) ? semver.validRange(text) !== null : COMPARISONS.test(text)),
  parseVersion: (scheme, text) => (scheme === 'date' ? /^\d{4}-\d\d-\d\d$/.test(text) : /^\d+(?:\.\w+)*/.test(text)),
}

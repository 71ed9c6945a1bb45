import { z } from 'zod'
import { modules } from '../../src/commands/modules.ts'
import type { RegistryModules } from '../../src/core/registry/schema.ts'

const DATASOURCES = [
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
  'endoflife',
  'url',
  'manifest',
  'static',
]

const EDITORS = [
  'uses',
  'hcl',
  'mix',
  'requirements',
  'pyproject',
  'package-json',
  'gomod',
  'gemfile',
  'tool-versions',
  'helm-chart',
  'markdown-table',
]

const stand = z.looseObject({
  versions: z.unknown().optional(),
  file: z.unknown().optional(),
  path: z.unknown().optional(),
  pattern: z.unknown().optional(),
})

/**
 * The real modules, and for those that the specification names and the product does not have yet a stand-in that takes every setting.
 * A stand-in gives way to the real module by itself, so that the examples are then held to it.
 */
export const specifiedModules: RegistryModules = {
  ...modules,
  datasources: { ...Object.fromEntries(DATASOURCES.map((id) => [id, { id, source: stand }])), ...modules.datasources },
  // What the scheme `regex` reads depends on the component's own pattern, which this question does not carry.
  parseVersion: (scheme, text) => scheme === 'regex' || modules.parseVersion(scheme, text),
  pinEditors: { ...Object.fromEntries(EDITORS.map((id) => [id, { id, locator: z.unknown() }])), ...modules.pinEditors },
}

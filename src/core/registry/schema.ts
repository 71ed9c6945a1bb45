import * as z from 'zod'
import { breakingChanges, compatibility, exclusions } from './schema/compatibility.ts'
import { component } from './schema/component.ts'
import { environment } from './schema/environment.ts'
import { global } from './schema/global.ts'
import { emptiable, key, mapping } from './schema/key.ts'
import { name } from './schema/leaf.ts'
import type { RegistryModules } from './schema/modules.ts'
import { upgradePolicies } from './schema/policies.ts'
import { release } from './schema/release.ts'
import { datasources } from './schema/services.ts'

export type { RegistryModules } from './schema/modules.ts'
export type { RegistryPin } from './schema/pin.ts'
export type { RegistrySource } from './schema/source.ts'

/** A registry as it is written, checked and with empty sections left out; nothing is merged and no default filled in. */
export type Registry = z.output<ReturnType<typeof build>>
export type RegistryComponent = NonNullable<Registry['components']>[string]
export type RegistryEnvironment = NonNullable<Registry['environments']>[string]
export type RegistryTarget = NonNullable<RegistryEnvironment['targets']>[string]

const built = new WeakMap<RegistryModules, ReturnType<typeof build>>()

/** The one schema of `versions.yaml`. Built at the first call for these modules and kept: building it costs more than reading a file. */
export function registrySchema(modules: RegistryModules): ReturnType<typeof build> {
  const known = built.get(modules)
  if (known !== undefined) return known
  const schema = build(modules)
  built.set(modules, schema)
  return schema
}

function build(modules: RegistryModules) {
  const body = component(modules)
  const named = key(emptiable(body), { description: 'A thing with a version.' })
  const stage = key(emptiable(environment(modules, body)), { description: 'A named set of pins, such as `staging`.' })
  return key(
    z.object({
      global: global(),
      components: mapping(name('a component'), named, {
        description: 'Everything with a version, by name.',
        examples: [{ redis: { version: '7.4.2', source: { datasource: 'docker', package: 'redis' } } }],
      }),
      environments: mapping(name('an environment'), stage, {
        description: 'What differs in each environment. Merge order: `global`, component, environment, target.',
        examples: [{ production: { default_strategy: 'pinned' } }],
      }),
      compatibility: compatibility(),
      breaking_changes: breakingChanges(),
      exclusions: exclusions(),
      upgrade_policies: upgradePolicies(modules),
      release: release(modules),
      datasources: datasources([...Object.keys(modules.datasources), ...(modules.services ?? [])]),
    }),
    { description: 'The versions that this repository pins, and how they may move.' },
  )
}
